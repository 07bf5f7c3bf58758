package dev.loupe.kernel;

import jdk.incubator.vector.FloatVector;

/// The tiles of [PatchTile] that are 4 vectors wide.
final class PatchTileFour {
  private static final int PITCH = PatchTile.PITCH;

  private PatchTileFour() {}

  /// 6 rows.
  static void rows6x4(
      float[] a, int a0, int[] off, float[] b, int b0, float[] c, int c0, int cStep) {
    int n = Lanes.N;
    int end = off.length & PatchTile.LONGEST;
    FloatVector x0 = FloatVector.zero(Lanes.F);
    FloatVector y0 = FloatVector.zero(Lanes.F);
    FloatVector z0 = FloatVector.zero(Lanes.F);
    FloatVector w0 = FloatVector.zero(Lanes.F);
    FloatVector x1 = FloatVector.zero(Lanes.F);
    FloatVector y1 = FloatVector.zero(Lanes.F);
    FloatVector z1 = FloatVector.zero(Lanes.F);
    FloatVector w1 = FloatVector.zero(Lanes.F);
    FloatVector x2 = FloatVector.zero(Lanes.F);
    FloatVector y2 = FloatVector.zero(Lanes.F);
    FloatVector z2 = FloatVector.zero(Lanes.F);
    FloatVector w2 = FloatVector.zero(Lanes.F);
    FloatVector x3 = FloatVector.zero(Lanes.F);
    FloatVector y3 = FloatVector.zero(Lanes.F);
    FloatVector z3 = FloatVector.zero(Lanes.F);
    FloatVector w3 = FloatVector.zero(Lanes.F);
    FloatVector x4 = FloatVector.zero(Lanes.F);
    FloatVector y4 = FloatVector.zero(Lanes.F);
    FloatVector z4 = FloatVector.zero(Lanes.F);
    FloatVector w4 = FloatVector.zero(Lanes.F);
    FloatVector x5 = FloatVector.zero(Lanes.F);
    FloatVector y5 = FloatVector.zero(Lanes.F);
    FloatVector z5 = FloatVector.zero(Lanes.F);
    FloatVector w5 = FloatVector.zero(Lanes.F);
    for (int i = 0; i < end; i++) {
      int p = a0 + off[i];
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
      s = FloatVector.broadcast(Lanes.F, a[p + PITCH]);
      x1 = s.fma(u0, x1);
      y1 = s.fma(u1, y1);
      z1 = s.fma(u2, z1);
      w1 = s.fma(u3, w1);
      s = FloatVector.broadcast(Lanes.F, a[p + 2 * PITCH]);
      x2 = s.fma(u0, x2);
      y2 = s.fma(u1, y2);
      z2 = s.fma(u2, z2);
      w2 = s.fma(u3, w2);
      s = FloatVector.broadcast(Lanes.F, a[p + 3 * PITCH]);
      x3 = s.fma(u0, x3);
      y3 = s.fma(u1, y3);
      z3 = s.fma(u2, z3);
      w3 = s.fma(u3, w3);
      s = FloatVector.broadcast(Lanes.F, a[p + 4 * PITCH]);
      x4 = s.fma(u0, x4);
      y4 = s.fma(u1, y4);
      z4 = s.fma(u2, z4);
      w4 = s.fma(u3, w4);
      s = FloatVector.broadcast(Lanes.F, a[p + 5 * PITCH]);
      x5 = s.fma(u0, x5);
      y5 = s.fma(u1, y5);
      z5 = s.fma(u2, z5);
      w5 = s.fma(u3, w5);
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

  /// 5 rows.
  static void rows5x4(
      float[] a, int a0, int[] off, float[] b, int b0, float[] c, int c0, int cStep) {
    int n = Lanes.N;
    int end = off.length & PatchTile.LONGEST;
    FloatVector x0 = FloatVector.zero(Lanes.F);
    FloatVector y0 = FloatVector.zero(Lanes.F);
    FloatVector z0 = FloatVector.zero(Lanes.F);
    FloatVector w0 = FloatVector.zero(Lanes.F);
    FloatVector x1 = FloatVector.zero(Lanes.F);
    FloatVector y1 = FloatVector.zero(Lanes.F);
    FloatVector z1 = FloatVector.zero(Lanes.F);
    FloatVector w1 = FloatVector.zero(Lanes.F);
    FloatVector x2 = FloatVector.zero(Lanes.F);
    FloatVector y2 = FloatVector.zero(Lanes.F);
    FloatVector z2 = FloatVector.zero(Lanes.F);
    FloatVector w2 = FloatVector.zero(Lanes.F);
    FloatVector x3 = FloatVector.zero(Lanes.F);
    FloatVector y3 = FloatVector.zero(Lanes.F);
    FloatVector z3 = FloatVector.zero(Lanes.F);
    FloatVector w3 = FloatVector.zero(Lanes.F);
    FloatVector x4 = FloatVector.zero(Lanes.F);
    FloatVector y4 = FloatVector.zero(Lanes.F);
    FloatVector z4 = FloatVector.zero(Lanes.F);
    FloatVector w4 = FloatVector.zero(Lanes.F);
    for (int i = 0; i < end; i++) {
      int p = a0 + off[i];
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
      s = FloatVector.broadcast(Lanes.F, a[p + PITCH]);
      x1 = s.fma(u0, x1);
      y1 = s.fma(u1, y1);
      z1 = s.fma(u2, z1);
      w1 = s.fma(u3, w1);
      s = FloatVector.broadcast(Lanes.F, a[p + 2 * PITCH]);
      x2 = s.fma(u0, x2);
      y2 = s.fma(u1, y2);
      z2 = s.fma(u2, z2);
      w2 = s.fma(u3, w2);
      s = FloatVector.broadcast(Lanes.F, a[p + 3 * PITCH]);
      x3 = s.fma(u0, x3);
      y3 = s.fma(u1, y3);
      z3 = s.fma(u2, z3);
      w3 = s.fma(u3, w3);
      s = FloatVector.broadcast(Lanes.F, a[p + 4 * PITCH]);
      x4 = s.fma(u0, x4);
      y4 = s.fma(u1, y4);
      z4 = s.fma(u2, z4);
      w4 = s.fma(u3, w4);
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
}
