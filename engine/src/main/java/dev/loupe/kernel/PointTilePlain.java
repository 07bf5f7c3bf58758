package dev.loupe.kernel;

import jdk.incubator.vector.FloatVector;

/// The high tiles of [PointTile] without bounds for what is written. Bounds cost as much as 3
/// channels, and a branch around them in one method keeps sums in memory.
final class PointTilePlain {
  private PointTilePlain() {}

  /// 13 rows.
  static float rows13x2(
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
    float seen = 0;
    int line = PointTile.ahead(13, count);
    int next = PointTile.next(a.length, a0, 13, aStep, count);
    for (int i = 0; i < count; i++) {
      seen += a[next + line * i];
      int p = a0 + i;
      int q = b0 + i * 2 * n;
      FloatVector u = FloatVector.fromArray(Lanes.F, b, q);
      FloatVector v = FloatVector.fromArray(Lanes.F, b, q + n);
      FloatVector s = FloatVector.broadcast(Lanes.F, a[p]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      p += aStep;
      s = FloatVector.broadcast(Lanes.F, a[p]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      p += aStep;
      s = FloatVector.broadcast(Lanes.F, a[p]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      p += aStep;
      s = FloatVector.broadcast(Lanes.F, a[p]);
      x3 = s.fma(u, x3);
      y3 = s.fma(v, y3);
      p += aStep;
      s = FloatVector.broadcast(Lanes.F, a[p]);
      x4 = s.fma(u, x4);
      y4 = s.fma(v, y4);
      p += aStep;
      s = FloatVector.broadcast(Lanes.F, a[p]);
      x5 = s.fma(u, x5);
      y5 = s.fma(v, y5);
      p += aStep;
      s = FloatVector.broadcast(Lanes.F, a[p]);
      x6 = s.fma(u, x6);
      y6 = s.fma(v, y6);
      p += aStep;
      s = FloatVector.broadcast(Lanes.F, a[p]);
      x7 = s.fma(u, x7);
      y7 = s.fma(v, y7);
      p += aStep;
      s = FloatVector.broadcast(Lanes.F, a[p]);
      x8 = s.fma(u, x8);
      y8 = s.fma(v, y8);
      p += aStep;
      s = FloatVector.broadcast(Lanes.F, a[p]);
      x9 = s.fma(u, x9);
      y9 = s.fma(v, y9);
      p += aStep;
      s = FloatVector.broadcast(Lanes.F, a[p]);
      x10 = s.fma(u, x10);
      y10 = s.fma(v, y10);
      p += aStep;
      s = FloatVector.broadcast(Lanes.F, a[p]);
      x11 = s.fma(u, x11);
      y11 = s.fma(v, y11);
      p += aStep;
      s = FloatVector.broadcast(Lanes.F, a[p]);
      x12 = s.fma(u, x12);
      y12 = s.fma(v, y12);
    }
    FloatVector e1 = FloatVector.fromArray(Lanes.F, e, e0);
    FloatVector e2 = FloatVector.fromArray(Lanes.F, e, e0 + n);
    int d = c0;
    x0.add(e1).intoArray(c, d);
    y0.add(e2).intoArray(c, d + n);
    d += cStep;
    x1.add(e1).intoArray(c, d);
    y1.add(e2).intoArray(c, d + n);
    d += cStep;
    x2.add(e1).intoArray(c, d);
    y2.add(e2).intoArray(c, d + n);
    d += cStep;
    x3.add(e1).intoArray(c, d);
    y3.add(e2).intoArray(c, d + n);
    d += cStep;
    x4.add(e1).intoArray(c, d);
    y4.add(e2).intoArray(c, d + n);
    d += cStep;
    x5.add(e1).intoArray(c, d);
    y5.add(e2).intoArray(c, d + n);
    d += cStep;
    x6.add(e1).intoArray(c, d);
    y6.add(e2).intoArray(c, d + n);
    d += cStep;
    x7.add(e1).intoArray(c, d);
    y7.add(e2).intoArray(c, d + n);
    d += cStep;
    x8.add(e1).intoArray(c, d);
    y8.add(e2).intoArray(c, d + n);
    d += cStep;
    x9.add(e1).intoArray(c, d);
    y9.add(e2).intoArray(c, d + n);
    d += cStep;
    x10.add(e1).intoArray(c, d);
    y10.add(e2).intoArray(c, d + n);
    d += cStep;
    x11.add(e1).intoArray(c, d);
    y11.add(e2).intoArray(c, d + n);
    d += cStep;
    x12.add(e1).intoArray(c, d);
    y12.add(e2).intoArray(c, d + n);
    return seen;
  }

  /// 16 rows, two channels at a time, so that a row's place serves twice.
  static float rows16x1(
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
    float seen = 0;
    int line = PointTile.ahead(16, count);
    int next = PointTile.next(a.length, a0, 16, aStep, count);
    int even = count & -2;
    for (int i = 0; i < even; i += 2) {
      seen += a[next + line * i] + a[next + line * (i + 1)];
      int p = a0 + i;
      int q = b0 + i * n;
      FloatVector u = FloatVector.fromArray(Lanes.F, b, q);
      FloatVector v = FloatVector.fromArray(Lanes.F, b, q + n);
      x0 = FloatVector.broadcast(Lanes.F, a[p]).fma(u, x0);
      x0 = FloatVector.broadcast(Lanes.F, a[p + 1]).fma(v, x0);
      p += aStep;
      x1 = FloatVector.broadcast(Lanes.F, a[p]).fma(u, x1);
      x1 = FloatVector.broadcast(Lanes.F, a[p + 1]).fma(v, x1);
      p += aStep;
      x2 = FloatVector.broadcast(Lanes.F, a[p]).fma(u, x2);
      x2 = FloatVector.broadcast(Lanes.F, a[p + 1]).fma(v, x2);
      p += aStep;
      x3 = FloatVector.broadcast(Lanes.F, a[p]).fma(u, x3);
      x3 = FloatVector.broadcast(Lanes.F, a[p + 1]).fma(v, x3);
      p += aStep;
      x4 = FloatVector.broadcast(Lanes.F, a[p]).fma(u, x4);
      x4 = FloatVector.broadcast(Lanes.F, a[p + 1]).fma(v, x4);
      p += aStep;
      x5 = FloatVector.broadcast(Lanes.F, a[p]).fma(u, x5);
      x5 = FloatVector.broadcast(Lanes.F, a[p + 1]).fma(v, x5);
      p += aStep;
      x6 = FloatVector.broadcast(Lanes.F, a[p]).fma(u, x6);
      x6 = FloatVector.broadcast(Lanes.F, a[p + 1]).fma(v, x6);
      p += aStep;
      x7 = FloatVector.broadcast(Lanes.F, a[p]).fma(u, x7);
      x7 = FloatVector.broadcast(Lanes.F, a[p + 1]).fma(v, x7);
      p += aStep;
      x8 = FloatVector.broadcast(Lanes.F, a[p]).fma(u, x8);
      x8 = FloatVector.broadcast(Lanes.F, a[p + 1]).fma(v, x8);
      p += aStep;
      x9 = FloatVector.broadcast(Lanes.F, a[p]).fma(u, x9);
      x9 = FloatVector.broadcast(Lanes.F, a[p + 1]).fma(v, x9);
      p += aStep;
      x10 = FloatVector.broadcast(Lanes.F, a[p]).fma(u, x10);
      x10 = FloatVector.broadcast(Lanes.F, a[p + 1]).fma(v, x10);
      p += aStep;
      x11 = FloatVector.broadcast(Lanes.F, a[p]).fma(u, x11);
      x11 = FloatVector.broadcast(Lanes.F, a[p + 1]).fma(v, x11);
      p += aStep;
      x12 = FloatVector.broadcast(Lanes.F, a[p]).fma(u, x12);
      x12 = FloatVector.broadcast(Lanes.F, a[p + 1]).fma(v, x12);
      p += aStep;
      x13 = FloatVector.broadcast(Lanes.F, a[p]).fma(u, x13);
      x13 = FloatVector.broadcast(Lanes.F, a[p + 1]).fma(v, x13);
      p += aStep;
      x14 = FloatVector.broadcast(Lanes.F, a[p]).fma(u, x14);
      x14 = FloatVector.broadcast(Lanes.F, a[p + 1]).fma(v, x14);
      p += aStep;
      x15 = FloatVector.broadcast(Lanes.F, a[p]).fma(u, x15);
      x15 = FloatVector.broadcast(Lanes.F, a[p + 1]).fma(v, x15);
    }
    for (int i = even; i < count; i++) {
      int p = a0 + i;
      FloatVector u = FloatVector.fromArray(Lanes.F, b, b0 + i * n);
      x0 = FloatVector.broadcast(Lanes.F, a[p]).fma(u, x0);
      p += aStep;
      x1 = FloatVector.broadcast(Lanes.F, a[p]).fma(u, x1);
      p += aStep;
      x2 = FloatVector.broadcast(Lanes.F, a[p]).fma(u, x2);
      p += aStep;
      x3 = FloatVector.broadcast(Lanes.F, a[p]).fma(u, x3);
      p += aStep;
      x4 = FloatVector.broadcast(Lanes.F, a[p]).fma(u, x4);
      p += aStep;
      x5 = FloatVector.broadcast(Lanes.F, a[p]).fma(u, x5);
      p += aStep;
      x6 = FloatVector.broadcast(Lanes.F, a[p]).fma(u, x6);
      p += aStep;
      x7 = FloatVector.broadcast(Lanes.F, a[p]).fma(u, x7);
      p += aStep;
      x8 = FloatVector.broadcast(Lanes.F, a[p]).fma(u, x8);
      p += aStep;
      x9 = FloatVector.broadcast(Lanes.F, a[p]).fma(u, x9);
      p += aStep;
      x10 = FloatVector.broadcast(Lanes.F, a[p]).fma(u, x10);
      p += aStep;
      x11 = FloatVector.broadcast(Lanes.F, a[p]).fma(u, x11);
      p += aStep;
      x12 = FloatVector.broadcast(Lanes.F, a[p]).fma(u, x12);
      p += aStep;
      x13 = FloatVector.broadcast(Lanes.F, a[p]).fma(u, x13);
      p += aStep;
      x14 = FloatVector.broadcast(Lanes.F, a[p]).fma(u, x14);
      p += aStep;
      x15 = FloatVector.broadcast(Lanes.F, a[p]).fma(u, x15);
    }
    FloatVector e1 = FloatVector.fromArray(Lanes.F, e, e0);
    int d = c0;
    x0.add(e1).intoArray(c, d);
    d += cStep;
    x1.add(e1).intoArray(c, d);
    d += cStep;
    x2.add(e1).intoArray(c, d);
    d += cStep;
    x3.add(e1).intoArray(c, d);
    d += cStep;
    x4.add(e1).intoArray(c, d);
    d += cStep;
    x5.add(e1).intoArray(c, d);
    d += cStep;
    x6.add(e1).intoArray(c, d);
    d += cStep;
    x7.add(e1).intoArray(c, d);
    d += cStep;
    x8.add(e1).intoArray(c, d);
    d += cStep;
    x9.add(e1).intoArray(c, d);
    d += cStep;
    x10.add(e1).intoArray(c, d);
    d += cStep;
    x11.add(e1).intoArray(c, d);
    d += cStep;
    x12.add(e1).intoArray(c, d);
    d += cStep;
    x13.add(e1).intoArray(c, d);
    d += cStep;
    x14.add(e1).intoArray(c, d);
    d += cStep;
    x15.add(e1).intoArray(c, d);
    return seen;
  }
}
