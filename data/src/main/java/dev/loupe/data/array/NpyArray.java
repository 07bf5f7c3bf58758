package dev.loupe.data.array;

import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.stream.Collectors;

/// Numbers of one type with sizes, as a NumPy file holds them.
///
/// @param type of the numbers
/// @param order of their bytes
/// @param sizes of the axes, outermost first; none for a scalar, and any may be 0
/// @param data the bytes of the numbers, last axis fastest; not copied
public record NpyArray(NumberType type, ByteOrder order, int[] sizes, byte[] data) {
  /// Checks that there are as many bytes as the sizes say.
  public NpyArray {
    long n = type.bytes();
    for (int size : sizes) {
      n *= size;
    }
    if (n != data.length) {
      throw new IllegalArgumentException(
          "%d bytes for %s of the sizes %s".formatted(data.length, type, text(sizes)));
    }
  }

  /// How many numbers there are.
  public int length() {
    return data.length / type.bytes();
  }

  /// The number at a flat index; integers beyond 2^53 are rounded.
  public double get(int index) {
    return type.get(buffer(), index * type.bytes());
  }

  /// All numbers; integers beyond 2^53 are rounded.
  public double[] doubles() {
    ByteBuffer from = buffer();
    double[] values = new double[length()];
    for (int i = 0; i < values.length; i++) {
      values[i] = type.get(from, i * type.bytes());
    }
    return values;
  }

  /// All numbers, rounded to floats.
  public float[] floats() {
    float[] values = new float[length()];
    copy(0, values, 0, values.length);
    return values;
  }

  /// Some numbers, rounded to floats.
  ///
  /// @param index the flat index of the first
  public void copy(int index, float[] into, int at, int count) {
    ByteBuffer from = buffer();
    for (int i = 0; i < count; i++) {
      into[at + i] = (float) type.get(from, (index + i) * type.bytes());
    }
  }

  /// All numbers of an array of integers or booleans.
  ///
  /// @throws LoupeException if they are floats, or one is 2^63 or more
  public long[] longs() {
    if (!type.isInteger()) {
      throw LoupeException.of("the array holds no integers").got(type.toString());
    }
    ByteBuffer from = buffer();
    long[] values = new long[length()];
    for (int i = 0; i < values.length; i++) {
      boolean wide = type.bytes() == 8;
      values[i] = wide ? from.getLong(8 * i) : (long) type.get(from, i * type.bytes());
      if (type == NumberType.UINT64 && values[i] < 0) {
        throw LoupeException.of("number " + i + " of the array is too large for 63 bits")
            .got(Long.toUnsignedString(values[i]));
      }
    }
    return values;
  }

  /// The numbers as a tensor of the same sizes.
  ///
  /// @throws LoupeException if the array is empty
  public Tensor tensor() {
    if (data.length == 0) {
      throw LoupeException.of("an empty array is no tensor")
          .expected("sizes of at least 1")
          .got("sizes " + text(sizes));
    }
    return Tensor.of(Shape.of(sizes), floats());
  }

  private ByteBuffer buffer() {
    return ByteBuffer.wrap(data).order(order);
  }

  /// Sizes as `2x3`, none as `scalar`.
  static String text(int[] sizes) {
    return sizes.length == 0
        ? "scalar"
        : Arrays.stream(sizes).mapToObj(String::valueOf).collect(Collectors.joining("x"));
  }
}
