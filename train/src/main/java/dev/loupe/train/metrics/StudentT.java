package dev.loupe.train.metrics;

/// Student's t distribution.
///
/// Source: Abramowitz and Stegun, Handbook of Mathematical Functions, 1964, formulas 26.7.3 and
/// 26.7.4.
public final class StudentT {
  private static final int HALVINGS = 200;

  private StudentT() {}

  /// How far from 0 a value lies at most with a probability: 2.776 for 0.95 and 4 degrees.
  ///
  /// @param level above 0 and below 1
  /// @param degrees of freedom, at least 1
  /// @throws IllegalArgumentException if a number is out of range
  public static double bound(double level, int degrees) {
    if (!(level > 0 && level < 1) || degrees < 1) {
      throw new IllegalArgumentException(level + " with " + degrees + " degrees of freedom");
    }
    double low = 0;
    double high = Math.PI / 2;
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (low + high) / 2;
      if (within(middle, degrees) < level) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return StrictMath.sqrt(degrees) * StrictMath.tan((low + high) / 2);
  }

  /// The probability of a value between `-t` and `t`, for `t = sqrt(degrees) tan(angle)`.
  private static double within(double angle, int degrees) {
    double sine = StrictMath.sin(angle);
    double cosine = StrictMath.cos(angle);
    boolean odd = degrees % 2 == 1;
    double term = odd ? cosine : 1;
    double sum = 0;
    for (int k = odd ? 1 : 0; k <= degrees - 2; k += 2) {
      sum += term;
      term *= cosine * cosine * (k + 1) / (k + 2);
    }
    return odd ? 2 / Math.PI * (angle + sine * sum) : sine * sum;
  }
}
