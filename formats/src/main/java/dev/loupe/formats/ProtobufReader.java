package dev.loupe.formats;

import dev.loupe.tensor.LoupeException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Reads one Protocol Buffers message: its fields, in the order of the file.
///
/// Values are views of the bytes, so a message costs no memory of its own. Every fault is told with
/// the file and the byte where it lies.
///
/// Source: Protocol Buffers documentation, "Encoding".
public final class ProtobufReader {
  /// How deep messages may be nested.
  public static final int DEPTH = 100;

  private static final int VARINT = 0;
  private static final int FIXED_64 = 1;
  private static final int LENGTH_DELIMITED = 2;
  private static final int FIXED_32 = 5;
  private static final int LONGEST_VARINT = 10;

  private final String file;
  private final ByteBuffer bytes;
  private final long start;
  private final int depth;
  private int field;
  private int wire;

  private ProtobufReader(String file, ByteBuffer bytes, long start, int depth) {
    this.file = file;
    this.bytes = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
    this.start = start;
    this.depth = depth;
  }

  /// A message that fills these bytes.
  ///
  /// @param file what stands in front of errors
  public static ProtobufReader of(String file, ByteBuffer bytes) {
    return new ProtobufReader(file, bytes, 0, 0);
  }

  /// Goes to the next field; false at the end. The field must then be read or skipped.
  ///
  /// @throws LoupeException if no field can begin here
  public boolean next() {
    if (!bytes.hasRemaining()) {
      return false;
    }
    long tag = raw();
    field = (int) (tag >>> 3);
    wire = (int) (tag & 7);
    if (tag >>> 3 < 1 || tag >>> 3 > (1 << 29) - 1) {
      throw error("a field has the number " + Long.toUnsignedString(tag >>> 3));
    }
    if (wire != VARINT && wire != FIXED_64 && wire != LENGTH_DELIMITED && wire != FIXED_32) {
      throw error("the field " + field + " has the unknown wire type " + wire);
    }
    return true;
  }

  /// The number of the field.
  public int field() {
    return field;
  }

  /// Whether the field holds bytes: a string, a message or packed numbers.
  public boolean delimited() {
    return wire == LENGTH_DELIMITED;
  }

  /// A field of type int32, int64, uint64, bool or enum.
  public long varint() {
    want(VARINT, "an integer");
    return raw();
  }

  /// A field of type float.
  public float float32() {
    want(FIXED_32, "a float");
    need(Float.BYTES);
    return bytes.getFloat();
  }

  /// A field of type double.
  public double float64() {
    want(FIXED_64, "a double");
    need(Double.BYTES);
    return bytes.getDouble();
  }

  /// A field of type string.
  public String string() {
    long at = place();
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes()).toString();
    } catch (CharacterCodingException e) {
      throw LoupeException.of(file + ": broken at byte " + at + ": a text is not UTF-8")
          .causedBy(e);
    }
  }

  /// A field of type bytes, or packed numbers: a view, little-endian.
  public ByteBuffer bytes() {
    want(LENGTH_DELIMITED, "bytes");
    long length = raw();
    if (length < 0 || length > bytes.remaining()) {
      throw error(
          "the field %d is %s bytes long, but only %d follow"
              .formatted(field, Long.toUnsignedString(length), bytes.remaining()));
    }
    ByteBuffer view = bytes.slice(bytes.position(), (int) length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.position(bytes.position() + (int) length);
    return view;
  }

  /// A field that is a message itself.
  public ProtobufReader message() {
    if (depth >= DEPTH) {
      throw error("messages are nested more than " + DEPTH + " deep");
    }
    ByteBuffer view = bytes();
    return new ProtobufReader(file, view, place() - view.remaining(), depth + 1);
  }

  /// Calls for each integer of a repeated field, packed or not.
  public void varints(java.util.function.LongConsumer each) {
    if (!delimited()) {
      each.accept(varint());
      return;
    }
    ProtobufReader packed = message();
    while (packed.bytes.hasRemaining()) {
      each.accept(packed.raw());
    }
  }

  /// Leaves a field out.
  public void skip() {
    switch (wire) {
      case VARINT -> raw();
      case FIXED_64 -> advance(Long.BYTES);
      case FIXED_32 -> advance(Integer.BYTES);
      default -> bytes();
    }
  }

  /// Where the reader is, in bytes from the start of the file.
  public long place() {
    return start + bytes.position();
  }

  /// An error at this place.
  public LoupeException error(String what) {
    return LoupeException.of(file + ": broken at byte " + place() + ": " + what);
  }

  private void advance(int count) {
    need(count);
    bytes.position(bytes.position() + count);
  }

  private long raw() {
    long value = 0;
    for (int i = 0; i < LONGEST_VARINT; i++) {
      need(1);
      byte b = bytes.get();
      value |= (long) (b & 0x7F) << (7 * i);
      if (b >= 0) {
        return value;
      }
    }
    throw error("an integer is longer than " + LONGEST_VARINT + " bytes");
  }

  private void want(int type, String what) {
    if (wire != type) {
      throw error(
          "the field %d has wire type %d, but %s was expected".formatted(field, wire, what));
    }
  }

  private void need(int count) {
    if (bytes.remaining() < count) {
      throw error("the message is cut short");
    }
  }
}
