package dev.loupe.kernel;

/// Register tiles over rows that lie 8 apart: `c[m][n] = sum over i of a[a0 + off[i] + 8 m] *
/// b[b0 + i w + n]`, where w is the tile's width.
///
/// The table `off` lets i run over taps and channels. Columns n are the lanes; each value of c is
/// one chain of fused multiply-adds in the order of i, at any width.
final class PatchTile {
  /// From row to row.
  static final int PITCH = 8;

  /// The longest sum. Tells the compiler that a loop is short, see [PlaneTile].
  static final int LONGEST = 511;

  /// Rows of the highest tile.
  static final int HIGHEST = 28;

  private PatchTile() {}

  /// The heights of tiles that cover `rows` rows soonest; the last may start earlier and compute
  /// again what others did, or hang over where there are fewer rows than it has.
  static int[] heights(int vectors, int rows) {
    return TileHeights.of(rows, sizes(vectors), 1, 1, true);
  }

  private static int[] sizes(int vectors) {
    if (vectors == 4) {
      return new int[] {6, 5};
    }
    if (vectors == 2) {
      return Lanes.N == 16 ? new int[] {12, 10, 8} : new int[] {5, 4};
    }
    return Lanes.N == 16 ? new int[] {28, 16, 10, 8} : new int[] {8};
  }

  /// Computes one tile.
  ///
  /// @param height one of [#heights]
  /// @param threes whether `off` consists of threes of neighbours, each 1 behind the one before
  /// @param cStep from row to row of c
  static void tile(
      int vectors,
      int height,
      boolean threes,
      float[] a,
      int a0,
      int[] off,
      float[] b,
      int b0,
      float[] c,
      int c0,
      int cStep) {
    if (Lanes.N < 16) {
      PatchTileShort.tile(height, threes, a, a0, off, b, b0, c, c0, cStep);
      return;
    }
    switch (vectors * 100 + height) {
      case 406 -> PatchTileFour.rows6x4(a, a0, off, b, b0, c, c0, cStep);
      case 405 -> PatchTileFour.rows5x4(a, a0, off, b, b0, c, c0, cStep);
      case 212 -> PatchTileTwo.rows12x2(a, a0, off, b, b0, c, c0, cStep);
      case 210 -> PatchTileTwo.rows10x2(a, a0, off, b, b0, c, c0, cStep);
      case 208 -> PatchTileTwo.rows8x2(a, a0, off, b, b0, c, c0, cStep);
      case 128 -> PatchTileOne.rows28x1(a, a0, off, b, b0, c, c0, cStep);
      case 116 -> PatchTileOne.rows16x1(a, a0, off, b, b0, c, c0, cStep);
      case 110 -> PatchTileOne.rows10x1(a, a0, off, b, b0, c, c0, cStep);
      default -> PatchTileOne.rows8x1(a, a0, off, b, b0, c, c0, cStep);
    }
  }
}
