package dev.loupe.kernel;

/// What a reduction makes of many values.
public enum ReduceKind {
  /// Their sum.
  SUM,
  /// Their sum, divided by how many they are.
  MEAN,
  /// The largest; NaN where one is NaN.
  MAX
}
