package dev.loupe.kernel;

/// What becomes of a value where an update meets it.
public enum ScatterMode {
  /// The update takes its place.
  SET,
  /// Their sum.
  ADD,
  /// Their product.
  MULTIPLY,
  /// The smaller one; NaN if one is NaN.
  MINIMUM,
  /// The larger one; NaN if one is NaN.
  MAXIMUM;

  float of(float value, float update) {
    return switch (this) {
      case SET -> update;
      case ADD -> value + update;
      case MULTIPLY -> value * update;
      case MINIMUM -> Math.min(value, update);
      case MAXIMUM -> Math.max(value, update);
    };
  }
}
