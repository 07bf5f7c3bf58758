package dev.loupe.kernel;

/// What a reduction makes of many values.
public enum ReduceKind {
  /// Their sum.
  SUM,
  /// Their sum, divided by how many they are.
  MEAN,
  /// The largest; NaN where one is NaN.
  MAX,
  /// The smallest; NaN where one is NaN.
  MIN,
  /// Their product.
  PRODUCT;

  /// What a reduction starts with.
  float start() {
    return switch (this) {
      case SUM, MEAN -> 0;
      case MAX -> Float.NEGATIVE_INFINITY;
      case MIN -> Float.POSITIVE_INFINITY;
      case PRODUCT -> 1;
    };
  }

  /// Takes one more value in.
  float join(float y, float x) {
    return switch (this) {
      case SUM, MEAN -> y + x;
      case MAX -> Math.max(y, x);
      case MIN -> Math.min(y, x);
      case PRODUCT -> y * x;
    };
  }
}
