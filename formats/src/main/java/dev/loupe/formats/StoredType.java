package dev.loupe.formats;

import java.nio.ByteBuffer;

/// The types of numbers in files with weights; named as safetensors names them.
enum StoredType {
  F64(8),
  F32(4),
  F16(2),
  BF16(2),
  F8_E4M3(1),
  F8_E5M2(1),
  I64(8),
  U64(8),
  I32(4),
  U32(4),
  I16(2),
  U16(2),
  I8(1),
  U8(1),
  BOOL(1);

  private final int bytes;

  StoredType(int bytes) {
    this.bytes = bytes;
  }

  /// The bytes of a number.
  int bytes() {
    return bytes;
  }

  /// Reads numbers as the nearest floats.
  ///
  /// @param from in the order of the file's bytes
  void read(ByteBuffer from, float[] into, int at, int count) {
    for (int i = at; i < at + count; i++) {
      into[i] =
          switch (this) {
            case F64 -> (float) from.getDouble();
            case F32 -> from.getFloat();
            case F16 -> Float.float16ToFloat(from.getShort());
            case BF16 -> Float.intBitsToFloat(from.getShort() << 16);
            case F8_E4M3 -> eight(from.get(), 4);
            case F8_E5M2 -> eight(from.get(), 5);
            case I64 -> from.getLong();
            case U64 -> unsigned(from.getLong());
            case I32 -> from.getInt();
            case U32 -> from.getInt() & 0xFFFFFFFFL;
            case I16 -> from.getShort();
            case U16 -> from.getShort() & 0xFFFF;
            case I8 -> from.get();
            case U8 -> from.get() & 0xFF;
            case BOOL -> from.get() == 0 ? 0 : 1;
          };
    }
  }

  /// Rounds once: the lowest bit is kept where it is shifted out.
  private static float unsigned(long value) {
    return value >= 0 ? value : 2f * ((value >>> 1) | (value & 1));
  }

  /// A float of 8 bits: a sign, so many bits of exponent, the rest of fraction.
  ///
  /// With 5 bits of exponent it is the upper half of a float of 16 bits. With 4 there is no
  /// infinity, and only the pattern of all ones is no number. Source: Micikevicius et al., FP8
  /// Formats for Deep Learning, 2022, table 1.
  private static float eight(byte bits, int exponentBits) {
    if (exponentBits == 5) {
      return Float.float16ToFloat((short) (bits << 8));
    }
    int exponent = bits >> 3 & 15;
    int fraction = bits & 7;
    if ((bits & 0x7F) == 0x7F) {
      return Float.NaN;
    }
    float size =
        exponent == 0
            ? Math.scalb((float) fraction, -9)
            : Math.scalb((float) (8 + fraction), exponent - 10);
    return bits < 0 ? -size : size;
  }
}
