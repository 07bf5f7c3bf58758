package dev.loupe.kernel;

import java.lang.invoke.VarHandle;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// The tiles of [PointTile] with 3 vectors for vectors of fewer than 16 lanes, for channels that
/// fill an odd number of them.
///
/// A round takes 8 channels, so that a row's place is computed once for all of them; fences keep
/// its rows apart, see [BlockTileShort].
final class PointTileShortThree {
  // Channels of a round.
  private static final int ROUND = 8;

  private PointTileShortThree() {}

  /// 3 rows, 3 vectors.
  static void rows3x3(
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
    FloatVector z0 = FloatVector.zero(Lanes.F);
    FloatVector x1 = FloatVector.zero(Lanes.F);
    FloatVector y1 = FloatVector.zero(Lanes.F);
    FloatVector z1 = FloatVector.zero(Lanes.F);
    FloatVector x2 = FloatVector.zero(Lanes.F);
    FloatVector y2 = FloatVector.zero(Lanes.F);
    FloatVector z2 = FloatVector.zero(Lanes.F);
    int whole = count / ROUND;
    for (int j = 0; j < whole; j++) {
      int p = a0 + j * ROUND;
      int q = b0 + j * ROUND * 3 * n;
      FloatVector u = FloatVector.fromArray(Lanes.F, b, q);
      FloatVector v = FloatVector.fromArray(Lanes.F, b, q + n);
      FloatVector w = FloatVector.fromArray(Lanes.F, b, q + 2 * n);
      VarHandle.acquireFence();
      FloatVector s = FloatVector.broadcast(Lanes.F, a[p]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      z0 = s.fma(w, z0);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + aStep]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      z1 = s.fma(w, z1);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 2 * aStep]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      z2 = s.fma(w, z2);
      u = FloatVector.fromArray(Lanes.F, b, q + 3 * n);
      v = FloatVector.fromArray(Lanes.F, b, q + 4 * n);
      w = FloatVector.fromArray(Lanes.F, b, q + 5 * n);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 1]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      z0 = s.fma(w, z0);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + aStep + 1]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      z1 = s.fma(w, z1);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 2 * aStep + 1]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      z2 = s.fma(w, z2);
      u = FloatVector.fromArray(Lanes.F, b, q + 6 * n);
      v = FloatVector.fromArray(Lanes.F, b, q + 7 * n);
      w = FloatVector.fromArray(Lanes.F, b, q + 8 * n);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 2]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      z0 = s.fma(w, z0);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + aStep + 2]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      z1 = s.fma(w, z1);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 2 * aStep + 2]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      z2 = s.fma(w, z2);
      u = FloatVector.fromArray(Lanes.F, b, q + 9 * n);
      v = FloatVector.fromArray(Lanes.F, b, q + 10 * n);
      w = FloatVector.fromArray(Lanes.F, b, q + 11 * n);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 3]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      z0 = s.fma(w, z0);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + aStep + 3]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      z1 = s.fma(w, z1);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 2 * aStep + 3]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      z2 = s.fma(w, z2);
      u = FloatVector.fromArray(Lanes.F, b, q + 12 * n);
      v = FloatVector.fromArray(Lanes.F, b, q + 13 * n);
      w = FloatVector.fromArray(Lanes.F, b, q + 14 * n);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 4]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      z0 = s.fma(w, z0);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + aStep + 4]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      z1 = s.fma(w, z1);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 2 * aStep + 4]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      z2 = s.fma(w, z2);
      u = FloatVector.fromArray(Lanes.F, b, q + 15 * n);
      v = FloatVector.fromArray(Lanes.F, b, q + 16 * n);
      w = FloatVector.fromArray(Lanes.F, b, q + 17 * n);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 5]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      z0 = s.fma(w, z0);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + aStep + 5]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      z1 = s.fma(w, z1);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 2 * aStep + 5]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      z2 = s.fma(w, z2);
      u = FloatVector.fromArray(Lanes.F, b, q + 18 * n);
      v = FloatVector.fromArray(Lanes.F, b, q + 19 * n);
      w = FloatVector.fromArray(Lanes.F, b, q + 20 * n);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 6]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      z0 = s.fma(w, z0);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + aStep + 6]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      z1 = s.fma(w, z1);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 2 * aStep + 6]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      z2 = s.fma(w, z2);
      u = FloatVector.fromArray(Lanes.F, b, q + 21 * n);
      v = FloatVector.fromArray(Lanes.F, b, q + 22 * n);
      w = FloatVector.fromArray(Lanes.F, b, q + 23 * n);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 7]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      z0 = s.fma(w, z0);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + aStep + 7]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      z1 = s.fma(w, z1);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 2 * aStep + 7]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      z2 = s.fma(w, z2);
    }
    for (int i = whole * ROUND; i < count; i++) {
      int p = a0 + i;
      int q = b0 + i * 3 * n;
      FloatVector u = FloatVector.fromArray(Lanes.F, b, q);
      FloatVector v = FloatVector.fromArray(Lanes.F, b, q + n);
      FloatVector w = FloatVector.fromArray(Lanes.F, b, q + 2 * n);
      VarHandle.acquireFence();
      FloatVector s = FloatVector.broadcast(Lanes.F, a[p]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      z0 = s.fma(w, z0);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + aStep]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      z1 = s.fma(w, z1);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 2 * aStep]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      z2 = s.fma(w, z2);
    }
    FloatVector l = FloatVector.broadcast(Lanes.F, low);
    FloatVector h = FloatVector.broadcast(Lanes.F, high);
    FloatVector e1 = FloatVector.fromArray(Lanes.F, e, e0);
    FloatVector e2 = FloatVector.fromArray(Lanes.F, e, e0 + n);
    FloatVector e3 = FloatVector.fromArray(Lanes.F, e, e0 + 2 * n);
    int d = c0;
    x0 = x0.add(e1);
    x0 = x0.blend(l, x0.compare(VectorOperators.LE, l));
    x0 = x0.blend(h, x0.compare(VectorOperators.GE, h));
    x0.intoArray(c, d);
    y0 = y0.add(e2);
    y0 = y0.blend(l, y0.compare(VectorOperators.LE, l));
    y0 = y0.blend(h, y0.compare(VectorOperators.GE, h));
    y0.intoArray(c, d + n);
    z0 = z0.add(e3);
    z0 = z0.blend(l, z0.compare(VectorOperators.LE, l));
    z0 = z0.blend(h, z0.compare(VectorOperators.GE, h));
    z0.intoArray(c, d + 2 * n);
    d += cStep;
    x1 = x1.add(e1);
    x1 = x1.blend(l, x1.compare(VectorOperators.LE, l));
    x1 = x1.blend(h, x1.compare(VectorOperators.GE, h));
    x1.intoArray(c, d);
    y1 = y1.add(e2);
    y1 = y1.blend(l, y1.compare(VectorOperators.LE, l));
    y1 = y1.blend(h, y1.compare(VectorOperators.GE, h));
    y1.intoArray(c, d + n);
    z1 = z1.add(e3);
    z1 = z1.blend(l, z1.compare(VectorOperators.LE, l));
    z1 = z1.blend(h, z1.compare(VectorOperators.GE, h));
    z1.intoArray(c, d + 2 * n);
    d += cStep;
    x2 = x2.add(e1);
    x2 = x2.blend(l, x2.compare(VectorOperators.LE, l));
    x2 = x2.blend(h, x2.compare(VectorOperators.GE, h));
    x2.intoArray(c, d);
    y2 = y2.add(e2);
    y2 = y2.blend(l, y2.compare(VectorOperators.LE, l));
    y2 = y2.blend(h, y2.compare(VectorOperators.GE, h));
    y2.intoArray(c, d + n);
    z2 = z2.add(e3);
    z2 = z2.blend(l, z2.compare(VectorOperators.LE, l));
    z2 = z2.blend(h, z2.compare(VectorOperators.GE, h));
    z2.intoArray(c, d + 2 * n);
  }

  /// 3 rows, 3 vectors, without bounds.
  static void plain3x3(
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
    FloatVector z0 = FloatVector.zero(Lanes.F);
    FloatVector x1 = FloatVector.zero(Lanes.F);
    FloatVector y1 = FloatVector.zero(Lanes.F);
    FloatVector z1 = FloatVector.zero(Lanes.F);
    FloatVector x2 = FloatVector.zero(Lanes.F);
    FloatVector y2 = FloatVector.zero(Lanes.F);
    FloatVector z2 = FloatVector.zero(Lanes.F);
    int whole = count / ROUND;
    for (int j = 0; j < whole; j++) {
      int p = a0 + j * ROUND;
      int q = b0 + j * ROUND * 3 * n;
      FloatVector u = FloatVector.fromArray(Lanes.F, b, q);
      FloatVector v = FloatVector.fromArray(Lanes.F, b, q + n);
      FloatVector w = FloatVector.fromArray(Lanes.F, b, q + 2 * n);
      VarHandle.acquireFence();
      FloatVector s = FloatVector.broadcast(Lanes.F, a[p]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      z0 = s.fma(w, z0);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + aStep]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      z1 = s.fma(w, z1);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 2 * aStep]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      z2 = s.fma(w, z2);
      u = FloatVector.fromArray(Lanes.F, b, q + 3 * n);
      v = FloatVector.fromArray(Lanes.F, b, q + 4 * n);
      w = FloatVector.fromArray(Lanes.F, b, q + 5 * n);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 1]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      z0 = s.fma(w, z0);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + aStep + 1]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      z1 = s.fma(w, z1);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 2 * aStep + 1]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      z2 = s.fma(w, z2);
      u = FloatVector.fromArray(Lanes.F, b, q + 6 * n);
      v = FloatVector.fromArray(Lanes.F, b, q + 7 * n);
      w = FloatVector.fromArray(Lanes.F, b, q + 8 * n);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 2]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      z0 = s.fma(w, z0);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + aStep + 2]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      z1 = s.fma(w, z1);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 2 * aStep + 2]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      z2 = s.fma(w, z2);
      u = FloatVector.fromArray(Lanes.F, b, q + 9 * n);
      v = FloatVector.fromArray(Lanes.F, b, q + 10 * n);
      w = FloatVector.fromArray(Lanes.F, b, q + 11 * n);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 3]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      z0 = s.fma(w, z0);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + aStep + 3]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      z1 = s.fma(w, z1);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 2 * aStep + 3]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      z2 = s.fma(w, z2);
      u = FloatVector.fromArray(Lanes.F, b, q + 12 * n);
      v = FloatVector.fromArray(Lanes.F, b, q + 13 * n);
      w = FloatVector.fromArray(Lanes.F, b, q + 14 * n);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 4]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      z0 = s.fma(w, z0);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + aStep + 4]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      z1 = s.fma(w, z1);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 2 * aStep + 4]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      z2 = s.fma(w, z2);
      u = FloatVector.fromArray(Lanes.F, b, q + 15 * n);
      v = FloatVector.fromArray(Lanes.F, b, q + 16 * n);
      w = FloatVector.fromArray(Lanes.F, b, q + 17 * n);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 5]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      z0 = s.fma(w, z0);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + aStep + 5]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      z1 = s.fma(w, z1);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 2 * aStep + 5]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      z2 = s.fma(w, z2);
      u = FloatVector.fromArray(Lanes.F, b, q + 18 * n);
      v = FloatVector.fromArray(Lanes.F, b, q + 19 * n);
      w = FloatVector.fromArray(Lanes.F, b, q + 20 * n);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 6]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      z0 = s.fma(w, z0);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + aStep + 6]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      z1 = s.fma(w, z1);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 2 * aStep + 6]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      z2 = s.fma(w, z2);
      u = FloatVector.fromArray(Lanes.F, b, q + 21 * n);
      v = FloatVector.fromArray(Lanes.F, b, q + 22 * n);
      w = FloatVector.fromArray(Lanes.F, b, q + 23 * n);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 7]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      z0 = s.fma(w, z0);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + aStep + 7]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      z1 = s.fma(w, z1);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 2 * aStep + 7]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      z2 = s.fma(w, z2);
    }
    for (int i = whole * ROUND; i < count; i++) {
      int p = a0 + i;
      int q = b0 + i * 3 * n;
      FloatVector u = FloatVector.fromArray(Lanes.F, b, q);
      FloatVector v = FloatVector.fromArray(Lanes.F, b, q + n);
      FloatVector w = FloatVector.fromArray(Lanes.F, b, q + 2 * n);
      VarHandle.acquireFence();
      FloatVector s = FloatVector.broadcast(Lanes.F, a[p]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      z0 = s.fma(w, z0);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + aStep]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      z1 = s.fma(w, z1);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 2 * aStep]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      z2 = s.fma(w, z2);
    }
    FloatVector e1 = FloatVector.fromArray(Lanes.F, e, e0);
    FloatVector e2 = FloatVector.fromArray(Lanes.F, e, e0 + n);
    FloatVector e3 = FloatVector.fromArray(Lanes.F, e, e0 + 2 * n);
    int d = c0;
    x0.add(e1).intoArray(c, d);
    y0.add(e2).intoArray(c, d + n);
    z0.add(e3).intoArray(c, d + 2 * n);
    d += cStep;
    x1.add(e1).intoArray(c, d);
    y1.add(e2).intoArray(c, d + n);
    z1.add(e3).intoArray(c, d + 2 * n);
    d += cStep;
    x2.add(e1).intoArray(c, d);
    y2.add(e2).intoArray(c, d + n);
    z2.add(e3).intoArray(c, d + 2 * n);
  }
}
