package dev.loupe.explain.page;

import java.util.List;

/// A curve of a chart, perhaps with an interval around it.
///
/// @param name in the legend
/// @param x where its values are, rising
/// @param y its values; those that can't be shown are left out
/// @param low the lower ends of an interval around each value; empty for none
/// @param high the upper ends
/// @param dashed whether the line is broken
public record Curve(
    String name, double[] x, double[] y, double[] low, double[] high, boolean dashed) {
  /// Checks the lengths.
  ///
  /// @throws IllegalArgumentException if they differ
  public Curve {
    if (x.length != y.length || low.length != high.length) {
      throw new IllegalArgumentException(name + ": as many places as values are needed");
    }
    if (low.length != 0 && low.length != y.length) {
      throw new IllegalArgumentException(name + ": as many intervals as values are needed");
    }
  }

  /// A line.
  public static Curve of(String name, double[] x, double[] y) {
    return new Curve(name, x, y, new double[0], new double[0], false);
  }

  /// A line.
  public static Curve of(String name, List<Double> x, List<Double> y) {
    return of(name, numbers(x), numbers(y));
  }

  /// The same with a broken line.
  public Curve asDashed() {
    return new Curve(name, x, y, low, high, true);
  }

  /// The same with an interval around each value.
  public Curve within(double[] least, double[] greatest) {
    return new Curve(name, x, y, least, greatest, dashed);
  }

  private static double[] numbers(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
