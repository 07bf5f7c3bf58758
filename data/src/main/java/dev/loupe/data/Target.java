package dev.loupe.data;

import dev.loupe.tensor.Shape;

/// What is to be learned of each sample of a dataset.
public enum Target {
  /// One class of several: a number without axes, the index of the class.
  CLASS,
  /// Several labels, each there or not: 1 or 0 for each.
  LABELS,
  /// Numbers: one for each name.
  VALUES,
  /// A map: the index of a class for each place of the sample.
  MAP;

  /// The shape of a sample's target.
  ///
  /// @param sample the shape of the sample: spatial..., channels
  /// @param names how many classes, labels or values there are
  public Shape shape(Shape sample, int names) {
    return switch (this) {
      case CLASS -> Shape.of();
      case LABELS, VALUES -> Shape.of(names);
      case MAP -> sample.range(0, sample.rank() - 1);
    };
  }
}
