package dev.loupe.kernel;

import jdk.incubator.vector.FloatVector;

/// The tiles of [BlockTile] that are 2 vectors wide.
final class BlockTileTwo {
  private static final int BLOCK = BlockTile.BLOCK;

  private BlockTileTwo() {}

  /// 12 rows.
  static void rows12x2(
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
    float[] from = add ? c : BlockTile.ZEROS;
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

  /// 10 rows.
  static void rows10x2(
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
    float[] from = add ? c : BlockTile.ZEROS;
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
  }
}
