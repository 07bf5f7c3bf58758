package dev.loupe.formats.onnx;

import dev.loupe.tensor.LoupeException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/// Fixed values in a model: weights, constants, test data.
///
/// @param name unique in its graph; may be empty
/// @param type of the elements
/// @param sizes outermost first, 0 allowed; empty for a scalar
/// @param bytes the elements, little-endian, last axis fastest: as many as type and sizes say
public record OnnxTensor(String name, OnnxType type, List<Integer> sizes, ByteBuffer bytes) {
  /// Checks that there are as many bytes as elements.
  ///
  /// @throws LoupeException if there are not
  public OnnxTensor {
    sizes = List.copyOf(sizes);
    bytes = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
    long expected = elements(sizes) * type.bytes();
    if (bytes.remaining() != expected) {
      throw LoupeException.of("the tensor '" + name + "' does not fit its shape")
          .expected(expected + " bytes for " + type + " " + sizes)
          .got(bytes.remaining() + " bytes");
    }
  }

  /// A tensor of floats.
  public static OnnxTensor of(String name, List<Integer> sizes, float... values) {
    ByteBuffer bytes = buffer(values.length * Float.BYTES);
    bytes.asFloatBuffer().put(values);
    return new OnnxTensor(name, OnnxType.FLOAT, sizes, bytes);
  }

  /// A tensor of 64-bit integers.
  public static OnnxTensor of(String name, List<Integer> sizes, long... values) {
    ByteBuffer bytes = buffer(values.length * Long.BYTES);
    bytes.asLongBuffer().put(values);
    return new OnnxTensor(name, OnnxType.INT64, sizes, bytes);
  }

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /// How many elements there are.
  public int length() {
    return (int) elements(sizes);
  }

  /// The elements as the nearest floats.
  public float[] floats() {
    float[] values = new float[length()];
    if (type == OnnxType.FLOAT) {
      bytes.asFloatBuffer().get(0, values);
      return values;
    }
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (type) {
            case FLOAT16 -> Float.float16ToFloat(bytes.getShort(2 * i));
            case BFLOAT16 -> Float.intBitsToFloat(bytes.getShort(2 * i) << 16);
            case DOUBLE -> (float) bytes.getDouble(8 * i);
            default -> integer(i);
          };
    }
    return values;
  }

  /// The elements as integers, fractions cut off; those of unsigned 64 bits as their bits.
  public long[] longs() {
    long[] values = new long[length()];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (type) {
            case FLOAT -> (long) bytes.getFloat(4 * i);
            case FLOAT16 -> (long) Float.float16ToFloat(bytes.getShort(2 * i));
            case BFLOAT16 -> (long) Float.intBitsToFloat(bytes.getShort(2 * i) << 16);
            case DOUBLE -> (long) bytes.getDouble(8 * i);
            default -> integer(i);
          };
    }
    return values;
  }

  private long integer(int i) {
    return switch (type) {
      case UINT8 -> bytes.get(i) & 0xFF;
      case INT8 -> bytes.get(i);
      case BOOL -> bytes.get(i) == 0 ? 0 : 1;
      case UINT16 -> bytes.getShort(2 * i) & 0xFFFF;
      case INT16 -> bytes.getShort(2 * i);
      case INT32 -> bytes.getInt(4 * i);
      case UINT32 -> bytes.getInt(4 * i) & 0xFFFFFFFFL;
      case INT64, UINT64 -> bytes.getLong(8 * i);
      default -> throw new IllegalStateException(type + " is no type of integers");
    };
  }

  /// The product of sizes, at most the largest number of elements of an array.
  ///
  /// @throws LoupeException if it is larger, or a size is below 0
  static long elements(List<Integer> sizes) {
    long n = 1;
    for (int size : sizes) {
      if (size < 0) {
        throw LoupeException.of("a tensor has a size below 0").got(sizes.toString());
      }
      n *= size;
      if (n > Integer.MAX_VALUE - 64) {
        throw LoupeException.of("a tensor of " + sizes + " is too large for one array")
            .expected("at most " + (Integer.MAX_VALUE - 64) + " elements");
      }
    }
    return n;
  }

  @Override
  public String toString() {
    return "%s %s %s".formatted(name, type, sizes);
  }
}
