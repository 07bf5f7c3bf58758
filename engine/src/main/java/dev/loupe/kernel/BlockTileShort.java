package dev.loupe.kernel;

import jdk.incubator.vector.FloatVector;

/// The tiles of [BlockTile] for vectors of fewer than 16 lanes, whose machines have 16 registers:
/// with more sums the compiler keeps some in memory, which takes more than twice as long.
final class BlockTileShort {
  private static final int BLOCK = BlockTile.BLOCK;

  private BlockTileShort() {}

  /// 4 rows, 2 vectors.
  static void rows4x2(
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
  }

  /// 6 rows, 1 vector.
  static void rows6x1(
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
    FloatVector x1 = FloatVector.fromArray(Lanes.F, from, f0 + fStep);
    FloatVector x2 = FloatVector.fromArray(Lanes.F, from, f0 + 2 * fStep);
    FloatVector x3 = FloatVector.fromArray(Lanes.F, from, f0 + 3 * fStep);
    FloatVector x4 = FloatVector.fromArray(Lanes.F, from, f0 + 4 * fStep);
    FloatVector x5 = FloatVector.fromArray(Lanes.F, from, f0 + 5 * fStep);
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
      }
    }
    x0.intoArray(c, c0);
    x1.intoArray(c, c0 + cStep);
    x2.intoArray(c, c0 + 2 * cStep);
    x3.intoArray(c, c0 + 3 * cStep);
    x4.intoArray(c, c0 + 4 * cStep);
    x5.intoArray(c, c0 + 5 * cStep);
  }
}
