package dev.loupe.kernel;

/// What lies outside of a tensor that is sampled.
public enum SamplePadding {
  /// Zeros.
  ZEROS,
  /// The edge, repeated.
  BORDER,
  /// The tensor, reflected about its edge.
  REFLECTION
}
