package dev.loupe.kernel;

/// The tiles of a range of pixels, for panels of any width.
final class PointTiles {
  final int[][] heights = new int[PointTile.WIDEST + 1][];
  final int[][] starts = new int[PointTile.WIDEST + 1][];
  // How many tiles from this one on are alike and below each other.
  final int[][] alike = new int[PointTile.WIDEST + 1][];
  // The rows of the tiles before this one, also where they overlap.
  final int[][] rows = new int[PointTile.WIDEST + 1][];
  final int pixels;

  /// @param copied whether pixels are copied for panels of 2
  /// @param even whether their tiles should be of one height
  PointTiles(int pixels, boolean copied, boolean even) {
    this.pixels = pixels;
    for (int vectors = 1; vectors <= PointTile.WIDEST; vectors++) {
      heights[vectors] = PointTile.heights(vectors, pixels, copied, even);
      starts[vectors] = new int[heights[vectors].length];
      rows[vectors] = new int[starts[vectors].length + 1];
      int at = 0;
      for (int t = 0; t < starts[vectors].length; t++) {
        starts[vectors][t] = Math.min(at, pixels - heights[vectors][t]);
        at += heights[vectors][t];
        rows[vectors][t + 1] = at;
      }
      alike[vectors] = alike(heights[vectors], starts[vectors]);
    }
  }

  private static int[] alike(int[] heights, int[] starts) {
    int[] alike = new int[heights.length];
    for (int t = heights.length - 1; t >= 0; t--) {
      boolean next =
          t + 1 < heights.length
              && heights[t + 1] == heights[t]
              && starts[t + 1] == starts[t] + heights[t];
      alike[t] = next ? alike[t + 1] + 1 : 1;
    }
    return alike;
  }
}
