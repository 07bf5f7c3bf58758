package dev.loupe.graph;

/// What a node does: it brings a value in from outside, or it computes one.
public sealed interface Op permits Source, Computation {
  /// The name in `describe()` and in errors.
  default String name() {
    return getClass().getSimpleName();
  }
}
