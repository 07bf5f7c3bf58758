package dev.loupe.kernel;

/// What pooling makes of the values under its window.
public enum PoolKind {
  /// The largest; NaN where one of them is NaN.
  MAX,
  /// Their mean; padding does not count.
  AVERAGE,
  /// Their sum over how many places of the window lie in the input or its padding.
  AVERAGE_COUNTING_PADDING
}
