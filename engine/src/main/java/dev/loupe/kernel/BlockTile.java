package dev.loupe.kernel;

import jdk.incubator.vector.FloatVector;

/// Register tiles over blocks of 16 channels: `c[m][n] = (c[m][n] +) sum over j, i < 16 of a[a0 +
/// off[j] + 16 m + i] * b[b0 + (16 j + i) w + n]`, where w is the tile's width.
///
/// Rows m of `a` lie 16 apart, so that source pixels are copied, or transformed, a vector at a
/// time and need no transposition. The inner loop runs over one block with constant distances: the
/// JIT compiler then drops its range checks. Columns n are the lanes; each value of c is one chain
/// of fused multiply-adds in the order of j and i, at any width. 24 sums in flight hide the
/// latency of two FMA units and leave registers for the operands; 8 are what 16 registers hold.
final class BlockTile {
  /// Channels of a block.
  static final int BLOCK = 16;

  /// Rows that may be read and written behind the last real one.
  static final int SLACK = 16;

  /// What a tile that doesn't add starts from.
  static final float[] ZEROS = new float[4 * Lanes.N];

  private BlockTile() {}

  /// Rows of the highest tile of so many vectors.
  static int rows(int vectors) {
    return switch (vectors) {
      case 4 -> 6;
      case 2 -> Lanes.N == 16 ? 12 : 5;
      default -> Lanes.N == 16 ? 16 : 8;
    };
  }

  /// Rows of the next tile where `left` rows are left: as few tiles as the highest would make, but
  /// lower ones where they are enough. So 49 rows are 5 + 5 + 5 + 5 + 5 + 6 + 6 + 6 + 6.
  static int rows(int vectors, int left) {
    int high = rows(vectors);
    int low = high <= 6 ? high - 1 : high == 12 ? 10 : high;
    int over = Pieces.parts(left, high) * high - left;
    return over >= high - low ? low : high;
  }

  /// The same with tiles of 8 rows too, where two vectors have 12: any multiple of 4 from 8 on has
  /// no waste.
  static int exactRows(int vectors, int left) {
    int high = rows(vectors);
    int over = Pieces.parts(left, high) * high - left;
    return high == 12 && over >= 4 ? 8 : rows(vectors, left);
  }

  /// Computes rows `0 .. rows`, rounded up to whole tiles.
  ///
  /// @param vectors the tile's width in vectors: 1, 2 or 4
  /// @param rows how many rows are wanted
  /// @param add whether c is added to
  /// @param off where each block starts, for row 0
  /// @param first the first entry of `off` that is used
  /// @param end the entry behind the last
  /// @param cStep from row to row of c
  static void multiply(
      int vectors,
      int rows,
      boolean add,
      float[] a,
      int a0,
      int[] off,
      int first,
      int end,
      float[] b,
      int b0,
      float[] c,
      int c0,
      int cStep) {
    int height;
    for (int m = 0; m < rows; m += height) {
      height = rows(vectors, rows - m);
      int am = a0 + m * BLOCK;
      int cm = c0 + m * cStep;
      tile(vectors, height, add, a, am, off, first, end, b, b0, c, cm, cStep);
    }
  }

  /// Computes one tile.
  ///
  /// @param height one that [#rows(int, int)] gives
  static void tile(
      int vectors,
      int height,
      boolean add,
      float[] a,
      int a0,
      int[] off,
      int first,
      int end,
      float[] b,
      int b0,
      float[] c,
      int c0,
      int cStep) {
    switch (vectors * 100 + height) {
      case 405 -> BlockTileFour.rows5x4(add, a, a0, off, first, end, b, b0, c, c0, cStep);
      case 406 -> BlockTileFour.rows6x4(add, a, a0, off, first, end, b, b0, c, c0, cStep);
      case 204 ->
          BlockTileShort.rows4x2(
              add, a, a0, off, first, end, b, b0, c, c0, cStep, 2 * BlockTileShort.STEP);
      case 205 ->
          BlockTileShort.rows5x2(
              add, a, a0, off, first, end, b, b0, c, c0, cStep, 2 * BlockTileShort.STEP);
      case 108 ->
          BlockTileShortOne.rows8x1(
              add, a, a0, off, first, end, b, b0, c, c0, cStep, BlockTileShort.STEP);
      case 208 -> BlockTileLow.rows8x2(add, a, a0, off, first, end, b, b0, c, c0, cStep);
      case 210 -> BlockTileTwo.rows10x2(add, a, a0, off, first, end, b, b0, c, c0, cStep);
      case 212 -> BlockTileTwo.rows12x2(add, a, a0, off, first, end, b, b0, c, c0, cStep);
      default -> rows16x1(add, a, a0, off, first, end, b, b0, c, c0, cStep);
    }
  }

  /// 16 rows, 1 vector.
  private static void rows16x1(
      boolean add,
      float[] a,
      int a0,
      int[] off,
      int first,
      int end,
      float[] b,
      int b0,
      float[] c,
      int c0,
      int cStep) {
    float[] from = add ? c : ZEROS;
    int f0 = add ? c0 : 0;
    int fStep = add ? cStep : 0;
    int n = Lanes.N;
    FloatVector x0 = FloatVector.fromArray(Lanes.F, from, f0);
    FloatVector x1 = FloatVector.fromArray(Lanes.F, from, f0 + fStep);
    FloatVector x2 = FloatVector.fromArray(Lanes.F, from, f0 + 2 * fStep);
    FloatVector x3 = FloatVector.fromArray(Lanes.F, from, f0 + 3 * fStep);
    FloatVector x4 = FloatVector.fromArray(Lanes.F, from, f0 + 4 * fStep);
    FloatVector x5 = FloatVector.fromArray(Lanes.F, from, f0 + 5 * fStep);
    FloatVector x6 = FloatVector.fromArray(Lanes.F, from, f0 + 6 * fStep);
    FloatVector x7 = FloatVector.fromArray(Lanes.F, from, f0 + 7 * fStep);
    FloatVector x8 = FloatVector.fromArray(Lanes.F, from, f0 + 8 * fStep);
    FloatVector x9 = FloatVector.fromArray(Lanes.F, from, f0 + 9 * fStep);
    FloatVector x10 = FloatVector.fromArray(Lanes.F, from, f0 + 10 * fStep);
    FloatVector x11 = FloatVector.fromArray(Lanes.F, from, f0 + 11 * fStep);
    FloatVector x12 = FloatVector.fromArray(Lanes.F, from, f0 + 12 * fStep);
    FloatVector x13 = FloatVector.fromArray(Lanes.F, from, f0 + 13 * fStep);
    FloatVector x14 = FloatVector.fromArray(Lanes.F, from, f0 + 14 * fStep);
    FloatVector x15 = FloatVector.fromArray(Lanes.F, from, f0 + 15 * fStep);
    for (int j = first; j < end; j++) {
      int q = a0 + off[j];
      for (int i = 0; i < BLOCK; i++) {
        int p = q + i;
        FloatVector u = FloatVector.fromArray(Lanes.F, b, b0);
        b0 += n;
        x0 = FloatVector.broadcast(Lanes.F, a[p]).fma(u, x0);
        x1 = FloatVector.broadcast(Lanes.F, a[p + BLOCK]).fma(u, x1);
        x2 = FloatVector.broadcast(Lanes.F, a[p + 2 * BLOCK]).fma(u, x2);
        x3 = FloatVector.broadcast(Lanes.F, a[p + 3 * BLOCK]).fma(u, x3);
        x4 = FloatVector.broadcast(Lanes.F, a[p + 4 * BLOCK]).fma(u, x4);
        x5 = FloatVector.broadcast(Lanes.F, a[p + 5 * BLOCK]).fma(u, x5);
        x6 = FloatVector.broadcast(Lanes.F, a[p + 6 * BLOCK]).fma(u, x6);
        x7 = FloatVector.broadcast(Lanes.F, a[p + 7 * BLOCK]).fma(u, x7);
        x8 = FloatVector.broadcast(Lanes.F, a[p + 8 * BLOCK]).fma(u, x8);
        x9 = FloatVector.broadcast(Lanes.F, a[p + 9 * BLOCK]).fma(u, x9);
        x10 = FloatVector.broadcast(Lanes.F, a[p + 10 * BLOCK]).fma(u, x10);
        x11 = FloatVector.broadcast(Lanes.F, a[p + 11 * BLOCK]).fma(u, x11);
        x12 = FloatVector.broadcast(Lanes.F, a[p + 12 * BLOCK]).fma(u, x12);
        x13 = FloatVector.broadcast(Lanes.F, a[p + 13 * BLOCK]).fma(u, x13);
        x14 = FloatVector.broadcast(Lanes.F, a[p + 14 * BLOCK]).fma(u, x14);
        x15 = FloatVector.broadcast(Lanes.F, a[p + 15 * BLOCK]).fma(u, x15);
      }
    }
    x0.intoArray(c, c0);
    x1.intoArray(c, c0 + cStep);
    x2.intoArray(c, c0 + 2 * cStep);
    x3.intoArray(c, c0 + 3 * cStep);
    x4.intoArray(c, c0 + 4 * cStep);
    x5.intoArray(c, c0 + 5 * cStep);
    x6.intoArray(c, c0 + 6 * cStep);
    x7.intoArray(c, c0 + 7 * cStep);
    x8.intoArray(c, c0 + 8 * cStep);
    x9.intoArray(c, c0 + 9 * cStep);
    x10.intoArray(c, c0 + 10 * cStep);
    x11.intoArray(c, c0 + 11 * cStep);
    x12.intoArray(c, c0 + 12 * cStep);
    x13.intoArray(c, c0 + 13 * cStep);
    x14.intoArray(c, c0 + 14 * cStep);
    x15.intoArray(c, c0 + 15 * cStep);
  }
}
