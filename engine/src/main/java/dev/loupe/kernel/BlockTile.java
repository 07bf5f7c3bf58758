package dev.loupe.kernel;

import jdk.incubator.vector.FloatVector;

/// Register tiles over blocks of 16 channels: `c[m][n] = (c[m][n] +) sum over j, i < 16 of a[a0 +
/// off[j] + 16 m + i] * b[b0 + (16 j + i) w + n]`, where w is the tile's width.
///
/// Rows m of `a` lie 16 apart, so that source pixels are copied, or transformed, a vector at a
/// time and need no transposition. The inner loop runs over one block with constant distances: the
/// JIT compiler then drops its range checks. Columns n are the lanes; each value of c is one chain
/// of fused multiply-adds in the order of j and i, at any width. 24 sums in flight hide the
/// latency of two FMA units and leave registers for the operands.
final class BlockTile {
  /// Channels of a block.
  static final int BLOCK = 16;

  /// Rows that may be read and written behind the last real one.
  static final int SLACK = 16;

  private static final float[] ZEROS = new float[4 * Lanes.N];

  private BlockTile() {}

  /// Rows of the tile of so many vectors.
  static int rows(int vectors) {
    return switch (vectors) {
      case 4 -> 6;
      case 2 -> Lanes.N == 16 ? 12 : 6;
      default -> 16;
    };
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
    int step = rows(vectors);
    for (int m = 0; m < rows; m += step) {
      int am = a0 + m * BLOCK;
      int cm = c0 + m * cStep;
      tile(vectors, add, a, am, off, first, end, b, b0, c, cm, cStep);
    }
  }

  /// Computes one tile.
  static void tile(
      int vectors,
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
    if (vectors == 4) {
      rows6x4(add, a, a0, off, first, end, b, b0, c, c0, cStep);
    } else if (vectors == 1) {
      rows16x1(add, a, a0, off, first, end, b, b0, c, c0, cStep);
    } else if (Lanes.N == 16) {
      rows12x2(add, a, a0, off, first, end, b, b0, c, c0, cStep);
    } else {
      rows6x2(add, a, a0, off, first, end, b, b0, c, c0, cStep);
    }
  }

  /// 6 rows, 4 vectors: 10 loads for 24 multiply-adds.
  private static void rows6x4(
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
    FloatVector y0 = FloatVector.fromArray(Lanes.F, from, f0 + n);
    FloatVector z0 = FloatVector.fromArray(Lanes.F, from, f0 + 2 * n);
    FloatVector w0 = FloatVector.fromArray(Lanes.F, from, f0 + 3 * n);
    FloatVector x1 = FloatVector.fromArray(Lanes.F, from, f0 + fStep);
    FloatVector y1 = FloatVector.fromArray(Lanes.F, from, f0 + fStep + n);
    FloatVector z1 = FloatVector.fromArray(Lanes.F, from, f0 + fStep + 2 * n);
    FloatVector w1 = FloatVector.fromArray(Lanes.F, from, f0 + fStep + 3 * n);
    FloatVector x2 = FloatVector.fromArray(Lanes.F, from, f0 + 2 * fStep);
    FloatVector y2 = FloatVector.fromArray(Lanes.F, from, f0 + 2 * fStep + n);
    FloatVector z2 = FloatVector.fromArray(Lanes.F, from, f0 + 2 * fStep + 2 * n);
    FloatVector w2 = FloatVector.fromArray(Lanes.F, from, f0 + 2 * fStep + 3 * n);
    FloatVector x3 = FloatVector.fromArray(Lanes.F, from, f0 + 3 * fStep);
    FloatVector y3 = FloatVector.fromArray(Lanes.F, from, f0 + 3 * fStep + n);
    FloatVector z3 = FloatVector.fromArray(Lanes.F, from, f0 + 3 * fStep + 2 * n);
    FloatVector w3 = FloatVector.fromArray(Lanes.F, from, f0 + 3 * fStep + 3 * n);
    FloatVector x4 = FloatVector.fromArray(Lanes.F, from, f0 + 4 * fStep);
    FloatVector y4 = FloatVector.fromArray(Lanes.F, from, f0 + 4 * fStep + n);
    FloatVector z4 = FloatVector.fromArray(Lanes.F, from, f0 + 4 * fStep + 2 * n);
    FloatVector w4 = FloatVector.fromArray(Lanes.F, from, f0 + 4 * fStep + 3 * n);
    FloatVector x5 = FloatVector.fromArray(Lanes.F, from, f0 + 5 * fStep);
    FloatVector y5 = FloatVector.fromArray(Lanes.F, from, f0 + 5 * fStep + n);
    FloatVector z5 = FloatVector.fromArray(Lanes.F, from, f0 + 5 * fStep + 2 * n);
    FloatVector w5 = FloatVector.fromArray(Lanes.F, from, f0 + 5 * fStep + 3 * n);
    for (int j = first; j < end; j++) {
      int q = a0 + off[j];
      for (int i = 0; i < BLOCK; i++) {
        int p = q + i;
        FloatVector u0 = FloatVector.fromArray(Lanes.F, b, b0);
        FloatVector u1 = FloatVector.fromArray(Lanes.F, b, b0 + n);
        FloatVector u2 = FloatVector.fromArray(Lanes.F, b, b0 + 2 * n);
        FloatVector u3 = FloatVector.fromArray(Lanes.F, b, b0 + 3 * n);
        b0 += 4 * n;
        FloatVector s = FloatVector.broadcast(Lanes.F, a[p]);
        x0 = s.fma(u0, x0);
        y0 = s.fma(u1, y0);
        z0 = s.fma(u2, z0);
        w0 = s.fma(u3, w0);
        s = FloatVector.broadcast(Lanes.F, a[p + BLOCK]);
        x1 = s.fma(u0, x1);
        y1 = s.fma(u1, y1);
        z1 = s.fma(u2, z1);
        w1 = s.fma(u3, w1);
        s = FloatVector.broadcast(Lanes.F, a[p + 2 * BLOCK]);
        x2 = s.fma(u0, x2);
        y2 = s.fma(u1, y2);
        z2 = s.fma(u2, z2);
        w2 = s.fma(u3, w2);
        s = FloatVector.broadcast(Lanes.F, a[p + 3 * BLOCK]);
        x3 = s.fma(u0, x3);
        y3 = s.fma(u1, y3);
        z3 = s.fma(u2, z3);
        w3 = s.fma(u3, w3);
        s = FloatVector.broadcast(Lanes.F, a[p + 4 * BLOCK]);
        x4 = s.fma(u0, x4);
        y4 = s.fma(u1, y4);
        z4 = s.fma(u2, z4);
        w4 = s.fma(u3, w4);
        s = FloatVector.broadcast(Lanes.F, a[p + 5 * BLOCK]);
        x5 = s.fma(u0, x5);
        y5 = s.fma(u1, y5);
        z5 = s.fma(u2, z5);
        w5 = s.fma(u3, w5);
      }
    }
    x0.intoArray(c, c0);
    y0.intoArray(c, c0 + n);
    z0.intoArray(c, c0 + 2 * n);
    w0.intoArray(c, c0 + 3 * n);
    x1.intoArray(c, c0 + cStep);
    y1.intoArray(c, c0 + cStep + n);
    z1.intoArray(c, c0 + cStep + 2 * n);
    w1.intoArray(c, c0 + cStep + 3 * n);
    x2.intoArray(c, c0 + 2 * cStep);
    y2.intoArray(c, c0 + 2 * cStep + n);
    z2.intoArray(c, c0 + 2 * cStep + 2 * n);
    w2.intoArray(c, c0 + 2 * cStep + 3 * n);
    x3.intoArray(c, c0 + 3 * cStep);
    y3.intoArray(c, c0 + 3 * cStep + n);
    z3.intoArray(c, c0 + 3 * cStep + 2 * n);
    w3.intoArray(c, c0 + 3 * cStep + 3 * n);
    x4.intoArray(c, c0 + 4 * cStep);
    y4.intoArray(c, c0 + 4 * cStep + n);
    z4.intoArray(c, c0 + 4 * cStep + 2 * n);
    w4.intoArray(c, c0 + 4 * cStep + 3 * n);
    x5.intoArray(c, c0 + 5 * cStep);
    y5.intoArray(c, c0 + 5 * cStep + n);
    z5.intoArray(c, c0 + 5 * cStep + 2 * n);
    w5.intoArray(c, c0 + 5 * cStep + 3 * n);
  }

  /// 12 rows, 2 vectors.
  private static void rows12x2(
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
    FloatVector y0 = FloatVector.fromArray(Lanes.F, from, f0 + n);
    FloatVector x1 = FloatVector.fromArray(Lanes.F, from, f0 + fStep);
    FloatVector y1 = FloatVector.fromArray(Lanes.F, from, f0 + fStep + n);
    FloatVector x2 = FloatVector.fromArray(Lanes.F, from, f0 + 2 * fStep);
    FloatVector y2 = FloatVector.fromArray(Lanes.F, from, f0 + 2 * fStep + n);
    FloatVector x3 = FloatVector.fromArray(Lanes.F, from, f0 + 3 * fStep);
    FloatVector y3 = FloatVector.fromArray(Lanes.F, from, f0 + 3 * fStep + n);
    FloatVector x4 = FloatVector.fromArray(Lanes.F, from, f0 + 4 * fStep);
    FloatVector y4 = FloatVector.fromArray(Lanes.F, from, f0 + 4 * fStep + n);
    FloatVector x5 = FloatVector.fromArray(Lanes.F, from, f0 + 5 * fStep);
    FloatVector y5 = FloatVector.fromArray(Lanes.F, from, f0 + 5 * fStep + n);
    FloatVector x6 = FloatVector.fromArray(Lanes.F, from, f0 + 6 * fStep);
    FloatVector y6 = FloatVector.fromArray(Lanes.F, from, f0 + 6 * fStep + n);
    FloatVector x7 = FloatVector.fromArray(Lanes.F, from, f0 + 7 * fStep);
    FloatVector y7 = FloatVector.fromArray(Lanes.F, from, f0 + 7 * fStep + n);
    FloatVector x8 = FloatVector.fromArray(Lanes.F, from, f0 + 8 * fStep);
    FloatVector y8 = FloatVector.fromArray(Lanes.F, from, f0 + 8 * fStep + n);
    FloatVector x9 = FloatVector.fromArray(Lanes.F, from, f0 + 9 * fStep);
    FloatVector y9 = FloatVector.fromArray(Lanes.F, from, f0 + 9 * fStep + n);
    FloatVector x10 = FloatVector.fromArray(Lanes.F, from, f0 + 10 * fStep);
    FloatVector y10 = FloatVector.fromArray(Lanes.F, from, f0 + 10 * fStep + n);
    FloatVector x11 = FloatVector.fromArray(Lanes.F, from, f0 + 11 * fStep);
    FloatVector y11 = FloatVector.fromArray(Lanes.F, from, f0 + 11 * fStep + n);
    for (int j = first; j < end; j++) {
      int q = a0 + off[j];
      for (int i = 0; i < BLOCK; i++) {
        int p = q + i;
        FloatVector u0 = FloatVector.fromArray(Lanes.F, b, b0);
        FloatVector u1 = FloatVector.fromArray(Lanes.F, b, b0 + n);
        b0 += 2 * n;
        FloatVector s = FloatVector.broadcast(Lanes.F, a[p]);
        x0 = s.fma(u0, x0);
        y0 = s.fma(u1, y0);
        s = FloatVector.broadcast(Lanes.F, a[p + BLOCK]);
        x1 = s.fma(u0, x1);
        y1 = s.fma(u1, y1);
        s = FloatVector.broadcast(Lanes.F, a[p + 2 * BLOCK]);
        x2 = s.fma(u0, x2);
        y2 = s.fma(u1, y2);
        s = FloatVector.broadcast(Lanes.F, a[p + 3 * BLOCK]);
        x3 = s.fma(u0, x3);
        y3 = s.fma(u1, y3);
        s = FloatVector.broadcast(Lanes.F, a[p + 4 * BLOCK]);
        x4 = s.fma(u0, x4);
        y4 = s.fma(u1, y4);
        s = FloatVector.broadcast(Lanes.F, a[p + 5 * BLOCK]);
        x5 = s.fma(u0, x5);
        y5 = s.fma(u1, y5);
        s = FloatVector.broadcast(Lanes.F, a[p + 6 * BLOCK]);
        x6 = s.fma(u0, x6);
        y6 = s.fma(u1, y6);
        s = FloatVector.broadcast(Lanes.F, a[p + 7 * BLOCK]);
        x7 = s.fma(u0, x7);
        y7 = s.fma(u1, y7);
        s = FloatVector.broadcast(Lanes.F, a[p + 8 * BLOCK]);
        x8 = s.fma(u0, x8);
        y8 = s.fma(u1, y8);
        s = FloatVector.broadcast(Lanes.F, a[p + 9 * BLOCK]);
        x9 = s.fma(u0, x9);
        y9 = s.fma(u1, y9);
        s = FloatVector.broadcast(Lanes.F, a[p + 10 * BLOCK]);
        x10 = s.fma(u0, x10);
        y10 = s.fma(u1, y10);
        s = FloatVector.broadcast(Lanes.F, a[p + 11 * BLOCK]);
        x11 = s.fma(u0, x11);
        y11 = s.fma(u1, y11);
      }
    }
    x0.intoArray(c, c0);
    y0.intoArray(c, c0 + n);
    x1.intoArray(c, c0 + cStep);
    y1.intoArray(c, c0 + cStep + n);
    x2.intoArray(c, c0 + 2 * cStep);
    y2.intoArray(c, c0 + 2 * cStep + n);
    x3.intoArray(c, c0 + 3 * cStep);
    y3.intoArray(c, c0 + 3 * cStep + n);
    x4.intoArray(c, c0 + 4 * cStep);
    y4.intoArray(c, c0 + 4 * cStep + n);
    x5.intoArray(c, c0 + 5 * cStep);
    y5.intoArray(c, c0 + 5 * cStep + n);
    x6.intoArray(c, c0 + 6 * cStep);
    y6.intoArray(c, c0 + 6 * cStep + n);
    x7.intoArray(c, c0 + 7 * cStep);
    y7.intoArray(c, c0 + 7 * cStep + n);
    x8.intoArray(c, c0 + 8 * cStep);
    y8.intoArray(c, c0 + 8 * cStep + n);
    x9.intoArray(c, c0 + 9 * cStep);
    y9.intoArray(c, c0 + 9 * cStep + n);
    x10.intoArray(c, c0 + 10 * cStep);
    y10.intoArray(c, c0 + 10 * cStep + n);
    x11.intoArray(c, c0 + 11 * cStep);
    y11.intoArray(c, c0 + 11 * cStep + n);
  }

  /// 6 rows, 2 vectors.
  private static void rows6x2(
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
    FloatVector y0 = FloatVector.fromArray(Lanes.F, from, f0 + n);
    FloatVector x1 = FloatVector.fromArray(Lanes.F, from, f0 + fStep);
    FloatVector y1 = FloatVector.fromArray(Lanes.F, from, f0 + fStep + n);
    FloatVector x2 = FloatVector.fromArray(Lanes.F, from, f0 + 2 * fStep);
    FloatVector y2 = FloatVector.fromArray(Lanes.F, from, f0 + 2 * fStep + n);
    FloatVector x3 = FloatVector.fromArray(Lanes.F, from, f0 + 3 * fStep);
    FloatVector y3 = FloatVector.fromArray(Lanes.F, from, f0 + 3 * fStep + n);
    FloatVector x4 = FloatVector.fromArray(Lanes.F, from, f0 + 4 * fStep);
    FloatVector y4 = FloatVector.fromArray(Lanes.F, from, f0 + 4 * fStep + n);
    FloatVector x5 = FloatVector.fromArray(Lanes.F, from, f0 + 5 * fStep);
    FloatVector y5 = FloatVector.fromArray(Lanes.F, from, f0 + 5 * fStep + n);
    for (int j = first; j < end; j++) {
      int q = a0 + off[j];
      for (int i = 0; i < BLOCK; i++) {
        int p = q + i;
        FloatVector u0 = FloatVector.fromArray(Lanes.F, b, b0);
        FloatVector u1 = FloatVector.fromArray(Lanes.F, b, b0 + n);
        b0 += 2 * n;
        FloatVector s = FloatVector.broadcast(Lanes.F, a[p]);
        x0 = s.fma(u0, x0);
        y0 = s.fma(u1, y0);
        s = FloatVector.broadcast(Lanes.F, a[p + BLOCK]);
        x1 = s.fma(u0, x1);
        y1 = s.fma(u1, y1);
        s = FloatVector.broadcast(Lanes.F, a[p + 2 * BLOCK]);
        x2 = s.fma(u0, x2);
        y2 = s.fma(u1, y2);
        s = FloatVector.broadcast(Lanes.F, a[p + 3 * BLOCK]);
        x3 = s.fma(u0, x3);
        y3 = s.fma(u1, y3);
        s = FloatVector.broadcast(Lanes.F, a[p + 4 * BLOCK]);
        x4 = s.fma(u0, x4);
        y4 = s.fma(u1, y4);
        s = FloatVector.broadcast(Lanes.F, a[p + 5 * BLOCK]);
        x5 = s.fma(u0, x5);
        y5 = s.fma(u1, y5);
      }
    }
    x0.intoArray(c, c0);
    y0.intoArray(c, c0 + n);
    x1.intoArray(c, c0 + cStep);
    y1.intoArray(c, c0 + cStep + n);
    x2.intoArray(c, c0 + 2 * cStep);
    y2.intoArray(c, c0 + 2 * cStep + n);
    x3.intoArray(c, c0 + 3 * cStep);
    y3.intoArray(c, c0 + 3 * cStep + n);
    x4.intoArray(c, c0 + 4 * cStep);
    y4.intoArray(c, c0 + 4 * cStep + n);
    x5.intoArray(c, c0 + 5 * cStep);
    y5.intoArray(c, c0 + 5 * cStep + n);
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
