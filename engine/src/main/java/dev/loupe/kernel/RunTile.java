package dev.loupe.kernel;

/// Register tiles of sums over runs of pixels, read in place: `c[m][n] += sum over k, j, i of
/// a[a0 + k aPlane + j aRow + i aStep + m] * b[b0 + k bPlane + j bRow + i bStep + n]`.
///
/// Rows m are neighbours in `a`, so that one address reaches all of them whatever the steps are;
/// columns n are the lanes. What is added to a value of c is a chain of fused multiply-adds from 0,
/// in the order of the pixels, at any width. The rows of c lie one behind the other.
final class RunTile {
  /// Rows of the lowest tile.
  static final int LOWEST = 5;

  private RunTile() {}

  /// How high tiles of so many vectors should be, to cover `rows` rows soonest.
  static int height(int vectors, int rows) {
    int best = 0;
    for (int height : heights(vectors)) {
      if (height <= rows && (best == 0 || all(vectors, height, rows) < all(vectors, best, rows))) {
        best = height;
      }
    }
    return best;
  }

  private static int[] heights(int vectors) {
    if (Lanes.N < 16) {
      // Machines with shorter vectors have 16 registers.
      return vectors == 1 ? new int[] {8, 6, 5} : new int[] {6, 5, 4};
    }
    return switch (vectors) {
      case 4 -> new int[] {6, 5, 4};
      case 2 -> new int[] {12, 9, 8, 6, 5};
      default -> new int[] {24, 16, 9, 5};
    };
  }

  private static double all(int vectors, int height, int rows) {
    return Pieces.parts(rows, height) * cost(vectors, height);
  }

  /// About the cycles of a tile and pixel. What was measured as a share of the peak: 6x4 and 12x2
  /// 0.97, 8x2 0.95, 5x4 0.92, 4x4 0.89; with 1 vector loads are the limit: 24 0.85, 16 0.77.
  static double cost(int vectors, int height) {
    if (Lanes.N < 16) {
      return height * vectors / shortRate(vectors * 100 + height);
    }
    double rate =
        switch (vectors * 100 + height) {
          case 406, 212 -> 0.97;
          case 405 -> 0.92;
          case 404 -> 0.89;
          case 124 -> 0.85;
          case 116 -> 0.77;
          case 206, 205 -> 0.85;
          case 109 -> 0.6;
          case 105 -> 0.4;
          default -> 0.95;
        };
    return height * vectors / rate;
  }

  /// The same shares for vectors of 8 lanes and 16 registers.
  private static double shortRate(int tile) {
    return switch (tile) {
      case 206, 205 -> 0.9;
      case 204 -> 0.78;
      case 108 -> 0.7;
      case 106 -> 0.65;
      default -> 0.56;
    };
  }

  /// Computes one tile.
  ///
  /// @param height as of [#height]
  /// @param count pixels of a run
  static void tile(
      int vectors,
      int height,
      float[] a,
      int a0,
      int aPlane,
      int aRow,
      int aStep,
      float[] b,
      int b0,
      int bPlane,
      int bRow,
      int bStep,
      int planes,
      int rows,
      int count,
      float[] c,
      int c0) {
    if (Lanes.N < 16) {
      RunTileShort.tile(
          vectors, height, a, a0, aPlane, aRow, aStep, b, b0, bPlane, bRow, bStep, planes, rows,
          count, c, c0);
      return;
    }
    switch (vectors) {
      case 4 ->
          RunTileFour.tile(
              height, a, a0, aPlane, aRow, aStep, b, b0, bPlane, bRow, bStep, planes, rows, count,
              c, c0);
      case 2 ->
          RunTileTwo.tile(
              height, a, a0, aPlane, aRow, aStep, b, b0, bPlane, bRow, bStep, planes, rows, count,
              c, c0);
      default ->
          RunTileOne.tile(
              height, a, a0, aPlane, aRow, aStep, b, b0, bPlane, bRow, bStep, planes, rows, count,
              c, c0);
    }
  }
}
