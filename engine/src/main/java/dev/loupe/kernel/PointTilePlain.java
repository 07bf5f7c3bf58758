package dev.loupe.kernel;

import jdk.incubator.vector.FloatVector;

/// The high tiles of [PointTile] without bounds for what is written. Bounds cost as much as 3
/// channels, and a branch around them in one method keeps sums in memory.
final class PointTilePlain {
  private PointTilePlain() {}

  /// 13 rows.
  static void rows13x2(
      float[] a,
      int a0,
      int aStep,
      int count,
      float[] b,
      int b0,
      float[] c,
      int c0,
      int cStep,
      float[] e,
      int e0) {
    int n = Lanes.N;
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
    FloatVector x12 = FloatVector.zero(Lanes.F);
    FloatVector y12 = FloatVector.zero(Lanes.F);
    for (int i = 0; i < count; i++) {
      int p = a0 + i;
      int q = b0 + i * 2 * n;
      FloatVector u = FloatVector.fromArray(Lanes.F, b, q);
      FloatVector v = FloatVector.fromArray(Lanes.F, b, q + n);
      FloatVector s = FloatVector.broadcast(Lanes.F, a[p]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      s = FloatVector.broadcast(Lanes.F, a[p + aStep]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      s = FloatVector.broadcast(Lanes.F, a[p + 2 * aStep]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      s = FloatVector.broadcast(Lanes.F, a[p + 3 * aStep]);
      x3 = s.fma(u, x3);
      y3 = s.fma(v, y3);
      s = FloatVector.broadcast(Lanes.F, a[p + 4 * aStep]);
      x4 = s.fma(u, x4);
      y4 = s.fma(v, y4);
      s = FloatVector.broadcast(Lanes.F, a[p + 5 * aStep]);
      x5 = s.fma(u, x5);
      y5 = s.fma(v, y5);
      s = FloatVector.broadcast(Lanes.F, a[p + 6 * aStep]);
      x6 = s.fma(u, x6);
      y6 = s.fma(v, y6);
      s = FloatVector.broadcast(Lanes.F, a[p + 7 * aStep]);
      x7 = s.fma(u, x7);
      y7 = s.fma(v, y7);
      s = FloatVector.broadcast(Lanes.F, a[p + 8 * aStep]);
      x8 = s.fma(u, x8);
      y8 = s.fma(v, y8);
      s = FloatVector.broadcast(Lanes.F, a[p + 9 * aStep]);
      x9 = s.fma(u, x9);
      y9 = s.fma(v, y9);
      s = FloatVector.broadcast(Lanes.F, a[p + 10 * aStep]);
      x10 = s.fma(u, x10);
      y10 = s.fma(v, y10);
      s = FloatVector.broadcast(Lanes.F, a[p + 11 * aStep]);
      x11 = s.fma(u, x11);
      y11 = s.fma(v, y11);
      s = FloatVector.broadcast(Lanes.F, a[p + 12 * aStep]);
      x12 = s.fma(u, x12);
      y12 = s.fma(v, y12);
    }
    FloatVector e1 = FloatVector.fromArray(Lanes.F, e, e0);
    FloatVector e2 = FloatVector.fromArray(Lanes.F, e, e0 + n);
    x0.add(e1).intoArray(c, c0);
    y0.add(e2).intoArray(c, c0 + n);
    x1.add(e1).intoArray(c, c0 + cStep);
    y1.add(e2).intoArray(c, c0 + cStep + n);
    x2.add(e1).intoArray(c, c0 + 2 * cStep);
    y2.add(e2).intoArray(c, c0 + 2 * cStep + n);
    x3.add(e1).intoArray(c, c0 + 3 * cStep);
    y3.add(e2).intoArray(c, c0 + 3 * cStep + n);
    x4.add(e1).intoArray(c, c0 + 4 * cStep);
    y4.add(e2).intoArray(c, c0 + 4 * cStep + n);
    x5.add(e1).intoArray(c, c0 + 5 * cStep);
    y5.add(e2).intoArray(c, c0 + 5 * cStep + n);
    x6.add(e1).intoArray(c, c0 + 6 * cStep);
    y6.add(e2).intoArray(c, c0 + 6 * cStep + n);
    x7.add(e1).intoArray(c, c0 + 7 * cStep);
    y7.add(e2).intoArray(c, c0 + 7 * cStep + n);
    x8.add(e1).intoArray(c, c0 + 8 * cStep);
    y8.add(e2).intoArray(c, c0 + 8 * cStep + n);
    x9.add(e1).intoArray(c, c0 + 9 * cStep);
    y9.add(e2).intoArray(c, c0 + 9 * cStep + n);
    x10.add(e1).intoArray(c, c0 + 10 * cStep);
    y10.add(e2).intoArray(c, c0 + 10 * cStep + n);
    x11.add(e1).intoArray(c, c0 + 11 * cStep);
    y11.add(e2).intoArray(c, c0 + 11 * cStep + n);
    x12.add(e1).intoArray(c, c0 + 12 * cStep);
    y12.add(e2).intoArray(c, c0 + 12 * cStep + n);
  }

  /// 12 rows.
  static void rows12x2(
      float[] a,
      int a0,
      int aStep,
      int count,
      float[] b,
      int b0,
      float[] c,
      int c0,
      int cStep,
      float[] e,
      int e0) {
    int n = Lanes.N;
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
    for (int i = 0; i < count; i++) {
      int p = a0 + i;
      int q = b0 + i * 2 * n;
      FloatVector u = FloatVector.fromArray(Lanes.F, b, q);
      FloatVector v = FloatVector.fromArray(Lanes.F, b, q + n);
      FloatVector s = FloatVector.broadcast(Lanes.F, a[p]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      s = FloatVector.broadcast(Lanes.F, a[p + aStep]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      s = FloatVector.broadcast(Lanes.F, a[p + 2 * aStep]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      s = FloatVector.broadcast(Lanes.F, a[p + 3 * aStep]);
      x3 = s.fma(u, x3);
      y3 = s.fma(v, y3);
      s = FloatVector.broadcast(Lanes.F, a[p + 4 * aStep]);
      x4 = s.fma(u, x4);
      y4 = s.fma(v, y4);
      s = FloatVector.broadcast(Lanes.F, a[p + 5 * aStep]);
      x5 = s.fma(u, x5);
      y5 = s.fma(v, y5);
      s = FloatVector.broadcast(Lanes.F, a[p + 6 * aStep]);
      x6 = s.fma(u, x6);
      y6 = s.fma(v, y6);
      s = FloatVector.broadcast(Lanes.F, a[p + 7 * aStep]);
      x7 = s.fma(u, x7);
      y7 = s.fma(v, y7);
      s = FloatVector.broadcast(Lanes.F, a[p + 8 * aStep]);
      x8 = s.fma(u, x8);
      y8 = s.fma(v, y8);
      s = FloatVector.broadcast(Lanes.F, a[p + 9 * aStep]);
      x9 = s.fma(u, x9);
      y9 = s.fma(v, y9);
      s = FloatVector.broadcast(Lanes.F, a[p + 10 * aStep]);
      x10 = s.fma(u, x10);
      y10 = s.fma(v, y10);
      s = FloatVector.broadcast(Lanes.F, a[p + 11 * aStep]);
      x11 = s.fma(u, x11);
      y11 = s.fma(v, y11);
    }
    FloatVector e1 = FloatVector.fromArray(Lanes.F, e, e0);
    FloatVector e2 = FloatVector.fromArray(Lanes.F, e, e0 + n);
    x0.add(e1).intoArray(c, c0);
    y0.add(e2).intoArray(c, c0 + n);
    x1.add(e1).intoArray(c, c0 + cStep);
    y1.add(e2).intoArray(c, c0 + cStep + n);
    x2.add(e1).intoArray(c, c0 + 2 * cStep);
    y2.add(e2).intoArray(c, c0 + 2 * cStep + n);
    x3.add(e1).intoArray(c, c0 + 3 * cStep);
    y3.add(e2).intoArray(c, c0 + 3 * cStep + n);
    x4.add(e1).intoArray(c, c0 + 4 * cStep);
    y4.add(e2).intoArray(c, c0 + 4 * cStep + n);
    x5.add(e1).intoArray(c, c0 + 5 * cStep);
    y5.add(e2).intoArray(c, c0 + 5 * cStep + n);
    x6.add(e1).intoArray(c, c0 + 6 * cStep);
    y6.add(e2).intoArray(c, c0 + 6 * cStep + n);
    x7.add(e1).intoArray(c, c0 + 7 * cStep);
    y7.add(e2).intoArray(c, c0 + 7 * cStep + n);
    x8.add(e1).intoArray(c, c0 + 8 * cStep);
    y8.add(e2).intoArray(c, c0 + 8 * cStep + n);
    x9.add(e1).intoArray(c, c0 + 9 * cStep);
    y9.add(e2).intoArray(c, c0 + 9 * cStep + n);
    x10.add(e1).intoArray(c, c0 + 10 * cStep);
    y10.add(e2).intoArray(c, c0 + 10 * cStep + n);
    x11.add(e1).intoArray(c, c0 + 11 * cStep);
    y11.add(e2).intoArray(c, c0 + 11 * cStep + n);
  }

  /// 28 rows.
  static void rows28x1(
      float[] a,
      int a0,
      int aStep,
      int count,
      float[] b,
      int b0,
      float[] c,
      int c0,
      int cStep,
      float[] e,
      int e0) {
    int n = Lanes.N;
    FloatVector x0 = FloatVector.zero(Lanes.F);
    FloatVector x1 = FloatVector.zero(Lanes.F);
    FloatVector x2 = FloatVector.zero(Lanes.F);
    FloatVector x3 = FloatVector.zero(Lanes.F);
    FloatVector x4 = FloatVector.zero(Lanes.F);
    FloatVector x5 = FloatVector.zero(Lanes.F);
    FloatVector x6 = FloatVector.zero(Lanes.F);
    FloatVector x7 = FloatVector.zero(Lanes.F);
    FloatVector x8 = FloatVector.zero(Lanes.F);
    FloatVector x9 = FloatVector.zero(Lanes.F);
    FloatVector x10 = FloatVector.zero(Lanes.F);
    FloatVector x11 = FloatVector.zero(Lanes.F);
    FloatVector x12 = FloatVector.zero(Lanes.F);
    FloatVector x13 = FloatVector.zero(Lanes.F);
    FloatVector x14 = FloatVector.zero(Lanes.F);
    FloatVector x15 = FloatVector.zero(Lanes.F);
    FloatVector x16 = FloatVector.zero(Lanes.F);
    FloatVector x17 = FloatVector.zero(Lanes.F);
    FloatVector x18 = FloatVector.zero(Lanes.F);
    FloatVector x19 = FloatVector.zero(Lanes.F);
    FloatVector x20 = FloatVector.zero(Lanes.F);
    FloatVector x21 = FloatVector.zero(Lanes.F);
    FloatVector x22 = FloatVector.zero(Lanes.F);
    FloatVector x23 = FloatVector.zero(Lanes.F);
    FloatVector x24 = FloatVector.zero(Lanes.F);
    FloatVector x25 = FloatVector.zero(Lanes.F);
    FloatVector x26 = FloatVector.zero(Lanes.F);
    FloatVector x27 = FloatVector.zero(Lanes.F);
    for (int i = 0; i < count; i++) {
      int p = a0 + i;
      int q = b0 + i * n;
      FloatVector u = FloatVector.fromArray(Lanes.F, b, q);
      x0 = FloatVector.broadcast(Lanes.F, a[p]).fma(u, x0);
      x1 = FloatVector.broadcast(Lanes.F, a[p + aStep]).fma(u, x1);
      x2 = FloatVector.broadcast(Lanes.F, a[p + 2 * aStep]).fma(u, x2);
      x3 = FloatVector.broadcast(Lanes.F, a[p + 3 * aStep]).fma(u, x3);
      x4 = FloatVector.broadcast(Lanes.F, a[p + 4 * aStep]).fma(u, x4);
      x5 = FloatVector.broadcast(Lanes.F, a[p + 5 * aStep]).fma(u, x5);
      x6 = FloatVector.broadcast(Lanes.F, a[p + 6 * aStep]).fma(u, x6);
      x7 = FloatVector.broadcast(Lanes.F, a[p + 7 * aStep]).fma(u, x7);
      x8 = FloatVector.broadcast(Lanes.F, a[p + 8 * aStep]).fma(u, x8);
      x9 = FloatVector.broadcast(Lanes.F, a[p + 9 * aStep]).fma(u, x9);
      x10 = FloatVector.broadcast(Lanes.F, a[p + 10 * aStep]).fma(u, x10);
      x11 = FloatVector.broadcast(Lanes.F, a[p + 11 * aStep]).fma(u, x11);
      x12 = FloatVector.broadcast(Lanes.F, a[p + 12 * aStep]).fma(u, x12);
      x13 = FloatVector.broadcast(Lanes.F, a[p + 13 * aStep]).fma(u, x13);
      x14 = FloatVector.broadcast(Lanes.F, a[p + 14 * aStep]).fma(u, x14);
      x15 = FloatVector.broadcast(Lanes.F, a[p + 15 * aStep]).fma(u, x15);
      x16 = FloatVector.broadcast(Lanes.F, a[p + 16 * aStep]).fma(u, x16);
      x17 = FloatVector.broadcast(Lanes.F, a[p + 17 * aStep]).fma(u, x17);
      x18 = FloatVector.broadcast(Lanes.F, a[p + 18 * aStep]).fma(u, x18);
      x19 = FloatVector.broadcast(Lanes.F, a[p + 19 * aStep]).fma(u, x19);
      x20 = FloatVector.broadcast(Lanes.F, a[p + 20 * aStep]).fma(u, x20);
      x21 = FloatVector.broadcast(Lanes.F, a[p + 21 * aStep]).fma(u, x21);
      x22 = FloatVector.broadcast(Lanes.F, a[p + 22 * aStep]).fma(u, x22);
      x23 = FloatVector.broadcast(Lanes.F, a[p + 23 * aStep]).fma(u, x23);
      x24 = FloatVector.broadcast(Lanes.F, a[p + 24 * aStep]).fma(u, x24);
      x25 = FloatVector.broadcast(Lanes.F, a[p + 25 * aStep]).fma(u, x25);
      x26 = FloatVector.broadcast(Lanes.F, a[p + 26 * aStep]).fma(u, x26);
      x27 = FloatVector.broadcast(Lanes.F, a[p + 27 * aStep]).fma(u, x27);
    }
    FloatVector e1 = FloatVector.fromArray(Lanes.F, e, e0);
    x0.add(e1).intoArray(c, c0);
    x1.add(e1).intoArray(c, c0 + cStep);
    x2.add(e1).intoArray(c, c0 + 2 * cStep);
    x3.add(e1).intoArray(c, c0 + 3 * cStep);
    x4.add(e1).intoArray(c, c0 + 4 * cStep);
    x5.add(e1).intoArray(c, c0 + 5 * cStep);
    x6.add(e1).intoArray(c, c0 + 6 * cStep);
    x7.add(e1).intoArray(c, c0 + 7 * cStep);
    x8.add(e1).intoArray(c, c0 + 8 * cStep);
    x9.add(e1).intoArray(c, c0 + 9 * cStep);
    x10.add(e1).intoArray(c, c0 + 10 * cStep);
    x11.add(e1).intoArray(c, c0 + 11 * cStep);
    x12.add(e1).intoArray(c, c0 + 12 * cStep);
    x13.add(e1).intoArray(c, c0 + 13 * cStep);
    x14.add(e1).intoArray(c, c0 + 14 * cStep);
    x15.add(e1).intoArray(c, c0 + 15 * cStep);
    x16.add(e1).intoArray(c, c0 + 16 * cStep);
    x17.add(e1).intoArray(c, c0 + 17 * cStep);
    x18.add(e1).intoArray(c, c0 + 18 * cStep);
    x19.add(e1).intoArray(c, c0 + 19 * cStep);
    x20.add(e1).intoArray(c, c0 + 20 * cStep);
    x21.add(e1).intoArray(c, c0 + 21 * cStep);
    x22.add(e1).intoArray(c, c0 + 22 * cStep);
    x23.add(e1).intoArray(c, c0 + 23 * cStep);
    x24.add(e1).intoArray(c, c0 + 24 * cStep);
    x25.add(e1).intoArray(c, c0 + 25 * cStep);
    x26.add(e1).intoArray(c, c0 + 26 * cStep);
    x27.add(e1).intoArray(c, c0 + 27 * cStep);
  }
}
