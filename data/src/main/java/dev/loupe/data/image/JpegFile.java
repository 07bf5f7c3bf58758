package dev.loupe.data.image;

import dev.loupe.tensor.LoupeException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.imageio.plugins.jpeg.JPEGHuffmanTable;

/// The segments of a JPEG file that matter, checked, and a copy of it without all the others.
///
/// Colour profiles, thumbnails and comments are what stops decoders most often, and no pixel
/// needs them: the decoder gets the coding segments only.
///
/// Source: ITU-T T.81 annex B (segments) and K.3 (standard tables); T.871 (JFIF).
///
/// @param width columns
/// @param height rows
/// @param coding how the stored components become colours
/// @param exif the TIFF part of the EXIF segment; empty if there is none
/// @param stream what the decoder reads
record JpegFile(int width, int height, JpegColour coding, byte[] exif, byte[] stream) {

  private static final String EXIF = "Exif\0\0";

  /// Pixels times scans: what a decoder may be asked to do, so that no file takes minutes.
  private static final long MOST_WORK = 10_000_000_000L;

  /// Whether a file starts like a JPEG.
  static boolean matches(byte[] file) {
    return file.length >= 3 && hex(file, 0) == 0xFF && hex(file, 1) == 0xD8 && hex(file, 2) == 0xFF;
  }

  /// Reads the segments up to the first scan.
  ///
  /// @throws LoupeException if the file is broken, telling what is wrong (not the file's name)
  static JpegFile parse(byte[] file) {
    Walk walk = new Walk(file);
    int offset = 2;
    while (!walk.scanning) {
      while (offset < file.length && hex(file, offset) != 0xFF) {
        offset++;
      }
      while (offset < file.length && hex(file, offset) == 0xFF) {
        offset++;
      }
      if (offset + 2 >= file.length) {
        throw new LoupeException("the JPEG ends before its pixel data");
      }
      int marker = hex(file, offset++);
      if (marker == 0xD9) {
        throw new LoupeException("the JPEG has no pixel data");
      }
      if (marker <= 0x01 || (marker >= 0xD0 && marker <= 0xD8)) {
        continue;
      }
      int length = hex(file, offset) << 8 | hex(file, offset + 1);
      if (length < 2) {
        throw new LoupeException("the JPEG has a segment of an impossible length");
      }
      if (offset + length > file.length) {
        throw new LoupeException("the JPEG ends before its pixel data");
      }
      walk.segment(marker, offset, length);
      offset += length;
    }
    return walk.finish(offset);
  }

  private static int hex(byte[] file, int at) {
    return file[at] & 0xFF;
  }

  private static final class Walk {
    private final byte[] file;
    private final ByteArrayOutputStream out;
    private int[] components = {};
    private int width;
    private int height;
    private int adobe = -1;
    private boolean jfif;
    private boolean tables;
    private boolean scanning;
    private byte[] exif = {};

    Walk(byte[] file) {
      this.file = file;
      this.out = new ByteArrayOutputStream(file.length);
      out.write(0xFF);
      out.write(0xD8);
    }

    void segment(int marker, int offset, int length) {
      switch (marker) {
        case 0xE0 -> jfif |= starts(offset, length, "JFIF\0");
        case 0xE1 -> {
          if (exif.length == 0 && starts(offset, length, EXIF)) {
            exif = Arrays.copyOfRange(file, offset + 2 + EXIF.length(), offset + length);
          }
        }
        case 0xEE -> {
          if (length >= 14 && starts(offset, length, "Adobe")) {
            adobe = hex(file, offset + 13);
          }
        }
        case 0xC0, 0xC1, 0xC2 -> frame(offset, length);
        case 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF ->
            throw new LoupeException(
                "the JPEG is lossless, hierarchical or arithmetic coded, which is not supported");
        case 0xDA -> {
          if (components.length == 0) {
            throw new LoupeException("the JPEG has pixel data without a header");
          }
          if (!tables) {
            standardTables();
          }
          scanning = true;
        }
        default -> tables |= marker == 0xC4;
      }
      boolean coding = marker < 0xE0;
      if (coding) {
        out.write(0xFF);
        out.write(marker);
        out.write(file, offset, length);
      }
    }

    private boolean starts(int offset, int length, String text) {
      byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
      int from = offset + 2;
      return length >= bytes.length + 2
          && Arrays.equals(file, from, from + bytes.length, bytes, 0, bytes.length);
    }

    private void frame(int offset, int length) {
      if (components.length != 0) {
        throw new LoupeException("the JPEG has two headers");
      }
      int count = length < 8 ? 0 : hex(file, offset + 7);
      if (length < 8 + 3 * count || count == 0) {
        throw new LoupeException("the JPEG header is damaged");
      }
      if (hex(file, offset + 2) != 8) {
        throw new LoupeException("the JPEG has " + hex(file, offset + 2) + " bits a sample, not 8");
      }
      height = hex(file, offset + 3) << 8 | hex(file, offset + 4);
      width = hex(file, offset + 5) << 8 | hex(file, offset + 6);
      if (width == 0 || height == 0) {
        throw new LoupeException("the JPEG header has a size of " + width + "x" + height);
      }
      components = new int[count];
      for (int i = 0; i < count; i++) {
        components[i] = hex(file, offset + 8 + 3 * i);
      }
    }

    /// Frames of motion JPEG leave out the Huffman tables and mean those of annex K.3.
    private void standardTables() {
      table(0x00, JPEGHuffmanTable.StdDCLuminance);
      table(0x10, JPEGHuffmanTable.StdACLuminance);
      table(0x01, JPEGHuffmanTable.StdDCChrominance);
      table(0x11, JPEGHuffmanTable.StdACChrominance);
    }

    private void table(int id, JPEGHuffmanTable table) {
      short[] values = table.getValues();
      out.write(0xFF);
      out.write(0xC4);
      out.write(0);
      out.write(2 + 1 + 16 + values.length);
      out.write(id);
      short[] lengths = table.getLengths();
      for (int i = 0; i < 16; i++) {
        out.write(i < lengths.length ? lengths[i] : 0);
      }
      for (short value : values) {
        out.write(value);
      }
    }

    JpegFile finish(int offset) {
      out.write(file, offset, file.length - offset);
      boolean whole = false;
      long scans = 1;
      for (int i = offset; i + 1 < file.length; i++) {
        if (hex(file, i) == 0xFF) {
          whole |= hex(file, i + 1) == 0xD9;
          scans += hex(file, i + 1) == 0xDA ? 1 : 0;
        }
      }
      if (scans * width * height > MOST_WORK) {
        throw new LoupeException(
            "the JPEG has " + scans + " scans of " + width + "x" + height + ": too much to decode");
      }
      if (!whole) {
        throw new LoupeException("the JPEG's pixel data ends early");
      }
      JpegColour coding = JpegColour.of(components, jfif, adobe);
      return new JpegFile(width, height, coding, exif, out.toByteArray());
    }
  }
}
