package dev.loupe.kernel;

import jdk.incubator.vector.FloatVector;

/// Register tiles of sums over pixels: `c[m][n] = (c[m][n] +) sum over i of a[a0 + 16 i + m] *
/// b[b0 + i w + n]`, for a block of 16 rows m, where w is the width of 1, 2 or 4 vectors.
///
/// Both operands lie a constant distance from pixel to pixel: the JIT compiler then drops the range
/// checks of the inner loop. Columns n are the lanes; each value of c is one chain of fused
/// multiply-adds in the order of the pixels, at any width.
final class PixelTile {
  /// Rows of a block.
  static final int BLOCK = BlockTile.BLOCK;

  private static final float[] ZEROS = new float[4 * Lanes.N];

  private PixelTile() {}

  /// How many rows are computed where `rows` are asked for.
  static int computed(int vectors, int rows) {
    return switch (vectors) {
      case 4 -> rows <= 6 ? 6 : rows <= 11 ? 11 : BLOCK;
      case 2 -> Lanes.N == 16 ? (rows + 7) / 8 * 8 : (rows + 3) / 4 * 4;
      default -> Lanes.N == 16 ? BLOCK : (rows + 7) / 8 * 8;
    };
  }

  /// Computes the first rows of a block, and perhaps more.
  ///
  /// @param vectors the width: 1, 2 or 4
  /// @param rows how many are needed, at most 16
  /// @param add whether c is added to
  /// @param cStep from row to row of c
  static void multiply(
      int vectors,
      int rows,
      boolean add,
      float[] a,
      int a0,
      int pixels,
      float[] b,
      int b0,
      int bStep,
      float[] c,
      int c0,
      int cStep) {
    if (Lanes.N < 16) {
      int height = vectors == 2 ? 4 : 8;
      for (int m = 0; m < rows; m += height) {
        int to = c0 + m * cStep;
        if (vectors == 2) {
          PixelTileLow.rows4x2(add, a, a0 + m, pixels, b, b0, bStep, c, to, cStep);
        } else {
          PixelTileLow.rows8x1(add, a, a0 + m, pixels, b, b0, bStep, c, to, cStep);
        }
      }
    } else if (vectors == 4) {
      rows6x4(add, a, a0, pixels, b, b0, bStep, c, c0, cStep);
      if (rows > 6) {
        rows5x4(add, a, a0 + 6, pixels, b, b0, bStep, c, c0 + 6 * cStep, cStep);
      }
      if (rows > 11) {
        rows5x4(add, a, a0 + 11, pixels, b, b0, bStep, c, c0 + 11 * cStep, cStep);
      }
    } else if (vectors == 1) {
      rows16x1(add, a, a0, pixels, b, b0, bStep, c, c0, cStep);
    } else {
      rows8x2(add, a, a0, pixels, b, b0, bStep, c, c0, cStep);
      if (rows > 8) {
        rows8x2(add, a, a0 + 8, pixels, b, b0, bStep, c, c0 + 8 * cStep, cStep);
      }
    }
  }

  /// 6 rows, 4 vectors: 10 loads for 24 multiply-adds.
  private static void rows6x4(
      boolean add,
      float[] a,
      int a0,
      int pixels,
      float[] b,
      int b0,
      int bStep,
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
    for (int i = 0; i < pixels; i++) {
      int p = a0 + i * BLOCK;
      int q = b0 + i * bStep;
      FloatVector u = FloatVector.fromArray(Lanes.F, b, q);
      FloatVector v = FloatVector.fromArray(Lanes.F, b, q + n);
      FloatVector t = FloatVector.fromArray(Lanes.F, b, q + 2 * n);
      FloatVector k = FloatVector.fromArray(Lanes.F, b, q + 3 * n);
      FloatVector s = FloatVector.broadcast(Lanes.F, a[p]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      z0 = s.fma(t, z0);
      w0 = s.fma(k, w0);
      s = FloatVector.broadcast(Lanes.F, a[p + 1]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      z1 = s.fma(t, z1);
      w1 = s.fma(k, w1);
      s = FloatVector.broadcast(Lanes.F, a[p + 2]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      z2 = s.fma(t, z2);
      w2 = s.fma(k, w2);
      s = FloatVector.broadcast(Lanes.F, a[p + 3]);
      x3 = s.fma(u, x3);
      y3 = s.fma(v, y3);
      z3 = s.fma(t, z3);
      w3 = s.fma(k, w3);
      s = FloatVector.broadcast(Lanes.F, a[p + 4]);
      x4 = s.fma(u, x4);
      y4 = s.fma(v, y4);
      z4 = s.fma(t, z4);
      w4 = s.fma(k, w4);
      s = FloatVector.broadcast(Lanes.F, a[p + 5]);
      x5 = s.fma(u, x5);
      y5 = s.fma(v, y5);
      z5 = s.fma(t, z5);
      w5 = s.fma(k, w5);
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

  /// 5 rows, 4 vectors.
  private static void rows5x4(
      boolean add,
      float[] a,
      int a0,
      int pixels,
      float[] b,
      int b0,
      int bStep,
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
    for (int i = 0; i < pixels; i++) {
      int p = a0 + i * BLOCK;
      int q = b0 + i * bStep;
      FloatVector u = FloatVector.fromArray(Lanes.F, b, q);
      FloatVector v = FloatVector.fromArray(Lanes.F, b, q + n);
      FloatVector t = FloatVector.fromArray(Lanes.F, b, q + 2 * n);
      FloatVector k = FloatVector.fromArray(Lanes.F, b, q + 3 * n);
      FloatVector s = FloatVector.broadcast(Lanes.F, a[p]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      z0 = s.fma(t, z0);
      w0 = s.fma(k, w0);
      s = FloatVector.broadcast(Lanes.F, a[p + 1]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      z1 = s.fma(t, z1);
      w1 = s.fma(k, w1);
      s = FloatVector.broadcast(Lanes.F, a[p + 2]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      z2 = s.fma(t, z2);
      w2 = s.fma(k, w2);
      s = FloatVector.broadcast(Lanes.F, a[p + 3]);
      x3 = s.fma(u, x3);
      y3 = s.fma(v, y3);
      z3 = s.fma(t, z3);
      w3 = s.fma(k, w3);
      s = FloatVector.broadcast(Lanes.F, a[p + 4]);
      x4 = s.fma(u, x4);
      y4 = s.fma(v, y4);
      z4 = s.fma(t, z4);
      w4 = s.fma(k, w4);
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
  }

  /// 8 rows, 2 vectors: 10 loads for 16 multiply-adds.
  private static void rows8x2(
      boolean add,
      float[] a,
      int a0,
      int pixels,
      float[] b,
      int b0,
      int bStep,
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
    for (int i = 0; i < pixels; i++) {
      int p = a0 + i * BLOCK;
      int q = b0 + i * bStep;
      FloatVector u = FloatVector.fromArray(Lanes.F, b, q);
      FloatVector v = FloatVector.fromArray(Lanes.F, b, q + n);
      FloatVector s = FloatVector.broadcast(Lanes.F, a[p]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      s = FloatVector.broadcast(Lanes.F, a[p + 1]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      s = FloatVector.broadcast(Lanes.F, a[p + 2]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      s = FloatVector.broadcast(Lanes.F, a[p + 3]);
      x3 = s.fma(u, x3);
      y3 = s.fma(v, y3);
      s = FloatVector.broadcast(Lanes.F, a[p + 4]);
      x4 = s.fma(u, x4);
      y4 = s.fma(v, y4);
      s = FloatVector.broadcast(Lanes.F, a[p + 5]);
      x5 = s.fma(u, x5);
      y5 = s.fma(v, y5);
      s = FloatVector.broadcast(Lanes.F, a[p + 6]);
      x6 = s.fma(u, x6);
      y6 = s.fma(v, y6);
      s = FloatVector.broadcast(Lanes.F, a[p + 7]);
      x7 = s.fma(u, x7);
      y7 = s.fma(v, y7);
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
  }

  /// 16 rows, 1 vector.
  private static void rows16x1(
      boolean add,
      float[] a,
      int a0,
      int pixels,
      float[] b,
      int b0,
      int bStep,
      float[] c,
      int c0,
      int cStep) {
    float[] from = add ? c : ZEROS;
    int f0 = add ? c0 : 0;
    int fStep = add ? cStep : 0;
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
    for (int i = 0; i < pixels; i++) {
      int p = a0 + i * BLOCK;
      int q = b0 + i * bStep;
      FloatVector u = FloatVector.fromArray(Lanes.F, b, q);
      x0 = FloatVector.broadcast(Lanes.F, a[p]).fma(u, x0);
      x1 = FloatVector.broadcast(Lanes.F, a[p + 1]).fma(u, x1);
      x2 = FloatVector.broadcast(Lanes.F, a[p + 2]).fma(u, x2);
      x3 = FloatVector.broadcast(Lanes.F, a[p + 3]).fma(u, x3);
      x4 = FloatVector.broadcast(Lanes.F, a[p + 4]).fma(u, x4);
      x5 = FloatVector.broadcast(Lanes.F, a[p + 5]).fma(u, x5);
      x6 = FloatVector.broadcast(Lanes.F, a[p + 6]).fma(u, x6);
      x7 = FloatVector.broadcast(Lanes.F, a[p + 7]).fma(u, x7);
      x8 = FloatVector.broadcast(Lanes.F, a[p + 8]).fma(u, x8);
      x9 = FloatVector.broadcast(Lanes.F, a[p + 9]).fma(u, x9);
      x10 = FloatVector.broadcast(Lanes.F, a[p + 10]).fma(u, x10);
      x11 = FloatVector.broadcast(Lanes.F, a[p + 11]).fma(u, x11);
      x12 = FloatVector.broadcast(Lanes.F, a[p + 12]).fma(u, x12);
      x13 = FloatVector.broadcast(Lanes.F, a[p + 13]).fma(u, x13);
      x14 = FloatVector.broadcast(Lanes.F, a[p + 14]).fma(u, x14);
      x15 = FloatVector.broadcast(Lanes.F, a[p + 15]).fma(u, x15);
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
