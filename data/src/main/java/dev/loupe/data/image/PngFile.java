package dev.loupe.data.image;

import dev.loupe.tensor.LoupeException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;

/// The chunks of a PNG file, checked: order, lengths, checksums, and a header that makes sense.
///
/// A checksum that is wrong in any chunk is an error: ImageIO lets some of them pass.
///
/// Source: W3C, Portable Network Graphics (PNG) Specification, Third Edition.
///
/// @param width columns
/// @param height rows
/// @param bitDepth bits a sample
/// @param colourType 0 grey, 2 RGB, 3 palette, 4 grey and alpha, 6 RGB and alpha
/// @param interlaced whether the rows come in the seven passes of Adam7
/// @param palette chunk PLTE, three bytes a colour; empty if there is none
/// @param transparency chunk tRNS; empty if there is none
/// @param exif chunk eXIf; empty if there is none
/// @param file the bytes of the file
/// @param data where the compressed pixels lie in it: start and length of each chunk IDAT
record PngFile(
    int width,
    int height,
    int bitDepth,
    int colourType,
    boolean interlaced,
    byte[] palette,
    byte[] transparency,
    byte[] exif,
    byte[] file,
    List<int[]> data) {

  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

  /// Whether a file starts like a PNG (a damaged signature counts).
  static boolean matches(byte[] file) {
    return file.length >= 4
        && (file[0] == SIGNATURE[0] || Arrays.equals(file, 1, 4, SIGNATURE, 1, 4));
  }

  /// Reads the chunks.
  ///
  /// @throws LoupeException if the file is broken, telling what is wrong (not the file's name)
  static PngFile parse(byte[] file) {
    if (file.length < 8 || !Arrays.equals(file, 0, 8, SIGNATURE, 0, 8)) {
      throw new LoupeException("the PNG signature is damaged");
    }
    Parts parts = new Parts();
    int offset = 8;
    while (!parts.ended) {
      if (file.length - offset < 12) {
        throw new LoupeException("the PNG ends at byte " + file.length + ", before its end chunk");
      }
      long length = integer(file, offset) & 0xFFFFFFFFL;
      String type = new String(file, offset + 4, 4, StandardCharsets.ISO_8859_1);
      if (length > file.length - offset - 12) {
        throw new LoupeException(
            "the PNG ends inside its chunk " + printable(type) + " at byte " + offset);
      }
      int start = offset + 8;
      CRC32 crc = new CRC32();
      crc.update(file, offset + 4, (int) length + 4);
      if ((int) crc.getValue() != integer(file, start + (int) length)) {
        throw new LoupeException(
            "the checksum of the PNG's chunk "
                + printable(type)
                + " at byte "
                + offset
                + " is wrong");
      }
      parts.add(type, file, start, (int) length);
      offset = start + (int) length + 4;
    }
    return parts.build(file);
  }

  /// How many samples a pixel is stored with.
  int samples() {
    return switch (colourType) {
      case 2 -> 3;
      case 4 -> 2;
      case 6 -> 4;
      default -> 1;
    };
  }

  /// The largest sample value.
  int largest() {
    return (1 << bitDepth) - 1;
  }

  private static int integer(byte[] file, int at) {
    return (file[at] & 0xFF) << 24
        | (file[at + 1] & 0xFF) << 16
        | (file[at + 2] & 0xFF) << 8
        | (file[at + 3] & 0xFF);
  }

  private static String printable(String type) {
    return type.chars().allMatch(c -> c > 32 && c < 127) ? type : "of unknown type";
  }

  /// What has been seen so far.
  private static final class Parts {
    private static final byte[] NONE = {};
    private int[] header = {};
    private byte[] palette = NONE;
    private byte[] transparency = NONE;
    private byte[] exif = NONE;
    private final List<int[]> data = new ArrayList<>();
    private boolean ended;

    void add(String type, byte[] file, int start, int length) {
      if (header.length == 0 && !type.equals("IHDR")) {
        throw new LoupeException("the PNG does not start with its header");
      }
      switch (type) {
        case "IHDR" -> header(file, start, length);
        case "PLTE" -> palette = Arrays.copyOfRange(file, start, start + length);
        case "tRNS" -> transparency = Arrays.copyOfRange(file, start, start + length);
        case "eXIf" -> exif = Arrays.copyOfRange(file, start, start + length);
        case "IDAT" -> data.add(new int[] {start, length});
        case "IEND" -> ended = true;
        default -> {
          if ((type.charAt(0) & 0x20) == 0) {
            throw new LoupeException("the PNG needs an unknown chunk " + printable(type));
          }
        }
      }
    }

    private void header(byte[] file, int start, int length) {
      if (length != 13 || header.length != 0) {
        throw new LoupeException("the PNG header is damaged");
      }
      int[] read = {
        integer(file, start),
        integer(file, start + 4),
        file[start + 8],
        file[start + 9],
        file[start + 10],
        file[start + 11],
        file[start + 12]
      };
      if (read[0] < 1 || read[1] < 1) {
        throw new LoupeException(
            "the PNG header has a size of "
                + (read[0] & 0xFFFFFFFFL)
                + "x"
                + (read[1] & 0xFFFFFFFFL));
      }
      boolean depth =
          switch (read[3]) {
            case 0 -> List.of(1, 2, 4, 8, 16).contains(read[2]);
            case 3 -> List.of(1, 2, 4, 8).contains(read[2]);
            case 2, 4, 6 -> List.of(8, 16).contains(read[2]);
            default -> throw new LoupeException("the PNG has no colour type " + read[3]);
          };
      if (!depth) {
        throw new LoupeException(
            "the PNG's colour type " + read[3] + " has no bit depth " + read[2]);
      }
      if (read[4] != 0 || read[5] != 0 || read[6] < 0 || read[6] > 1) {
        throw new LoupeException("the PNG has an unknown compression, filter or interlace method");
      }
      header = read;
    }

    PngFile build(byte[] file) {
      if (data.isEmpty()) {
        throw new LoupeException("the PNG has no pixel data");
      }
      int type = header[3];
      if (palette.length % 3 != 0 || palette.length > 768 || (type == 3 && palette.length == 0)) {
        throw new LoupeException("the PNG's palette is damaged");
      }
      int needed = type == 0 ? 2 : type == 2 ? 6 : 0;
      if (transparency.length != 0 && transparency.length < needed) {
        throw new LoupeException("the PNG's transparent colour is damaged");
      }
      return new PngFile(
          header[0],
          header[1],
          header[2],
          type,
          header[6] == 1,
          palette,
          transparency,
          exif,
          file,
          data);
    }
  }
}
