package dev.loupe.kernel;

/// The tiles of a range of pixels, for panels of 1 and 2 vectors.
final class PointTiles {
  final int[][] heights = new int[PointTile.WIDEST + 1][];
  final int[][] starts = new int[PointTile.WIDEST + 1][];
  // How many tiles from this one on are alike and below each other.
  final int[][] alike = new int[PointTile.WIDEST + 1][];
  final int pixels;

  PointTiles(int pixels) {
    this.pixels = pixels;
    for (int vectors = 1; vectors <= PointTile.WIDEST; vectors++) {
      heights[vectors] = PointTile.heights(vectors, pixels);
      starts[vectors] = new int[heights[vectors].length];
      int at = 0;
      for (int t = 0; t < starts[vectors].length; t++) {
        starts[vectors][t] = Math.min(at, pixels - heights[vectors][t]);
        at += heights[vectors][t];
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
