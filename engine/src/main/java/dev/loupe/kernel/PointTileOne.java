package dev.loupe.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// The tiles of [PointTile] that are 1 vector wide.
final class PointTileOne {
  private PointTileOne() {}

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
      int e0,
      float low,
      float high) {
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
    FloatVector l = FloatVector.broadcast(Lanes.F, low);
    FloatVector h = FloatVector.broadcast(Lanes.F, high);
    FloatVector e1 = FloatVector.fromArray(Lanes.F, e, e0);
    int d = c0;
    x0 = x0.add(e1);
    x0 = x0.blend(l, x0.compare(VectorOperators.LE, l));
    x0 = x0.blend(h, x0.compare(VectorOperators.GE, h));
    x0.intoArray(c, d);
    d += cStep;
    x1 = x1.add(e1);
    x1 = x1.blend(l, x1.compare(VectorOperators.LE, l));
    x1 = x1.blend(h, x1.compare(VectorOperators.GE, h));
    x1.intoArray(c, d);
    d += cStep;
    x2 = x2.add(e1);
    x2 = x2.blend(l, x2.compare(VectorOperators.LE, l));
    x2 = x2.blend(h, x2.compare(VectorOperators.GE, h));
    x2.intoArray(c, d);
    d += cStep;
    x3 = x3.add(e1);
    x3 = x3.blend(l, x3.compare(VectorOperators.LE, l));
    x3 = x3.blend(h, x3.compare(VectorOperators.GE, h));
    x3.intoArray(c, d);
    d += cStep;
    x4 = x4.add(e1);
    x4 = x4.blend(l, x4.compare(VectorOperators.LE, l));
    x4 = x4.blend(h, x4.compare(VectorOperators.GE, h));
    x4.intoArray(c, d);
    d += cStep;
    x5 = x5.add(e1);
    x5 = x5.blend(l, x5.compare(VectorOperators.LE, l));
    x5 = x5.blend(h, x5.compare(VectorOperators.GE, h));
    x5.intoArray(c, d);
    d += cStep;
    x6 = x6.add(e1);
    x6 = x6.blend(l, x6.compare(VectorOperators.LE, l));
    x6 = x6.blend(h, x6.compare(VectorOperators.GE, h));
    x6.intoArray(c, d);
    d += cStep;
    x7 = x7.add(e1);
    x7 = x7.blend(l, x7.compare(VectorOperators.LE, l));
    x7 = x7.blend(h, x7.compare(VectorOperators.GE, h));
    x7.intoArray(c, d);
    d += cStep;
    x8 = x8.add(e1);
    x8 = x8.blend(l, x8.compare(VectorOperators.LE, l));
    x8 = x8.blend(h, x8.compare(VectorOperators.GE, h));
    x8.intoArray(c, d);
    d += cStep;
    x9 = x9.add(e1);
    x9 = x9.blend(l, x9.compare(VectorOperators.LE, l));
    x9 = x9.blend(h, x9.compare(VectorOperators.GE, h));
    x9.intoArray(c, d);
    d += cStep;
    x10 = x10.add(e1);
    x10 = x10.blend(l, x10.compare(VectorOperators.LE, l));
    x10 = x10.blend(h, x10.compare(VectorOperators.GE, h));
    x10.intoArray(c, d);
    d += cStep;
    x11 = x11.add(e1);
    x11 = x11.blend(l, x11.compare(VectorOperators.LE, l));
    x11 = x11.blend(h, x11.compare(VectorOperators.GE, h));
    x11.intoArray(c, d);
    d += cStep;
    x12 = x12.add(e1);
    x12 = x12.blend(l, x12.compare(VectorOperators.LE, l));
    x12 = x12.blend(h, x12.compare(VectorOperators.GE, h));
    x12.intoArray(c, d);
    d += cStep;
    x13 = x13.add(e1);
    x13 = x13.blend(l, x13.compare(VectorOperators.LE, l));
    x13 = x13.blend(h, x13.compare(VectorOperators.GE, h));
    x13.intoArray(c, d);
    d += cStep;
    x14 = x14.add(e1);
    x14 = x14.blend(l, x14.compare(VectorOperators.LE, l));
    x14 = x14.blend(h, x14.compare(VectorOperators.GE, h));
    x14.intoArray(c, d);
    d += cStep;
    x15 = x15.add(e1);
    x15 = x15.blend(l, x15.compare(VectorOperators.LE, l));
    x15 = x15.blend(h, x15.compare(VectorOperators.GE, h));
    x15.intoArray(c, d);
    return seen;
  }

  /// 8 rows.
  static void rows8x1(
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
      int e0,
      float low,
      float high) {
    int n = Lanes.N;
    FloatVector x0 = FloatVector.zero(Lanes.F);
    FloatVector x1 = FloatVector.zero(Lanes.F);
    FloatVector x2 = FloatVector.zero(Lanes.F);
    FloatVector x3 = FloatVector.zero(Lanes.F);
    FloatVector x4 = FloatVector.zero(Lanes.F);
    FloatVector x5 = FloatVector.zero(Lanes.F);
    FloatVector x6 = FloatVector.zero(Lanes.F);
    FloatVector x7 = FloatVector.zero(Lanes.F);
    for (int i = 0; i < count; i++) {
      int p = a0 + i;
      int q = b0 + i * n;
      FloatVector u = FloatVector.fromArray(Lanes.F, b, q);
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
    }
    FloatVector l = FloatVector.broadcast(Lanes.F, low);
    FloatVector h = FloatVector.broadcast(Lanes.F, high);
    FloatVector e1 = FloatVector.fromArray(Lanes.F, e, e0);
    x0 = x0.add(e1);
    x0 = x0.blend(l, x0.compare(VectorOperators.LE, l));
    x0 = x0.blend(h, x0.compare(VectorOperators.GE, h));
    int d = c0;
    x0.intoArray(c, d);
    x1 = x1.add(e1);
    x1 = x1.blend(l, x1.compare(VectorOperators.LE, l));
    x1 = x1.blend(h, x1.compare(VectorOperators.GE, h));
    d += cStep;
    x1.intoArray(c, d);
    x2 = x2.add(e1);
    x2 = x2.blend(l, x2.compare(VectorOperators.LE, l));
    x2 = x2.blend(h, x2.compare(VectorOperators.GE, h));
    d += cStep;
    x2.intoArray(c, d);
    x3 = x3.add(e1);
    x3 = x3.blend(l, x3.compare(VectorOperators.LE, l));
    x3 = x3.blend(h, x3.compare(VectorOperators.GE, h));
    d += cStep;
    x3.intoArray(c, d);
    x4 = x4.add(e1);
    x4 = x4.blend(l, x4.compare(VectorOperators.LE, l));
    x4 = x4.blend(h, x4.compare(VectorOperators.GE, h));
    d += cStep;
    x4.intoArray(c, d);
    x5 = x5.add(e1);
    x5 = x5.blend(l, x5.compare(VectorOperators.LE, l));
    x5 = x5.blend(h, x5.compare(VectorOperators.GE, h));
    d += cStep;
    x5.intoArray(c, d);
    x6 = x6.add(e1);
    x6 = x6.blend(l, x6.compare(VectorOperators.LE, l));
    x6 = x6.blend(h, x6.compare(VectorOperators.GE, h));
    d += cStep;
    x6.intoArray(c, d);
    x7 = x7.add(e1);
    x7 = x7.blend(l, x7.compare(VectorOperators.LE, l));
    x7 = x7.blend(h, x7.compare(VectorOperators.GE, h));
    d += cStep;
    x7.intoArray(c, d);
  }
}
