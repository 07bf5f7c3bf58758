package dev.loupe.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// The tiles of [PointTile] that are 1 vector wide.
final class PointTileOne {
  private PointTileOne() {}

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
    FloatVector l = FloatVector.broadcast(Lanes.F, low);
    FloatVector h = FloatVector.broadcast(Lanes.F, high);
    FloatVector e1 = FloatVector.fromArray(Lanes.F, e, e0);
    x0 = x0.add(e1);
    x0 = x0.blend(l, x0.compare(VectorOperators.LE, l));
    x0 = x0.blend(h, x0.compare(VectorOperators.GE, h));
    x0.intoArray(c, c0);
    x1 = x1.add(e1);
    x1 = x1.blend(l, x1.compare(VectorOperators.LE, l));
    x1 = x1.blend(h, x1.compare(VectorOperators.GE, h));
    x1.intoArray(c, c0 + cStep);
    x2 = x2.add(e1);
    x2 = x2.blend(l, x2.compare(VectorOperators.LE, l));
    x2 = x2.blend(h, x2.compare(VectorOperators.GE, h));
    x2.intoArray(c, c0 + 2 * cStep);
    x3 = x3.add(e1);
    x3 = x3.blend(l, x3.compare(VectorOperators.LE, l));
    x3 = x3.blend(h, x3.compare(VectorOperators.GE, h));
    x3.intoArray(c, c0 + 3 * cStep);
    x4 = x4.add(e1);
    x4 = x4.blend(l, x4.compare(VectorOperators.LE, l));
    x4 = x4.blend(h, x4.compare(VectorOperators.GE, h));
    x4.intoArray(c, c0 + 4 * cStep);
    x5 = x5.add(e1);
    x5 = x5.blend(l, x5.compare(VectorOperators.LE, l));
    x5 = x5.blend(h, x5.compare(VectorOperators.GE, h));
    x5.intoArray(c, c0 + 5 * cStep);
    x6 = x6.add(e1);
    x6 = x6.blend(l, x6.compare(VectorOperators.LE, l));
    x6 = x6.blend(h, x6.compare(VectorOperators.GE, h));
    x6.intoArray(c, c0 + 6 * cStep);
    x7 = x7.add(e1);
    x7 = x7.blend(l, x7.compare(VectorOperators.LE, l));
    x7 = x7.blend(h, x7.compare(VectorOperators.GE, h));
    x7.intoArray(c, c0 + 7 * cStep);
    x8 = x8.add(e1);
    x8 = x8.blend(l, x8.compare(VectorOperators.LE, l));
    x8 = x8.blend(h, x8.compare(VectorOperators.GE, h));
    x8.intoArray(c, c0 + 8 * cStep);
    x9 = x9.add(e1);
    x9 = x9.blend(l, x9.compare(VectorOperators.LE, l));
    x9 = x9.blend(h, x9.compare(VectorOperators.GE, h));
    x9.intoArray(c, c0 + 9 * cStep);
    x10 = x10.add(e1);
    x10 = x10.blend(l, x10.compare(VectorOperators.LE, l));
    x10 = x10.blend(h, x10.compare(VectorOperators.GE, h));
    x10.intoArray(c, c0 + 10 * cStep);
    x11 = x11.add(e1);
    x11 = x11.blend(l, x11.compare(VectorOperators.LE, l));
    x11 = x11.blend(h, x11.compare(VectorOperators.GE, h));
    x11.intoArray(c, c0 + 11 * cStep);
    x12 = x12.add(e1);
    x12 = x12.blend(l, x12.compare(VectorOperators.LE, l));
    x12 = x12.blend(h, x12.compare(VectorOperators.GE, h));
    x12.intoArray(c, c0 + 12 * cStep);
    x13 = x13.add(e1);
    x13 = x13.blend(l, x13.compare(VectorOperators.LE, l));
    x13 = x13.blend(h, x13.compare(VectorOperators.GE, h));
    x13.intoArray(c, c0 + 13 * cStep);
    x14 = x14.add(e1);
    x14 = x14.blend(l, x14.compare(VectorOperators.LE, l));
    x14 = x14.blend(h, x14.compare(VectorOperators.GE, h));
    x14.intoArray(c, c0 + 14 * cStep);
    x15 = x15.add(e1);
    x15 = x15.blend(l, x15.compare(VectorOperators.LE, l));
    x15 = x15.blend(h, x15.compare(VectorOperators.GE, h));
    x15.intoArray(c, c0 + 15 * cStep);
    x16 = x16.add(e1);
    x16 = x16.blend(l, x16.compare(VectorOperators.LE, l));
    x16 = x16.blend(h, x16.compare(VectorOperators.GE, h));
    x16.intoArray(c, c0 + 16 * cStep);
    x17 = x17.add(e1);
    x17 = x17.blend(l, x17.compare(VectorOperators.LE, l));
    x17 = x17.blend(h, x17.compare(VectorOperators.GE, h));
    x17.intoArray(c, c0 + 17 * cStep);
    x18 = x18.add(e1);
    x18 = x18.blend(l, x18.compare(VectorOperators.LE, l));
    x18 = x18.blend(h, x18.compare(VectorOperators.GE, h));
    x18.intoArray(c, c0 + 18 * cStep);
    x19 = x19.add(e1);
    x19 = x19.blend(l, x19.compare(VectorOperators.LE, l));
    x19 = x19.blend(h, x19.compare(VectorOperators.GE, h));
    x19.intoArray(c, c0 + 19 * cStep);
    x20 = x20.add(e1);
    x20 = x20.blend(l, x20.compare(VectorOperators.LE, l));
    x20 = x20.blend(h, x20.compare(VectorOperators.GE, h));
    x20.intoArray(c, c0 + 20 * cStep);
    x21 = x21.add(e1);
    x21 = x21.blend(l, x21.compare(VectorOperators.LE, l));
    x21 = x21.blend(h, x21.compare(VectorOperators.GE, h));
    x21.intoArray(c, c0 + 21 * cStep);
    x22 = x22.add(e1);
    x22 = x22.blend(l, x22.compare(VectorOperators.LE, l));
    x22 = x22.blend(h, x22.compare(VectorOperators.GE, h));
    x22.intoArray(c, c0 + 22 * cStep);
    x23 = x23.add(e1);
    x23 = x23.blend(l, x23.compare(VectorOperators.LE, l));
    x23 = x23.blend(h, x23.compare(VectorOperators.GE, h));
    x23.intoArray(c, c0 + 23 * cStep);
    x24 = x24.add(e1);
    x24 = x24.blend(l, x24.compare(VectorOperators.LE, l));
    x24 = x24.blend(h, x24.compare(VectorOperators.GE, h));
    x24.intoArray(c, c0 + 24 * cStep);
    x25 = x25.add(e1);
    x25 = x25.blend(l, x25.compare(VectorOperators.LE, l));
    x25 = x25.blend(h, x25.compare(VectorOperators.GE, h));
    x25.intoArray(c, c0 + 25 * cStep);
    x26 = x26.add(e1);
    x26 = x26.blend(l, x26.compare(VectorOperators.LE, l));
    x26 = x26.blend(h, x26.compare(VectorOperators.GE, h));
    x26.intoArray(c, c0 + 26 * cStep);
    x27 = x27.add(e1);
    x27 = x27.blend(l, x27.compare(VectorOperators.LE, l));
    x27 = x27.blend(h, x27.compare(VectorOperators.GE, h));
    x27.intoArray(c, c0 + 27 * cStep);
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
      x1 = FloatVector.broadcast(Lanes.F, a[p + aStep]).fma(u, x1);
      x2 = FloatVector.broadcast(Lanes.F, a[p + 2 * aStep]).fma(u, x2);
      x3 = FloatVector.broadcast(Lanes.F, a[p + 3 * aStep]).fma(u, x3);
      x4 = FloatVector.broadcast(Lanes.F, a[p + 4 * aStep]).fma(u, x4);
      x5 = FloatVector.broadcast(Lanes.F, a[p + 5 * aStep]).fma(u, x5);
      x6 = FloatVector.broadcast(Lanes.F, a[p + 6 * aStep]).fma(u, x6);
      x7 = FloatVector.broadcast(Lanes.F, a[p + 7 * aStep]).fma(u, x7);
    }
    FloatVector l = FloatVector.broadcast(Lanes.F, low);
    FloatVector h = FloatVector.broadcast(Lanes.F, high);
    FloatVector e1 = FloatVector.fromArray(Lanes.F, e, e0);
    x0 = x0.add(e1);
    x0 = x0.blend(l, x0.compare(VectorOperators.LE, l));
    x0 = x0.blend(h, x0.compare(VectorOperators.GE, h));
    x0.intoArray(c, c0);
    x1 = x1.add(e1);
    x1 = x1.blend(l, x1.compare(VectorOperators.LE, l));
    x1 = x1.blend(h, x1.compare(VectorOperators.GE, h));
    x1.intoArray(c, c0 + cStep);
    x2 = x2.add(e1);
    x2 = x2.blend(l, x2.compare(VectorOperators.LE, l));
    x2 = x2.blend(h, x2.compare(VectorOperators.GE, h));
    x2.intoArray(c, c0 + 2 * cStep);
    x3 = x3.add(e1);
    x3 = x3.blend(l, x3.compare(VectorOperators.LE, l));
    x3 = x3.blend(h, x3.compare(VectorOperators.GE, h));
    x3.intoArray(c, c0 + 3 * cStep);
    x4 = x4.add(e1);
    x4 = x4.blend(l, x4.compare(VectorOperators.LE, l));
    x4 = x4.blend(h, x4.compare(VectorOperators.GE, h));
    x4.intoArray(c, c0 + 4 * cStep);
    x5 = x5.add(e1);
    x5 = x5.blend(l, x5.compare(VectorOperators.LE, l));
    x5 = x5.blend(h, x5.compare(VectorOperators.GE, h));
    x5.intoArray(c, c0 + 5 * cStep);
    x6 = x6.add(e1);
    x6 = x6.blend(l, x6.compare(VectorOperators.LE, l));
    x6 = x6.blend(h, x6.compare(VectorOperators.GE, h));
    x6.intoArray(c, c0 + 6 * cStep);
    x7 = x7.add(e1);
    x7 = x7.blend(l, x7.compare(VectorOperators.LE, l));
    x7 = x7.blend(h, x7.compare(VectorOperators.GE, h));
    x7.intoArray(c, c0 + 7 * cStep);
  }
}
