package dev.loupe.kernel;

import dev.loupe.tensor.Shape;

/// A tensor seen as `outer` blocks of `steps` rows of `inner` values, along whose rows sums grow.
///
/// @param outer how many blocks
/// @param steps how many rows of a block
/// @param inner the length of a row
/// @param exclusive whether a sum leaves out the value at its own place
/// @param reverse whether sums grow from the last row to the first
public record CumulativeGeometry(
    int outer, int steps, int inner, boolean exclusive, boolean reverse) {
  /// The geometry of a tensor.
  ///
  /// @param axis from 0 to rank - 1
  public static CumulativeGeometry of(Shape x, int axis, boolean exclusive, boolean reverse) {
    int outer = 1;
    for (int i = 0; i < axis; i++) {
      outer *= x.size(i);
    }
    int steps = x.size(axis);
    int inner = x.length() == 0 ? 0 : x.length() / outer / steps;
    return new CumulativeGeometry(outer, steps, inner, exclusive, reverse);
  }
}
