package dev.loupe.tensor;

import java.util.Arrays;

/// Float values of a shape, dense, last axis fastest, in a heap array from an offset on.
///
/// Several tensors may lie in one array (a slab); a tensor is a view and owns nothing.
///
/// @param shape the sizes
/// @param data the array that holds the values
/// @param offset the index of the first value
public record Tensor(Shape shape, float[] data, int offset) {
  /// Checks that the values lie inside the array.
  public Tensor {
    if (offset < 0 || offset + shape.elements() > data.length) {
      throw LoupeException.of("a tensor of " + shape + " does not fit its array")
          .expected("at least " + (offset + shape.elements()) + " values")
          .got(data.length + " values");
    }
  }

  /// A tensor of zeros in an array of its own.
  public static Tensor zeros(Shape shape) {
    return new Tensor(shape, new float[shape.length()], 0);
  }

  /// A tensor over an array, which is not copied.
  public static Tensor of(Shape shape, float... data) {
    return new Tensor(shape, data, 0);
  }

  /// A scalar.
  public static Tensor scalar(float value) {
    return new Tensor(Shape.of(), new float[] {value}, 0);
  }

  /// How many values there are.
  public int length() {
    return (int) shape.elements();
  }

  /// The value at a flat index.
  public float get(int index) {
    return data[offset + index];
  }

  /// Sets the value at a flat index.
  public void set(int index, float value) {
    data[offset + index] = value;
  }

  /// Copies all values of another tensor of the same length here.
  public void copyFrom(Tensor other) {
    if (other.length() != length()) {
      throw LoupeException.of("tensors of different lengths can't be copied")
          .expected(shape.toString())
          .got(other.shape.toString());
    }
    System.arraycopy(other.data, other.offset, data, offset, length());
  }

  /// Sets every value.
  public void fill(float value) {
    Arrays.fill(data, offset, offset + length(), value);
  }

  /// The values in a new array.
  public float[] toArray() {
    return Arrays.copyOfRange(data, offset, offset + length());
  }

  /// The item at an index of the first axis, as a view.
  public Tensor item(int index) {
    Shape rest = shape.range(1, shape.rank());
    return new Tensor(rest, data, offset + index * rest.length());
  }

  /// The same values under another shape.
  public Tensor reshape(Shape other) {
    if (other.elements() != shape.elements()) {
      throw LoupeException.of("a tensor of " + shape + " can't be seen as " + other)
          .expected(shape.elements() + " values")
          .got(other.elements() + " values");
    }
    return new Tensor(other, data, offset);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Tensor t
        && shape.equals(t.shape)
        && Arrays.equals(data, offset, offset + length(), t.data, t.offset, t.offset + t.length());
  }

  @Override
  public int hashCode() {
    return 31 * shape.hashCode() + Arrays.hashCode(toArray());
  }

  @Override
  public String toString() {
    return "Tensor " + shape;
  }
}
