package dev.loupe.kernel;

import dev.loupe.tensor.Shape;

/// How the slopes of a PReLU lie over its input: `rows` rows of `columns` values, one slope for
/// each column or one for all.
///
/// @param rows how many rows
/// @param columns the channels
/// @param shared whether there is one slope for all
public record PReluGeometry(int rows, int columns, boolean shared) {
  /// The geometry of an input and a number of slopes.
  public static PReluGeometry of(Shape x, int slopes) {
    int columns = x.rank() == 0 ? 1 : x.channels();
    return new PReluGeometry(x.length() / columns, columns, slopes == 1);
  }
}
