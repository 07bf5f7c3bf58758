package dev.loupe.kernel;

import jdk.incubator.vector.FloatVector;

/// The tiles of [PatchTile] that are 2 vectors wide.
final class PatchTileTwo {
  private static final int PITCH = PatchTile.PITCH;

  private PatchTileTwo() {}

  /// 12 rows.
  static void rows12x2(
      float[] a, int a0, int[] off, float[] b, int b0, float[] c, int c0, int cStep) {
    int n = Lanes.N;
    int end = off.length & PatchTile.LONGEST;
    FloatVector x0 = FloatVector.zero(Lanes.F);
    FloatVector y0 = FloatVector.zero(Lanes.F);
    FloatVector x1 = FloatVector.zero(Lanes.F);
    FloatVector y1 = FloatVector.zero(Lanes.F);
    FloatVector x2 = FloatVector.zero(Lanes.F);
    FloatVector y2 = FloatVector.zero(Lanes.F);
    FloatVector x3 = FloatVector.zero(Lanes.F);
    FloatVector y3 = FloatVector.zero(Lanes.F);
    FloatVector x4 = FloatVector.zero(Lanes.F);
    FloatVector y4 = FloatVector.zero(Lanes.F);
    FloatVector x5 = FloatVector.zero(Lanes.F);
    FloatVector y5 = FloatVector.zero(Lanes.F);
    FloatVector x6 = FloatVector.zero(Lanes.F);
    FloatVector y6 = FloatVector.zero(Lanes.F);
    FloatVector x7 = FloatVector.zero(Lanes.F);
    FloatVector y7 = FloatVector.zero(Lanes.F);
    FloatVector x8 = FloatVector.zero(Lanes.F);
    FloatVector y8 = FloatVector.zero(Lanes.F);
    FloatVector x9 = FloatVector.zero(Lanes.F);
    FloatVector y9 = FloatVector.zero(Lanes.F);
    FloatVector x10 = FloatVector.zero(Lanes.F);
    FloatVector y10 = FloatVector.zero(Lanes.F);
    FloatVector x11 = FloatVector.zero(Lanes.F);
    FloatVector y11 = FloatVector.zero(Lanes.F);
    for (int i = 0; i < end; i++) {
      int p = a0 + off[i];
      FloatVector u0 = FloatVector.fromArray(Lanes.F, b, b0);
      FloatVector u1 = FloatVector.fromArray(Lanes.F, b, b0 + n);
      b0 += 2 * n;
      FloatVector s = FloatVector.broadcast(Lanes.F, a[p]);
      x0 = s.fma(u0, x0);
      y0 = s.fma(u1, y0);
      s = FloatVector.broadcast(Lanes.F, a[p + PITCH]);
      x1 = s.fma(u0, x1);
      y1 = s.fma(u1, y1);
      s = FloatVector.broadcast(Lanes.F, a[p + 2 * PITCH]);
      x2 = s.fma(u0, x2);
      y2 = s.fma(u1, y2);
      s = FloatVector.broadcast(Lanes.F, a[p + 3 * PITCH]);
      x3 = s.fma(u0, x3);
      y3 = s.fma(u1, y3);
      s = FloatVector.broadcast(Lanes.F, a[p + 4 * PITCH]);
      x4 = s.fma(u0, x4);
      y4 = s.fma(u1, y4);
      s = FloatVector.broadcast(Lanes.F, a[p + 5 * PITCH]);
      x5 = s.fma(u0, x5);
      y5 = s.fma(u1, y5);
      s = FloatVector.broadcast(Lanes.F, a[p + 6 * PITCH]);
      x6 = s.fma(u0, x6);
      y6 = s.fma(u1, y6);
      s = FloatVector.broadcast(Lanes.F, a[p + 7 * PITCH]);
      x7 = s.fma(u0, x7);
      y7 = s.fma(u1, y7);
      s = FloatVector.broadcast(Lanes.F, a[p + 8 * PITCH]);
      x8 = s.fma(u0, x8);
      y8 = s.fma(u1, y8);
      s = FloatVector.broadcast(Lanes.F, a[p + 9 * PITCH]);
      x9 = s.fma(u0, x9);
      y9 = s.fma(u1, y9);
      s = FloatVector.broadcast(Lanes.F, a[p + 10 * PITCH]);
      x10 = s.fma(u0, x10);
      y10 = s.fma(u1, y10);
      s = FloatVector.broadcast(Lanes.F, a[p + 11 * PITCH]);
      x11 = s.fma(u0, x11);
      y11 = s.fma(u1, y11);
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
      float[] a, int a0, int[] off, float[] b, int b0, float[] c, int c0, int cStep) {
    int n = Lanes.N;
    int end = off.length & PatchTile.LONGEST;
    FloatVector x0 = FloatVector.zero(Lanes.F);
    FloatVector y0 = FloatVector.zero(Lanes.F);
    FloatVector x1 = FloatVector.zero(Lanes.F);
    FloatVector y1 = FloatVector.zero(Lanes.F);
    FloatVector x2 = FloatVector.zero(Lanes.F);
    FloatVector y2 = FloatVector.zero(Lanes.F);
    FloatVector x3 = FloatVector.zero(Lanes.F);
    FloatVector y3 = FloatVector.zero(Lanes.F);
    FloatVector x4 = FloatVector.zero(Lanes.F);
    FloatVector y4 = FloatVector.zero(Lanes.F);
    FloatVector x5 = FloatVector.zero(Lanes.F);
    FloatVector y5 = FloatVector.zero(Lanes.F);
    FloatVector x6 = FloatVector.zero(Lanes.F);
    FloatVector y6 = FloatVector.zero(Lanes.F);
    FloatVector x7 = FloatVector.zero(Lanes.F);
    FloatVector y7 = FloatVector.zero(Lanes.F);
    FloatVector x8 = FloatVector.zero(Lanes.F);
    FloatVector y8 = FloatVector.zero(Lanes.F);
    FloatVector x9 = FloatVector.zero(Lanes.F);
    FloatVector y9 = FloatVector.zero(Lanes.F);
    for (int i = 0; i < end; i++) {
      int p = a0 + off[i];
      FloatVector u0 = FloatVector.fromArray(Lanes.F, b, b0);
      FloatVector u1 = FloatVector.fromArray(Lanes.F, b, b0 + n);
      b0 += 2 * n;
      FloatVector s = FloatVector.broadcast(Lanes.F, a[p]);
      x0 = s.fma(u0, x0);
      y0 = s.fma(u1, y0);
      s = FloatVector.broadcast(Lanes.F, a[p + PITCH]);
      x1 = s.fma(u0, x1);
      y1 = s.fma(u1, y1);
      s = FloatVector.broadcast(Lanes.F, a[p + 2 * PITCH]);
      x2 = s.fma(u0, x2);
      y2 = s.fma(u1, y2);
      s = FloatVector.broadcast(Lanes.F, a[p + 3 * PITCH]);
      x3 = s.fma(u0, x3);
      y3 = s.fma(u1, y3);
      s = FloatVector.broadcast(Lanes.F, a[p + 4 * PITCH]);
      x4 = s.fma(u0, x4);
      y4 = s.fma(u1, y4);
      s = FloatVector.broadcast(Lanes.F, a[p + 5 * PITCH]);
      x5 = s.fma(u0, x5);
      y5 = s.fma(u1, y5);
      s = FloatVector.broadcast(Lanes.F, a[p + 6 * PITCH]);
      x6 = s.fma(u0, x6);
      y6 = s.fma(u1, y6);
      s = FloatVector.broadcast(Lanes.F, a[p + 7 * PITCH]);
      x7 = s.fma(u0, x7);
      y7 = s.fma(u1, y7);
      s = FloatVector.broadcast(Lanes.F, a[p + 8 * PITCH]);
      x8 = s.fma(u0, x8);
      y8 = s.fma(u1, y8);
      s = FloatVector.broadcast(Lanes.F, a[p + 9 * PITCH]);
      x9 = s.fma(u0, x9);
      y9 = s.fma(u1, y9);
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

  /// 8 rows.
  static void rows8x2(
      float[] a, int a0, int[] off, float[] b, int b0, float[] c, int c0, int cStep) {
    int n = Lanes.N;
    int end = off.length & PatchTile.LONGEST;
    FloatVector x0 = FloatVector.zero(Lanes.F);
    FloatVector y0 = FloatVector.zero(Lanes.F);
    FloatVector x1 = FloatVector.zero(Lanes.F);
    FloatVector y1 = FloatVector.zero(Lanes.F);
    FloatVector x2 = FloatVector.zero(Lanes.F);
    FloatVector y2 = FloatVector.zero(Lanes.F);
    FloatVector x3 = FloatVector.zero(Lanes.F);
    FloatVector y3 = FloatVector.zero(Lanes.F);
    FloatVector x4 = FloatVector.zero(Lanes.F);
    FloatVector y4 = FloatVector.zero(Lanes.F);
    FloatVector x5 = FloatVector.zero(Lanes.F);
    FloatVector y5 = FloatVector.zero(Lanes.F);
    FloatVector x6 = FloatVector.zero(Lanes.F);
    FloatVector y6 = FloatVector.zero(Lanes.F);
    FloatVector x7 = FloatVector.zero(Lanes.F);
    FloatVector y7 = FloatVector.zero(Lanes.F);
    for (int i = 0; i < end; i++) {
      int p = a0 + off[i];
      FloatVector u0 = FloatVector.fromArray(Lanes.F, b, b0);
      FloatVector u1 = FloatVector.fromArray(Lanes.F, b, b0 + n);
      b0 += 2 * n;
      FloatVector s = FloatVector.broadcast(Lanes.F, a[p]);
      x0 = s.fma(u0, x0);
      y0 = s.fma(u1, y0);
      s = FloatVector.broadcast(Lanes.F, a[p + PITCH]);
      x1 = s.fma(u0, x1);
      y1 = s.fma(u1, y1);
      s = FloatVector.broadcast(Lanes.F, a[p + 2 * PITCH]);
      x2 = s.fma(u0, x2);
      y2 = s.fma(u1, y2);
      s = FloatVector.broadcast(Lanes.F, a[p + 3 * PITCH]);
      x3 = s.fma(u0, x3);
      y3 = s.fma(u1, y3);
      s = FloatVector.broadcast(Lanes.F, a[p + 4 * PITCH]);
      x4 = s.fma(u0, x4);
      y4 = s.fma(u1, y4);
      s = FloatVector.broadcast(Lanes.F, a[p + 5 * PITCH]);
      x5 = s.fma(u0, x5);
      y5 = s.fma(u1, y5);
      s = FloatVector.broadcast(Lanes.F, a[p + 6 * PITCH]);
      x6 = s.fma(u0, x6);
      y6 = s.fma(u1, y6);
      s = FloatVector.broadcast(Lanes.F, a[p + 7 * PITCH]);
      x7 = s.fma(u0, x7);
      y7 = s.fma(u1, y7);
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
}
