package dev.loupe.data.image;

import dev.loupe.tensor.LoupeException;
import java.nio.charset.StandardCharsets;

/// The blocks of a GIF file to the end of its first frame, checked before a decoder sees it.
///
/// Source: CompuServe, Graphics Interchange Format, version 89a.
///
/// @param width columns of the screen
/// @param height rows of the screen
/// @param left where the first frame lies
/// @param top where the first frame lies
/// @param frameWidth columns of the first frame
/// @param frameHeight rows of the first frame
record GifFile(int width, int height, int left, int top, int frameWidth, int frameHeight) {
  /// Whether a file starts like a GIF.
  static boolean matches(byte[] file) {
    return file.length >= 6
        && new String(file, 0, 6, StandardCharsets.ISO_8859_1).matches("GIF8[79]a");
  }

  /// Reads the blocks.
  ///
  /// @throws LoupeException if the file is broken
  static GifFile parse(byte[] file) {
    try {
      int offset = 13 + table(file[10]);
      while (file[offset] != 0x2C) {
        if (file[offset] != 0x21) {
          throw new LoupeException("the GIF has no frame");
        }
        offset = afterBlocks(file, offset + 2);
      }
      GifFile gif =
          new GifFile(
              word(file, 6),
              word(file, 8),
              word(file, offset + 1),
              word(file, offset + 3),
              word(file, offset + 5),
              word(file, offset + 7));
      if (gif.width < 1 || gif.height < 1 || gif.frameWidth < 1 || gif.frameHeight < 1) {
        throw new LoupeException("the GIF header has a size of " + gif.width + "x" + gif.height);
      }
      afterBlocks(file, offset + 11 + table(file[offset + 9]));
      return gif;
    } catch (ArrayIndexOutOfBoundsException e) {
      throw new LoupeException("the GIF ends before its first frame does").causedBy(e);
    }
  }

  /// Where a chain of data blocks ends.
  private static int afterBlocks(byte[] file, int start) {
    int offset = start;
    while (file[offset] != 0) {
      offset += 1 + (file[offset] & 0xFF);
    }
    return offset + 1;
  }

  /// The bytes of a colour table that a packed field announces.
  private static int table(byte packed) {
    return packed < 0 ? 3 << ((packed & 7) + 1) : 0;
  }

  private static int word(byte[] file, int at) {
    return (file[at] & 0xFF) | (file[at + 1] & 0xFF) << 8;
  }
}
