package dev.loupe.data.array;

import java.nio.ByteBuffer;

/// How numbers lie in a file.
public enum NumberType {
  /// One byte, 0 or not 0; reads as 0 or 1.
  BOOL("bool", 1, true),
  /// 8 bits with a sign.
  INT8("int8", 1, true),
  /// 8 bits without a sign.
  UINT8("uint8", 1, true),
  /// 16 bits with a sign.
  INT16("int16", 2, true),
  /// 16 bits without a sign.
  UINT16("uint16", 2, true),
  /// 32 bits with a sign.
  INT32("int32", 4, true),
  /// 32 bits without a sign.
  UINT32("uint32", 4, true),
  /// 64 bits with a sign.
  INT64("int64", 8, true),
  /// 64 bits without a sign.
  UINT64("uint64", 8, true),
  /// IEEE 754 binary16.
  FLOAT16("float16", 2, false),
  /// IEEE 754 binary32.
  FLOAT32("float32", 4, false),
  /// IEEE 754 binary64.
  FLOAT64("float64", 8, false);

  private final String text;
  private final int bytes;
  private final boolean integer;

  NumberType(String text, int bytes, boolean integer) {
    this.text = text;
    this.bytes = bytes;
    this.integer = integer;
  }

  /// How many bytes a number takes.
  public int bytes() {
    return bytes;
  }

  /// Whether the numbers are whole by type.
  public boolean isInteger() {
    return integer;
  }

  /// A number; integers beyond 2^53 are rounded to the nearest double.
  ///
  /// @param from in the order of the file
  /// @param index of the first byte
  public double get(ByteBuffer from, int index) {
    return switch (this) {
      case BOOL -> from.get(index) == 0 ? 0 : 1;
      case INT8 -> from.get(index);
      case UINT8 -> from.get(index) & 0xFF;
      case INT16 -> from.getShort(index);
      case UINT16 -> from.getShort(index) & 0xFFFF;
      case INT32 -> from.getInt(index);
      case UINT32 -> from.getInt(index) & 0xFFFFFFFFL;
      case INT64 -> from.getLong(index);
      case UINT64 -> unsigned(from.getLong(index));
      case FLOAT16 -> Float.float16ToFloat(from.getShort(index));
      case FLOAT32 -> from.getFloat(index);
      case FLOAT64 -> from.getDouble(index);
    };
  }

  /// Half of it, with the lost bit kept as a sticky one, rounds as the whole would.
  private static double unsigned(long bits) {
    return bits >= 0 ? bits : 2.0 * (bits >>> 1 | (bits & 1));
  }

  @Override
  public String toString() {
    return text;
  }
}
