package dev.loupe.kernel;

import jdk.incubator.vector.FloatVector;

/// The register tiles under every matrix product and convolution:
/// `c[m][n] = (c[m][n] +) sum over k of a[a0 + off[k] + m] * b[b0 + k * bStep + n]`.
///
/// The rows m of `a` lie side by side, so that their addresses are one register and a constant; the
/// table `off` lets k run over taps, channels or pixels alike. Columns n are the lanes. Each value
/// of c is one chain of fused multiply-adds in the order of k, at any width. 8 rows of 2 vectors
/// keep 16 sums in flight, twice what two FMA units with 4 cycles latency need, and load 10 values
/// for 16 multiply-adds; 16 rows of 1 vector serve matrices of few columns. Machines with shorter
/// vectors have 16 registers and take half as many rows at a time.
final class Tile {
  /// Rows of the tile of two vectors.
  static final int ROWS = 8;

  /// Columns of the tile of two vectors.
  static final int COLUMNS = 2 * Lanes.N;

  private static final float[] ZEROS = new float[COLUMNS];

  private Tile() {}

  /// 8 rows, 2 vectors.
  static void rows8x2(
      boolean add,
      float[] a,
      int a0,
      int[] off,
      int k,
      float[] b,
      int b0,
      int bStep,
      float[] c,
      int c0,
      int cStep) {
    if (Lanes.N == 16) {
      high8x2(add, a, a0, off, k, b, b0, bStep, c, c0, cStep);
    } else {
      TileShort.rows8x2(add, a, a0, off, k, b, b0, bStep, c, c0, cStep);
    }
  }

  private static void high8x2(
      boolean add,
      float[] a,
      int a0,
      int[] off,
      int k,
      float[] b,
      int b0,
      int bStep,
      float[] c,
      int c0,
      int cStep) {
    // One way in for both starts: a branch would leave vectors boxed on the heap.
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
    for (int i = 0; i < k; i++) {
      int p = a0 + off[i];
      FloatVector u = FloatVector.fromArray(Lanes.F, b, b0);
      FloatVector v = FloatVector.fromArray(Lanes.F, b, b0 + n);
      b0 += bStep;
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
  ///
  /// @param bStep from entry to entry of b: the width, where vectors have fewer than 16 lanes
  static void rows16x1(
      boolean add,
      float[] a,
      int a0,
      int[] off,
      int k,
      float[] b,
      int b0,
      int bStep,
      float[] c,
      int c0,
      int cStep) {
    if (Lanes.N == 16) {
      high16x1(add, a, a0, off, k, b, b0, bStep, c, c0, cStep);
    } else {
      TileShort.rows8x1(add, a, a0, off, k, b, b0, c, c0, cStep);
      TileShort.rows8x1(add, a, a0 + 8, off, k, b, b0, c, c0 + 8 * cStep, cStep);
    }
  }

  private static void high16x1(
      boolean add,
      float[] a,
      int a0,
      int[] off,
      int k,
      float[] b,
      int b0,
      int bStep,
      float[] c,
      int c0,
      int cStep) {
    // One way in for both starts: a branch would leave vectors boxed on the heap.
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
    FloatVector y0 = FloatVector.fromArray(Lanes.F, from, f0 + 8 * fStep);
    FloatVector y1 = FloatVector.fromArray(Lanes.F, from, f0 + 9 * fStep);
    FloatVector y2 = FloatVector.fromArray(Lanes.F, from, f0 + 10 * fStep);
    FloatVector y3 = FloatVector.fromArray(Lanes.F, from, f0 + 11 * fStep);
    FloatVector y4 = FloatVector.fromArray(Lanes.F, from, f0 + 12 * fStep);
    FloatVector y5 = FloatVector.fromArray(Lanes.F, from, f0 + 13 * fStep);
    FloatVector y6 = FloatVector.fromArray(Lanes.F, from, f0 + 14 * fStep);
    FloatVector y7 = FloatVector.fromArray(Lanes.F, from, f0 + 15 * fStep);
    for (int i = 0; i < k; i++) {
      int p = a0 + off[i];
      FloatVector u = FloatVector.fromArray(Lanes.F, b, b0);
      b0 += bStep;
      x0 = FloatVector.broadcast(Lanes.F, a[p]).fma(u, x0);
      x1 = FloatVector.broadcast(Lanes.F, a[p + 1]).fma(u, x1);
      x2 = FloatVector.broadcast(Lanes.F, a[p + 2]).fma(u, x2);
      x3 = FloatVector.broadcast(Lanes.F, a[p + 3]).fma(u, x3);
      x4 = FloatVector.broadcast(Lanes.F, a[p + 4]).fma(u, x4);
      x5 = FloatVector.broadcast(Lanes.F, a[p + 5]).fma(u, x5);
      x6 = FloatVector.broadcast(Lanes.F, a[p + 6]).fma(u, x6);
      x7 = FloatVector.broadcast(Lanes.F, a[p + 7]).fma(u, x7);
      y0 = FloatVector.broadcast(Lanes.F, a[p + 8]).fma(u, y0);
      y1 = FloatVector.broadcast(Lanes.F, a[p + 9]).fma(u, y1);
      y2 = FloatVector.broadcast(Lanes.F, a[p + 10]).fma(u, y2);
      y3 = FloatVector.broadcast(Lanes.F, a[p + 11]).fma(u, y3);
      y4 = FloatVector.broadcast(Lanes.F, a[p + 12]).fma(u, y4);
      y5 = FloatVector.broadcast(Lanes.F, a[p + 13]).fma(u, y5);
      y6 = FloatVector.broadcast(Lanes.F, a[p + 14]).fma(u, y6);
      y7 = FloatVector.broadcast(Lanes.F, a[p + 15]).fma(u, y7);
    }
    x0.intoArray(c, c0);
    x1.intoArray(c, c0 + cStep);
    x2.intoArray(c, c0 + 2 * cStep);
    x3.intoArray(c, c0 + 3 * cStep);
    x4.intoArray(c, c0 + 4 * cStep);
    x5.intoArray(c, c0 + 5 * cStep);
    x6.intoArray(c, c0 + 6 * cStep);
    x7.intoArray(c, c0 + 7 * cStep);
    y0.intoArray(c, c0 + 8 * cStep);
    y1.intoArray(c, c0 + 9 * cStep);
    y2.intoArray(c, c0 + 10 * cStep);
    y3.intoArray(c, c0 + 11 * cStep);
    y4.intoArray(c, c0 + 12 * cStep);
    y5.intoArray(c, c0 + 13 * cStep);
    y6.intoArray(c, c0 + 14 * cStep);
    y7.intoArray(c, c0 + 15 * cStep);
  }
}
