package dev.loupe.kernel;

import dev.loupe.tensor.Shape;

/// Rows of a tensor that are named by an index on each of its first axes.
///
/// @param named the sizes of the axes that are named
/// @param count how many rows are named
/// @param row the length of a row: the other sizes, multiplied
public record ScatterGeometry(Shape named, int count, int row) {
  /// Where the row starts that the indices from `at` on name; -1 where they name none.
  int start(float[] indices, int at) {
    int start = 0;
    for (int a = 0; a < named.rank(); a++) {
      int place = LineGeometry.place(indices[at + a], named.size(a));
      if (place < 0) {
        return -1;
      }
      start = start * named.size(a) + place;
    }
    return start * row;
  }
}
