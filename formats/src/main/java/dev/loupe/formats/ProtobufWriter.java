package dev.loupe.formats;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Writes one Protocol Buffers message: its fields, in the order in which they are given.
///
/// Fields are written where they are given, also those with their default value.
///
/// Source: Protocol Buffers documentation, "Encoding" (wire types 0, 1, 2 and 5).
public final class ProtobufWriter {
  private static final int VARINT = 0;
  private static final int FIXED_64 = 1;
  private static final int LENGTH_DELIMITED = 2;
  private static final int FIXED_32 = 5;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /// A message without fields.
  public ProtobufWriter() {}

  /// A field of type int32, int64, uint64, bool or enum.
  public ProtobufWriter varint(int field, long value) {
    tag(field, VARINT);
    raw(value);
    return this;
  }

  /// A field of type float.
  public ProtobufWriter float32(int field, float value) {
    tag(field, FIXED_32);
    fixed(Float.floatToIntBits(value), Integer.BYTES);
    return this;
  }

  /// A field of type double.
  public ProtobufWriter float64(int field, double value) {
    tag(field, FIXED_64);
    fixed(Double.doubleToLongBits(value), Long.BYTES);
    return this;
  }

  /// A field of type string.
  public ProtobufWriter string(int field, String value) {
    return bytes(field, value.getBytes(StandardCharsets.UTF_8));
  }

  /// A field of type bytes.
  public ProtobufWriter bytes(int field, byte[] value) {
    head(field, value.length);
    out.writeBytes(value);
    return this;
  }

  /// What stands in front of a field of bytes, which the caller writes behind this message.
  ///
  /// @param length how many bytes
  public ProtobufWriter head(int field, long length) {
    tag(field, LENGTH_DELIMITED);
    raw(length);
    return this;
  }

  /// A field that is a message itself.
  public ProtobufWriter message(int field, ProtobufWriter value) {
    return bytes(field, value.bytes());
  }

  /// The message so far.
  public byte[] bytes() {
    return out.toByteArray();
  }

  private void tag(int field, int wireType) {
    if (field < 1) {
      throw new IllegalArgumentException("field " + field);
    }
    raw(((long) field << 3) | wireType);
  }

  /// Seven bits a byte, the lowest first; the highest bit says whether more follow.
  private void raw(long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      out.write((int) ((rest & 0x7F) | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  /// The lowest byte first.
  private void fixed(long value, int bytes) {
    for (int i = 0; i < bytes; i++) {
      out.write((int) (value >>> (8 * i)));
    }
  }
}
