package dev.loupe.kernel;

/// What padding is made of.
public enum PadMode {
  /// One value.
  CONSTANT,
  /// The values next to the edge, mirrored; the edge itself is not repeated.
  REFLECT,
  /// The value at the edge.
  EDGE
}
