package dev.loupe.formats;

import java.nio.ByteBuffer;

/// The types of numbers in safetensors files that Loupe reads.
enum SafetensorsType {
  F64(8),
  F32(4),
  F16(2),
  BF16(2),
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

  SafetensorsType(int bytes) {
    this.bytes = bytes;
  }

  /// The bytes of a number.
  int bytes() {
    return bytes;
  }

  /// Reads numbers as the nearest floats.
  ///
  /// @param from little-endian
  void read(ByteBuffer from, float[] into, int at, int count) {
    for (int i = at; i < at + count; i++) {
      into[i] =
          switch (this) {
            case F64 -> (float) from.getDouble();
            case F32 -> from.getFloat();
            case F16 -> Float.float16ToFloat(from.getShort());
            case BF16 -> Float.intBitsToFloat(from.getShort() << 16);
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
}
