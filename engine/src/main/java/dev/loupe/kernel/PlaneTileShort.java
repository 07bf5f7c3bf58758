package dev.loupe.kernel;

import jdk.incubator.vector.FloatVector;

/// The tiles of [PlaneTile] for machines with shorter vectors, which have 16 registers: 8 sums, and
/// what is read ahead.
final class PlaneTileShort {
  private static final float[] ZEROS = new float[2 * Lanes.N];

  private PlaneTileShort() {}

  /// 4 rows, 2 vectors: 6 loads for 8 multiply-adds.
  static void rows4x2(
      boolean add,
      float[] a,
      int a0,
      int[] off,
      int first,
      int count,
      float[] b,
      int b0,
      float[] c,
      int c0,
      int cStep) {
    float[] from = add ? c : ZEROS;
    int f0 = add ? c0 : 0;
    int fStep = add ? cStep : 0;
    int n = Lanes.N;
    int end = count & PlaneTile.LONGEST;
    FloatVector x0 = FloatVector.fromArray(Lanes.F, from, f0);
    FloatVector y0 = FloatVector.fromArray(Lanes.F, from, f0 + n);
    FloatVector x1 = FloatVector.fromArray(Lanes.F, from, f0 + fStep);
    FloatVector y1 = FloatVector.fromArray(Lanes.F, from, f0 + fStep + n);
    FloatVector x2 = FloatVector.fromArray(Lanes.F, from, f0 + 2 * fStep);
    FloatVector y2 = FloatVector.fromArray(Lanes.F, from, f0 + 2 * fStep + n);
    FloatVector x3 = FloatVector.fromArray(Lanes.F, from, f0 + 3 * fStep);
    FloatVector y3 = FloatVector.fromArray(Lanes.F, from, f0 + 3 * fStep + n);
    for (int i = 0; i < end; i++) {
      int p = a0 + off[first + i];
      FloatVector u0 = FloatVector.fromArray(Lanes.F, b, b0);
      FloatVector u1 = FloatVector.fromArray(Lanes.F, b, b0 + n);
      b0 += 2 * n;
      FloatVector s = FloatVector.broadcast(Lanes.F, a[p]);
      x0 = s.fma(u0, x0);
      y0 = s.fma(u1, y0);
      s = FloatVector.broadcast(Lanes.F, a[p + 1]);
      x1 = s.fma(u0, x1);
      y1 = s.fma(u1, y1);
      s = FloatVector.broadcast(Lanes.F, a[p + 2]);
      x2 = s.fma(u0, x2);
      y2 = s.fma(u1, y2);
      s = FloatVector.broadcast(Lanes.F, a[p + 3]);
      x3 = s.fma(u0, x3);
      y3 = s.fma(u1, y3);
    }
    x0.intoArray(c, c0);
    y0.intoArray(c, c0 + n);
    x1.intoArray(c, c0 + cStep);
    y1.intoArray(c, c0 + cStep + n);
    x2.intoArray(c, c0 + 2 * cStep);
    y2.intoArray(c, c0 + 2 * cStep + n);
    x3.intoArray(c, c0 + 3 * cStep);
    y3.intoArray(c, c0 + 3 * cStep + n);
  }

  /// 8 rows, 1 vector.
  static void rows8x1(
      boolean add,
      float[] a,
      int a0,
      int[] off,
      int first,
      int count,
      float[] b,
      int b0,
      float[] c,
      int c0,
      int cStep) {
    float[] from = add ? c : ZEROS;
    int f0 = add ? c0 : 0;
    int fStep = add ? cStep : 0;
    int n = Lanes.N;
    int end = count & PlaneTile.LONGEST;
    FloatVector x0 = FloatVector.fromArray(Lanes.F, from, f0);
    FloatVector x1 = FloatVector.fromArray(Lanes.F, from, f0 + fStep);
    FloatVector x2 = FloatVector.fromArray(Lanes.F, from, f0 + 2 * fStep);
    FloatVector x3 = FloatVector.fromArray(Lanes.F, from, f0 + 3 * fStep);
    FloatVector x4 = FloatVector.fromArray(Lanes.F, from, f0 + 4 * fStep);
    FloatVector x5 = FloatVector.fromArray(Lanes.F, from, f0 + 5 * fStep);
    FloatVector x6 = FloatVector.fromArray(Lanes.F, from, f0 + 6 * fStep);
    FloatVector x7 = FloatVector.fromArray(Lanes.F, from, f0 + 7 * fStep);
    for (int i = 0; i < end; i++) {
      int p = a0 + off[first + i];
      FloatVector u0 = FloatVector.fromArray(Lanes.F, b, b0);
      b0 += n;
      x0 = FloatVector.broadcast(Lanes.F, a[p]).fma(u0, x0);
      x1 = FloatVector.broadcast(Lanes.F, a[p + 1]).fma(u0, x1);
      x2 = FloatVector.broadcast(Lanes.F, a[p + 2]).fma(u0, x2);
      x3 = FloatVector.broadcast(Lanes.F, a[p + 3]).fma(u0, x3);
      x4 = FloatVector.broadcast(Lanes.F, a[p + 4]).fma(u0, x4);
      x5 = FloatVector.broadcast(Lanes.F, a[p + 5]).fma(u0, x5);
      x6 = FloatVector.broadcast(Lanes.F, a[p + 6]).fma(u0, x6);
      x7 = FloatVector.broadcast(Lanes.F, a[p + 7]).fma(u0, x7);
    }
    x0.intoArray(c, c0);
    x1.intoArray(c, c0 + cStep);
    x2.intoArray(c, c0 + 2 * cStep);
    x3.intoArray(c, c0 + 3 * cStep);
    x4.intoArray(c, c0 + 4 * cStep);
    x5.intoArray(c, c0 + 5 * cStep);
    x6.intoArray(c, c0 + 6 * cStep);
    x7.intoArray(c, c0 + 7 * cStep);
  }

  /// Whole sums of tiles of 4 rows and 2 vectors: where sums are short, a call of a tile each would
  /// cost as much as the tile.
  ///
  /// @param last where the last tile starts at the latest
  static void run4x2(
      float[] a,
      int a0,
      int[] off,
      float[] b,
      int b0,
      float[] c,
      int c0,
      int cStep,
      int tiles,
      int last) {
    int n = Lanes.N;
    int end = off.length & PlaneTile.LONGEST;
    for (int tile = 0; tile < tiles; tile++) {
      int row = Math.min(4 * tile, last);
      int to = c0 + row * cStep;
      int w = b0;
      FloatVector x0 = FloatVector.zero(Lanes.F);
      FloatVector y0 = FloatVector.zero(Lanes.F);
      FloatVector x1 = FloatVector.zero(Lanes.F);
      FloatVector y1 = FloatVector.zero(Lanes.F);
      FloatVector x2 = FloatVector.zero(Lanes.F);
      FloatVector y2 = FloatVector.zero(Lanes.F);
      FloatVector x3 = FloatVector.zero(Lanes.F);
      FloatVector y3 = FloatVector.zero(Lanes.F);
      for (int i = 0; i < end; i++) {
        int p = a0 + row + off[i];
        FloatVector u0 = FloatVector.fromArray(Lanes.F, b, w);
        FloatVector u1 = FloatVector.fromArray(Lanes.F, b, w + n);
        w += 2 * n;
        FloatVector s = FloatVector.broadcast(Lanes.F, a[p]);
        x0 = s.fma(u0, x0);
        y0 = s.fma(u1, y0);
        s = FloatVector.broadcast(Lanes.F, a[p + 1]);
        x1 = s.fma(u0, x1);
        y1 = s.fma(u1, y1);
        s = FloatVector.broadcast(Lanes.F, a[p + 2]);
        x2 = s.fma(u0, x2);
        y2 = s.fma(u1, y2);
        s = FloatVector.broadcast(Lanes.F, a[p + 3]);
        x3 = s.fma(u0, x3);
        y3 = s.fma(u1, y3);
      }
      x0.intoArray(c, to);
      y0.intoArray(c, to + n);
      x1.intoArray(c, to + cStep);
      y1.intoArray(c, to + cStep + n);
      x2.intoArray(c, to + 2 * cStep);
      y2.intoArray(c, to + 2 * cStep + n);
      x3.intoArray(c, to + 3 * cStep);
      y3.intoArray(c, to + 3 * cStep + n);
    }
  }
}
