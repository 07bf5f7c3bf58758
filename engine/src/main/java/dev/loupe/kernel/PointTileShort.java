package dev.loupe.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// The tiles of [PointTile] with 2 vectors for vectors of fewer than 16 lanes, whose machines have
/// 16 registers: for few channels, where copying pixels for [PointTileCopied] takes longer.
final class PointTileShort {
  private PointTileShort() {}

  /// 6 rows, 2 vectors.
  static void rows6x2(
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
    }
    FloatVector l = FloatVector.broadcast(Lanes.F, low);
    FloatVector h = FloatVector.broadcast(Lanes.F, high);
    FloatVector e1 = FloatVector.fromArray(Lanes.F, e, e0);
    FloatVector e2 = FloatVector.fromArray(Lanes.F, e, e0 + n);
    x0 = x0.add(e1);
    x0 = x0.blend(l, x0.compare(VectorOperators.LE, l));
    x0 = x0.blend(h, x0.compare(VectorOperators.GE, h));
    int d = c0;
    x0.intoArray(c, d);
    y0 = y0.add(e2);
    y0 = y0.blend(l, y0.compare(VectorOperators.LE, l));
    y0 = y0.blend(h, y0.compare(VectorOperators.GE, h));
    y0.intoArray(c, d + n);
    x1 = x1.add(e1);
    x1 = x1.blend(l, x1.compare(VectorOperators.LE, l));
    x1 = x1.blend(h, x1.compare(VectorOperators.GE, h));
    d += cStep;
    x1.intoArray(c, d);
    y1 = y1.add(e2);
    y1 = y1.blend(l, y1.compare(VectorOperators.LE, l));
    y1 = y1.blend(h, y1.compare(VectorOperators.GE, h));
    y1.intoArray(c, d + n);
    x2 = x2.add(e1);
    x2 = x2.blend(l, x2.compare(VectorOperators.LE, l));
    x2 = x2.blend(h, x2.compare(VectorOperators.GE, h));
    d += cStep;
    x2.intoArray(c, d);
    y2 = y2.add(e2);
    y2 = y2.blend(l, y2.compare(VectorOperators.LE, l));
    y2 = y2.blend(h, y2.compare(VectorOperators.GE, h));
    y2.intoArray(c, d + n);
    x3 = x3.add(e1);
    x3 = x3.blend(l, x3.compare(VectorOperators.LE, l));
    x3 = x3.blend(h, x3.compare(VectorOperators.GE, h));
    d += cStep;
    x3.intoArray(c, d);
    y3 = y3.add(e2);
    y3 = y3.blend(l, y3.compare(VectorOperators.LE, l));
    y3 = y3.blend(h, y3.compare(VectorOperators.GE, h));
    y3.intoArray(c, d + n);
    x4 = x4.add(e1);
    x4 = x4.blend(l, x4.compare(VectorOperators.LE, l));
    x4 = x4.blend(h, x4.compare(VectorOperators.GE, h));
    d += cStep;
    x4.intoArray(c, d);
    y4 = y4.add(e2);
    y4 = y4.blend(l, y4.compare(VectorOperators.LE, l));
    y4 = y4.blend(h, y4.compare(VectorOperators.GE, h));
    y4.intoArray(c, d + n);
    x5 = x5.add(e1);
    x5 = x5.blend(l, x5.compare(VectorOperators.LE, l));
    x5 = x5.blend(h, x5.compare(VectorOperators.GE, h));
    d += cStep;
    x5.intoArray(c, d);
    y5 = y5.add(e2);
    y5 = y5.blend(l, y5.compare(VectorOperators.LE, l));
    y5 = y5.blend(h, y5.compare(VectorOperators.GE, h));
    y5.intoArray(c, d + n);
  }

  /// 6 rows, 2 vectors, without bounds.
  static void plain6x2(
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
  }
}
