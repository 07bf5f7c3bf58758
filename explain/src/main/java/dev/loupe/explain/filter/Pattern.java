package dev.loupe.explain.filter;

import java.util.Arrays;

/// One number for each place under a window of two axes.
///
/// @param height rows
/// @param width columns
/// @param values rows from top to bottom; not copied
public record Pattern(int height, int width, double[] values) {
  /// Checks the sizes.
  ///
  /// @throws IllegalArgumentException if they don't fit the values
  public Pattern {
    if (height < 1 || width < 1 || height * width != values.length) {
      throw new IllegalArgumentException(
          height + "x" + width + " does not fit " + values.length + " values");
    }
  }

  /// The sum of the squares.
  public double energy() {
    return dot(values, values);
  }

  /// The value at a place.
  public double at(int row, int column) {
    return values[row * width + column];
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
    return other instanceof Pattern p
        && height == p.height
        && width == p.width
        && Arrays.equals(values, p.values);
  }

  @Override
  public int hashCode() {
    return 31 * height + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "Pattern " + height + "x" + width;
  }
}
