package dev.loupe.data.image;

import dev.loupe.tensor.LoupeException;

/// The header of a BMP file, checked before a decoder sees the file.
///
/// Source: Microsoft, Bitmap Storage (BITMAPFILEHEADER, BITMAPINFOHEADER).
///
/// @param width columns
/// @param height rows
record BmpFile(int width, int height) {
  /// Whether a file starts like a BMP.
  static boolean matches(byte[] file) {
    return file.length >= 2 && file[0] == 'B' && file[1] == 'M';
  }

  /// Reads the header.
  ///
  /// @throws LoupeException if it is broken or of a kind that is not supported
  static BmpFile parse(byte[] file) {
    if (file.length < 26) {
      throw new LoupeException("the BMP ends inside its header");
    }
    int header = integer(file, 14, 4);
    if (header < 12 || header > 4096 || file.length < 14 + header) {
      throw new LoupeException("the BMP header is damaged");
    }
    boolean old = header == 12;
    long width = old ? integer(file, 18, 2) : integer(file, 18, 4);
    long height = old ? integer(file, 20, 2) : Math.abs((long) integer(file, 22, 4));
    if (width < 1 || height < 1 || height > Integer.MAX_VALUE) {
      throw new LoupeException("the BMP header has a size of " + width + "x" + height);
    }
    int bits = integer(file, old ? 24 : 28, 2);
    int compression = header >= 40 ? integer(file, 30, 4) : 0;
    if (compression < 0 || compression > 3) {
      throw new LoupeException("the BMP's compression " + compression + " is not supported");
    }
    if (bits != 1 && bits != 4 && bits != 8 && bits != 16 && bits != 24 && bits != 32) {
      throw new LoupeException("the BMP has " + bits + " bits a pixel");
    }
    boolean packed = compression == 0 || compression == 3;
    long needed = (width * bits + 31) / 32 * 4 * height;
    if (packed && needed > file.length - (long) header) {
      throw new LoupeException("the BMP's pixel data ends early");
    }
    return new BmpFile((int) width, (int) height);
  }

  private static int integer(byte[] file, int at, int bytes) {
    int value = 0;
    for (int i = 0; i < bytes; i++) {
      value |= (file[at + i] & 0xFF) << (8 * i);
    }
    return value;
  }
}
