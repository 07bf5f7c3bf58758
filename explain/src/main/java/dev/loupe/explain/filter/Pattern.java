package dev.loupe.explain.filter;

import dev.loupe.tensor.Shape;
import java.util.Arrays;

/// One number for each place under a window.
///
/// @param shape of the window: of pictures rows x columns
/// @param values the last axis is the fastest; not copied
public record Pattern(Shape shape, double[] values) {
  /// Checks the sizes.
  ///
  /// @throws IllegalArgumentException if they don't fit the values
  public Pattern {
    if (shape.elements() != values.length) {
      throw new IllegalArgumentException(shape + " does not fit " + values.length + " values");
    }
  }

  /// A pattern of rows and columns.
  public Pattern(int height, int width, double[] values) {
    this(Shape.of(height, width), values);
  }

  /// The sum of the squares.
  public double energy() {
    return dot(values, values);
  }

  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Pattern p && shape.equals(p.shape) && Arrays.equals(values, p.values);
  }

  @Override
  public int hashCode() {
    return 31 * shape.hashCode() + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "Pattern " + shape;
  }
}
