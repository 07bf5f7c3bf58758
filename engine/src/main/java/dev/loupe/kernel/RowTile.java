package dev.loupe.kernel;

import jdk.incubator.vector.FloatVector;

/// A register tile like [Tile#rows8x2] whose rows of `a` are not side by side:
/// `c[m][n] = (c[m][n] +) sum over k of a[a0 + m aStep + k] b[b0 + k bStep + n]`.
///
/// Where fewer rows are there than a tile has, the last one is computed again: the same value goes
/// to the same place, and no branch is needed.
final class RowTile {
  // Machines with shorter vectors have 16 registers.
  private static final int HEIGHT = Lanes.N == 16 ? 8 : 4;
  private static final float[] ZEROS = new float[Tile.COLUMNS];

  private RowTile() {}

  /// All rows, a tile at a time, of `panels` neighbouring panels of two vectors.
  static void rows(
      boolean add,
      float[] a,
      int a0,
      int aStep,
      int rows,
      int k,
      float[] b,
      int b0,
      int bStep,
      float[] c,
      int c0,
      int cStep,
      int panels) {
    for (int m = 0; m < rows; m += HEIGHT) {
      int valid = Math.min(HEIGHT, rows - m);
      int am = a0 + m * aStep;
      for (int panel = 0; panel < panels; panel++) {
        int bn = b0 + panel * Tile.COLUMNS;
        int cn = c0 + m * cStep + panel * Tile.COLUMNS;
        if (HEIGHT == 8) {
          rows8x2(add, a, am, aStep, valid, k, b, bn, bStep, c, cn, cStep);
        } else {
          RowTileShort.rows4x2(add, a, am, aStep, valid, k, b, bn, bStep, c, cn, cStep);
        }
      }
    }
  }

  private static void rows8x2(
      boolean add,
      float[] a,
      int a0,
      int aStep,
      int valid,
      int k,
      float[] b,
      int b0,
      int bStep,
      float[] c,
      int c0,
      int cStep) {
    int last = valid - 1;
    int m1 = Math.min(1, last);
    int m2 = Math.min(2, last);
    int m3 = Math.min(3, last);
    int m4 = Math.min(4, last);
    int m5 = Math.min(5, last);
    int m6 = Math.min(6, last);
    int m7 = Math.min(7, last);
    int a1 = a0 + m1 * aStep;
    int a2 = a0 + m2 * aStep;
    int a3 = a0 + m3 * aStep;
    int a4 = a0 + m4 * aStep;
    int a5 = a0 + m5 * aStep;
    int a6 = a0 + m6 * aStep;
    int a7 = a0 + m7 * aStep;
    // One way in for both starts: a branch would leave vectors boxed on the heap.
    float[] from = add ? c : ZEROS;
    int f0 = add ? c0 : 0;
    int fStep = add ? cStep : 0;
    int n = Lanes.N;
    FloatVector x0 = FloatVector.fromArray(Lanes.F, from, f0);
    FloatVector y0 = FloatVector.fromArray(Lanes.F, from, f0 + n);
    FloatVector x1 = FloatVector.fromArray(Lanes.F, from, f0 + m1 * fStep);
    FloatVector y1 = FloatVector.fromArray(Lanes.F, from, f0 + m1 * fStep + n);
    FloatVector x2 = FloatVector.fromArray(Lanes.F, from, f0 + m2 * fStep);
    FloatVector y2 = FloatVector.fromArray(Lanes.F, from, f0 + m2 * fStep + n);
    FloatVector x3 = FloatVector.fromArray(Lanes.F, from, f0 + m3 * fStep);
    FloatVector y3 = FloatVector.fromArray(Lanes.F, from, f0 + m3 * fStep + n);
    FloatVector x4 = FloatVector.fromArray(Lanes.F, from, f0 + m4 * fStep);
    FloatVector y4 = FloatVector.fromArray(Lanes.F, from, f0 + m4 * fStep + n);
    FloatVector x5 = FloatVector.fromArray(Lanes.F, from, f0 + m5 * fStep);
    FloatVector y5 = FloatVector.fromArray(Lanes.F, from, f0 + m5 * fStep + n);
    FloatVector x6 = FloatVector.fromArray(Lanes.F, from, f0 + m6 * fStep);
    FloatVector y6 = FloatVector.fromArray(Lanes.F, from, f0 + m6 * fStep + n);
    FloatVector x7 = FloatVector.fromArray(Lanes.F, from, f0 + m7 * fStep);
    FloatVector y7 = FloatVector.fromArray(Lanes.F, from, f0 + m7 * fStep + n);
    for (int i = 0; i < k; i++) {
      FloatVector u = FloatVector.fromArray(Lanes.F, b, b0);
      FloatVector v = FloatVector.fromArray(Lanes.F, b, b0 + n);
      b0 += bStep;
      FloatVector s = FloatVector.broadcast(Lanes.F, a[a0 + i]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      s = FloatVector.broadcast(Lanes.F, a[a1 + i]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      s = FloatVector.broadcast(Lanes.F, a[a2 + i]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      s = FloatVector.broadcast(Lanes.F, a[a3 + i]);
      x3 = s.fma(u, x3);
      y3 = s.fma(v, y3);
      s = FloatVector.broadcast(Lanes.F, a[a4 + i]);
      x4 = s.fma(u, x4);
      y4 = s.fma(v, y4);
      s = FloatVector.broadcast(Lanes.F, a[a5 + i]);
      x5 = s.fma(u, x5);
      y5 = s.fma(v, y5);
      s = FloatVector.broadcast(Lanes.F, a[a6 + i]);
      x6 = s.fma(u, x6);
      y6 = s.fma(v, y6);
      s = FloatVector.broadcast(Lanes.F, a[a7 + i]);
      x7 = s.fma(u, x7);
      y7 = s.fma(v, y7);
    }
    x0.intoArray(c, c0);
    y0.intoArray(c, c0 + n);
    x1.intoArray(c, c0 + m1 * cStep);
    y1.intoArray(c, c0 + m1 * cStep + n);
    x2.intoArray(c, c0 + m2 * cStep);
    y2.intoArray(c, c0 + m2 * cStep + n);
    x3.intoArray(c, c0 + m3 * cStep);
    y3.intoArray(c, c0 + m3 * cStep + n);
    x4.intoArray(c, c0 + m4 * cStep);
    y4.intoArray(c, c0 + m4 * cStep + n);
    x5.intoArray(c, c0 + m5 * cStep);
    y5.intoArray(c, c0 + m5 * cStep + n);
    x6.intoArray(c, c0 + m6 * cStep);
    y6.intoArray(c, c0 + m6 * cStep + n);
    x7.intoArray(c, c0 + m7 * cStep);
    y7.intoArray(c, c0 + m7 * cStep + n);
  }
}
