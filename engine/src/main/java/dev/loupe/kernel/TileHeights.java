package dev.loupe.kernel;

import java.util.Arrays;

/// How register tiles cover rows.
final class TileHeights {
  private TileHeights() {}

  /// The heights of tiles that cover `rows` rows soonest; the last may start earlier and compute
  /// again what others did.
  ///
  /// @param sizes the heights that there are
  /// @param row what a row of a tile costs
  /// @param tile what a tile costs beside its rows
  /// @param over whether a tile may be higher than all rows
  static int[] of(int rows, int[] sizes, double row, double tile, boolean over) {
    double[] least = new double[rows + 1];
    int[] last = new int[rows + 1];
    for (int r = 1; r <= rows; r++) {
      least[r] = Double.MAX_VALUE;
      for (int size : sizes) {
        double cost = least[Math.max(0, r - size)] + (row * size + tile);
        if ((over || size <= rows) && cost < least[r]) {
          least[r] = cost;
          last[r] = size;
        }
      }
    }
    int count = 0;
    int[] heights = new int[rows];
    for (int r = rows; r > 0; r -= last[r]) {
      heights[count++] = last[r];
    }
    return Arrays.copyOf(heights, count);
  }
}
