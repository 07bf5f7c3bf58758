package dev.loupe.kernel;

/// Which value is the nearest: `nearest_mode` of ONNX's `Resize`.
public enum ResizeRounding {
  /// The nearest one, the first of two.
  ROUND_PREFER_FLOOR,
  /// The nearest one, the second of two.
  ROUND_PREFER_CEIL,
  /// The one before.
  FLOOR,
  /// The one behind.
  CEIL;

  double of(double at) {
    return switch (this) {
      case ROUND_PREFER_FLOOR -> Math.ceil(at - 0.5);
      case ROUND_PREFER_CEIL -> Math.floor(at + 0.5);
      case FLOOR -> Math.floor(at);
      case CEIL -> Math.ceil(at);
    };
  }
}
