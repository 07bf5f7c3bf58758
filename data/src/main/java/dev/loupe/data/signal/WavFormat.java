package dev.loupe.data.signal;

import dev.loupe.tensor.LoupeException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/// How the samples of a WAV file are written: the content of its `fmt ` chunk.
///
/// @param encoding of a value
/// @param bytes of a value
/// @param channels values of one moment
/// @param rate moments a second
record WavFormat(Encoding encoding, int bytes, int channels, int rate) {
  /// What the bytes of a value mean.
  enum Encoding {
    UNSIGNED,
    SIGNED,
    FLOAT
  }

  private static final int PCM = 1;
  private static final int FLOAT = 3;
  private static final int EXTENSIBLE = 0xFFFE;

  /// The 14 bytes behind the tag in the identifiers of ordinary formats.
  private static final byte[] ORDINARY = {
    0, 0, 0, 0, 0x10, 0, (byte) 0x80, 0, 0, (byte) 0xAA, 0, 0x38, (byte) 0x9B, 0x71
  };

  /// Reads a chunk.
  ///
  /// @param chunk its bytes, 16 at least
  /// @param offset of the chunk's content in the file, for errors
  /// @throws LoupeException if it is inconsistent, or a format that Loupe doesn't read
  static WavFormat parse(byte[] chunk, long offset) {
    ByteBuffer in = ByteBuffer.wrap(chunk).order(ByteOrder.LITTLE_ENDIAN);
    int tag = in.getShort(0) & 0xFFFF;
    int channels = in.getShort(2) & 0xFFFF;
    long rate = in.getInt(4) & 0xFFFFFFFFL;
    int block = in.getShort(12) & 0xFFFF;
    int bits = in.getShort(14) & 0xFFFF;
    if (tag == EXTENSIBLE) {
      tag = extended(in, offset);
    }
    if (tag != PCM && tag != FLOAT) {
      throw unread(name(tag), offset);
    }
    if (channels == 0 || rate == 0 || rate > Integer.MAX_VALUE) {
      throw LoupeException.of("the WAV format at offset " + offset + " is not possible")
          .expected("a channel or more, and a rate of 1 to 2147483647 Hz")
          .got(channels + " channels at " + rate + " Hz");
    }
    int bytes = block / channels;
    boolean whole = bytes * channels == block;
    boolean sound =
        tag == PCM
            ? bits >= 1
                && bytes >= 1
                && bytes <= 4
                && bits <= 8 * bytes
                && (bits > 8) == (bytes > 1)
            : bits == 8 * bytes && (bytes == 4 || bytes == 8);
    if (!whole || !sound) {
      throw LoupeException.of("the WAV format at offset " + offset + " is not possible")
          .expected("values of 1 to 32 bits, or floats of 32 or 64, in whole bytes")
          .got(bits + " bits, " + block + " bytes for " + channels + " channels");
    }
    Encoding encoding =
        tag == FLOAT ? Encoding.FLOAT : bytes == 1 ? Encoding.UNSIGNED : Encoding.SIGNED;
    return new WavFormat(encoding, bytes, channels, (int) rate);
  }

  private static int extended(ByteBuffer in, long offset) {
    if (in.limit() < 40) {
      throw LoupeException.of("the extensible WAV format at offset " + offset + " is cut short")
          .expected("40 bytes")
          .got(String.valueOf(in.limit()));
    }
    byte[] rest = new byte[ORDINARY.length];
    in.get(26, rest);
    if (!Arrays.equals(rest, ORDINARY)) {
      throw unread("an extension with an identifier of its own", offset);
    }
    return in.getShort(24) & 0xFFFF;
  }

  private static LoupeException unread(String name, long offset) {
    return LoupeException.of("the WAV format at offset " + offset + " is one Loupe doesn't read")
        .expected("PCM of 8 to 32 bits, or floats of 32 or 64 bits")
        .got(name)
        .fix("convert the file to 16-bit PCM");
  }

  private static String name(int tag) {
    String known =
        switch (tag) {
          case 0x0002 -> "Microsoft ADPCM";
          case 0x0006 -> "A-law";
          case 0x0007 -> "mu-law";
          case 0x0011 -> "IMA ADPCM";
          case 0x0031 -> "GSM 6.10";
          case 0x0050 -> "MPEG";
          case 0x0055 -> "MP3";
          case 0x00FF -> "AAC";
          default -> "an unknown format";
        };
    return "0x%04X (%s)".formatted(tag, known);
  }

  /// Bytes of one moment.
  int block() {
    return bytes * channels;
  }

  /// Turns values into floats, in -1 to 1 but for floats, which stay what they are.
  ///
  /// Values with less bits than their bytes have lie in the upper bits, as the format says.
  void decode(byte[] from, int values, float[] into, int at) {
    ByteBuffer in = ByteBuffer.wrap(from).order(ByteOrder.LITTLE_ENDIAN);
    switch (encoding) {
      case UNSIGNED -> {
        for (int i = 0; i < values; i++) {
          into[at + i] = ((from[i] & 0xFF) - 128) * 0x1p-7f;
        }
      }
      case SIGNED -> signed(in, values, into, at);
      case FLOAT -> {
        for (int i = 0; i < values; i++) {
          into[at + i] = bytes == 4 ? in.getFloat(4 * i) : (float) in.getDouble(8 * i);
        }
      }
    }
  }

  private void signed(ByteBuffer in, int values, float[] into, int at) {
    for (int i = 0; i < values; i++) {
      into[at + i] =
          switch (bytes) {
            case 2 -> in.getShort(2 * i) * 0x1p-15f;
            case 3 -> ((in.getShort(3 * i + 1) << 8) | (in.get(3 * i) & 0xFF)) * 0x1p-23f;
            default -> in.getInt(4 * i) * 0x1p-31f;
          };
    }
  }
}
