package dev.loupe.train.metrics;

import java.util.function.IntToDoubleFunction;

/// Means over classes.
final class Averages {
  private Averages() {}

  /// The mean of the values that are not NaN, added in their order; NaN where there is none.
  static double known(int count, IntToDoubleFunction value) {
    double sum = 0;
    int known = 0;
    for (int i = 0; i < count; i++) {
      double v = value.applyAsDouble(i);
      if (!Double.isNaN(v)) {
        sum += v;
        known++;
      }
    }
    return known == 0 ? Double.NaN : sum / known;
  }
}
