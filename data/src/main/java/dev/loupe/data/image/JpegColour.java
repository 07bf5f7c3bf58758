package dev.loupe.data.image;

import dev.loupe.tensor.LoupeException;

/// How the components of a JPEG become grey or red, green and blue.
///
/// The file seldom says it; these are the customs of all decoders: JFIF means YCbCr, the Adobe
/// segment says which, and without both the component ids `R`, `G`, `B` mean RGB.
///
/// Source: ITU-T T.871 section 7 (YCbCr); Adobe technical note 5116, section 18 (the segment).
enum JpegColour {
  GREY(1),
  YCC(3),
  RGB(3),
  CMYK(4),
  YCCK(4);

  private final int components;

  JpegColour(int components) {
    this.components = components;
  }

  /// The coding of a file.
  ///
  /// @param ids the component ids in the header
  /// @param jfif whether there is a JFIF segment
  /// @param adobe the transform in the Adobe segment; -1 if there is none
  /// @throws LoupeException if no coding has so many components
  static JpegColour of(int[] ids, boolean jfif, int adobe) {
    boolean rgbIds = ids.length == 3 && ids[0] == 'R' && ids[1] == 'G' && ids[2] == 'B';
    return switch (ids.length) {
      case 1 -> GREY;
      case 3 -> !jfif && (adobe == 0 || (adobe < 0 && rgbIds)) ? RGB : YCC;
      case 4 -> adobe <= 0 ? CMYK : YCCK;
      default ->
          throw new LoupeException("the JPEG has " + ids.length + " components, not 1, 3 or 4");
    };
  }

  /// How many components a pixel is stored with.
  int components() {
    return components;
  }

  /// Converts stored components to a picture.
  ///
  /// CMYK is converted without a profile: `R = (255 - C) (255 - K) / 255`, rounded. It is stored
  /// inverted, as 255 minus the ink: so Adobe does, and Pillow takes all files so.
  Image convert(int width, int height, byte[] stored) {
    return switch (this) {
      case GREY -> new Image(width, height, 1, stored);
      case RGB -> new Image(width, height, 3, stored);
      case YCC -> new Image(width, height, 3, fromYcc(stored, 3));
      case CMYK -> new Image(width, height, 3, fromInk(stored, 0));
      case YCCK -> new Image(width, height, 3, fromInk(fromYcc(stored, 4), 255));
    };
  }

  /// R = Y + 1.402 Cr, G = Y - 0.34414 Cb - 0.71414 Cr, B = Y + 1.772 Cb in 16-bit fixed point.
  private static byte[] fromYcc(byte[] ycc, int step) {
    byte[] rgb = new byte[ycc.length];
    for (int i = 0; i < ycc.length; i += step) {
      int y = ycc[i] & 0xFF;
      int blue = (ycc[i + 1] & 0xFF) - 128;
      int red = (ycc[i + 2] & 0xFF) - 128;
      rgb[i] = clip(y + ((91881 * red + 32768) >> 16));
      rgb[i + 1] = clip(y + ((-22554 * blue - 46802 * red + 32768) >> 16));
      rgb[i + 2] = clip(y + ((116130 * blue + 32768) >> 16));
      if (step == 4) {
        rgb[i + 3] = ycc[i + 3];
      }
    }
    return rgb;
  }

  /// @param flip 255 if the three colours are to be inverted first, else 0
  private static byte[] fromInk(byte[] ink, int flip) {
    byte[] rgb = new byte[ink.length / 4 * 3];
    for (int i = 0; i < ink.length / 4; i++) {
      int light = ink[4 * i + 3] & 0xFF;
      for (int c = 0; c < 3; c++) {
        rgb[3 * i + c] = (byte) ((((ink[4 * i + c] & 0xFF) ^ flip) * light + 127) / 255);
      }
    }
    return rgb;
  }

  private static byte clip(int value) {
    return (byte) Math.clamp(value, 0, 255);
  }
}
