package dev.loupe.kernel;

import dev.loupe.tensor.Shape;

/// A tensor seen as samples of `outer` blocks of `places` rows of `inner` values.
///
/// @param samples how many samples
/// @param outer blocks of a sample
/// @param places rows of a block
/// @param inner values of a row
public record HideGeometry(int samples, int outer, int places, int inner) {
  /// The geometry of a tensor.
  ///
  /// @param axis from 1 to rank - 1
  public static HideGeometry of(Shape x, int axis) {
    int outer = x.range(1, axis).length();
    int places = x.size(axis);
    return new HideGeometry(x.size(0), outer, places, x.length() / x.size(0) / outer / places);
  }
}
