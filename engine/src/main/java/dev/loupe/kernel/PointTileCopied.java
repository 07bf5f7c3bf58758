package dev.loupe.kernel;

import java.lang.invoke.VarHandle;
import java.util.Objects;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// The tiles of [PointTile] for vectors of fewer than 16 lanes, whose machines have 16 registers,
/// over pixels that [PointRows] has copied: `c[m][n] = sum over j and i < 8 of a[a0 + 8 (j h + m) +
/// i] * b[b0 + (8 j + i) w + n]`, where h and w are the tile's height and width.
///
/// All places lie constant distances apart and a round takes 8 channels, which saves instructions;
/// fences keep its rows apart, and the steps of a round are parameters, see [BlockTileShort].
final class PointTileCopied {
  private static final int ROUND = PointRows.ROUND;

  private PointTileCopied() {}

  /// 5 rows, 2 vectors.
  static void rows5x2(
      float[] a,
      int a0,
      int count,
      float[] b,
      int b0,
      float[] c,
      int c0,
      int cStep,
      float[] e,
      int e0,
      int aRound,
      int bRound,
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
    int p = a0;
    int q = b0;
    for (int i = 0; i < count; i += ROUND) {
      Objects.checkIndex(p + 5 * ROUND - 1, a.length);
      Objects.checkIndex(q + (2 * ROUND - 1) * n, b.length - (n - 1));
      FloatVector u = FloatVector.fromArray(Lanes.F, b, q);
      FloatVector v = FloatVector.fromArray(Lanes.F, b, q + n);
      VarHandle.acquireFence();
      FloatVector s = FloatVector.broadcast(Lanes.F, a[p]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + ROUND]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 2 * ROUND]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 3 * ROUND]);
      x3 = s.fma(u, x3);
      y3 = s.fma(v, y3);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 4 * ROUND]);
      x4 = s.fma(u, x4);
      y4 = s.fma(v, y4);
      u = FloatVector.fromArray(Lanes.F, b, q + 2 * n);
      v = FloatVector.fromArray(Lanes.F, b, q + 3 * n);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 1]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + ROUND + 1]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 2 * ROUND + 1]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 3 * ROUND + 1]);
      x3 = s.fma(u, x3);
      y3 = s.fma(v, y3);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 4 * ROUND + 1]);
      x4 = s.fma(u, x4);
      y4 = s.fma(v, y4);
      u = FloatVector.fromArray(Lanes.F, b, q + 4 * n);
      v = FloatVector.fromArray(Lanes.F, b, q + 5 * n);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 2]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + ROUND + 2]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 2 * ROUND + 2]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 3 * ROUND + 2]);
      x3 = s.fma(u, x3);
      y3 = s.fma(v, y3);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 4 * ROUND + 2]);
      x4 = s.fma(u, x4);
      y4 = s.fma(v, y4);
      u = FloatVector.fromArray(Lanes.F, b, q + 6 * n);
      v = FloatVector.fromArray(Lanes.F, b, q + 7 * n);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 3]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + ROUND + 3]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 2 * ROUND + 3]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 3 * ROUND + 3]);
      x3 = s.fma(u, x3);
      y3 = s.fma(v, y3);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 4 * ROUND + 3]);
      x4 = s.fma(u, x4);
      y4 = s.fma(v, y4);
      u = FloatVector.fromArray(Lanes.F, b, q + 8 * n);
      v = FloatVector.fromArray(Lanes.F, b, q + 9 * n);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 4]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + ROUND + 4]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 2 * ROUND + 4]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 3 * ROUND + 4]);
      x3 = s.fma(u, x3);
      y3 = s.fma(v, y3);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 4 * ROUND + 4]);
      x4 = s.fma(u, x4);
      y4 = s.fma(v, y4);
      u = FloatVector.fromArray(Lanes.F, b, q + 10 * n);
      v = FloatVector.fromArray(Lanes.F, b, q + 11 * n);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 5]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + ROUND + 5]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 2 * ROUND + 5]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 3 * ROUND + 5]);
      x3 = s.fma(u, x3);
      y3 = s.fma(v, y3);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 4 * ROUND + 5]);
      x4 = s.fma(u, x4);
      y4 = s.fma(v, y4);
      u = FloatVector.fromArray(Lanes.F, b, q + 12 * n);
      v = FloatVector.fromArray(Lanes.F, b, q + 13 * n);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 6]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + ROUND + 6]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 2 * ROUND + 6]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 3 * ROUND + 6]);
      x3 = s.fma(u, x3);
      y3 = s.fma(v, y3);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 4 * ROUND + 6]);
      x4 = s.fma(u, x4);
      y4 = s.fma(v, y4);
      u = FloatVector.fromArray(Lanes.F, b, q + 14 * n);
      v = FloatVector.fromArray(Lanes.F, b, q + 15 * n);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 7]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + ROUND + 7]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 2 * ROUND + 7]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 3 * ROUND + 7]);
      x3 = s.fma(u, x3);
      y3 = s.fma(v, y3);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 4 * ROUND + 7]);
      x4 = s.fma(u, x4);
      y4 = s.fma(v, y4);
      p += aRound;
      q += bRound;
    }
    FloatVector l = FloatVector.broadcast(Lanes.F, low);
    FloatVector h = FloatVector.broadcast(Lanes.F, high);
    FloatVector e1 = FloatVector.fromArray(Lanes.F, e, e0);
    FloatVector e2 = FloatVector.fromArray(Lanes.F, e, e0 + n);
    int d = c0;
    x0 = x0.add(e1);
    x0 = x0.blend(l, x0.compare(VectorOperators.LE, l));
    x0 = x0.blend(h, x0.compare(VectorOperators.GE, h));
    x0.intoArray(c, d);
    y0 = y0.add(e2);
    y0 = y0.blend(l, y0.compare(VectorOperators.LE, l));
    y0 = y0.blend(h, y0.compare(VectorOperators.GE, h));
    y0.intoArray(c, d + n);
    d += cStep;
    x1 = x1.add(e1);
    x1 = x1.blend(l, x1.compare(VectorOperators.LE, l));
    x1 = x1.blend(h, x1.compare(VectorOperators.GE, h));
    x1.intoArray(c, d);
    y1 = y1.add(e2);
    y1 = y1.blend(l, y1.compare(VectorOperators.LE, l));
    y1 = y1.blend(h, y1.compare(VectorOperators.GE, h));
    y1.intoArray(c, d + n);
    d += cStep;
    x2 = x2.add(e1);
    x2 = x2.blend(l, x2.compare(VectorOperators.LE, l));
    x2 = x2.blend(h, x2.compare(VectorOperators.GE, h));
    x2.intoArray(c, d);
    y2 = y2.add(e2);
    y2 = y2.blend(l, y2.compare(VectorOperators.LE, l));
    y2 = y2.blend(h, y2.compare(VectorOperators.GE, h));
    y2.intoArray(c, d + n);
    d += cStep;
    x3 = x3.add(e1);
    x3 = x3.blend(l, x3.compare(VectorOperators.LE, l));
    x3 = x3.blend(h, x3.compare(VectorOperators.GE, h));
    x3.intoArray(c, d);
    y3 = y3.add(e2);
    y3 = y3.blend(l, y3.compare(VectorOperators.LE, l));
    y3 = y3.blend(h, y3.compare(VectorOperators.GE, h));
    y3.intoArray(c, d + n);
    d += cStep;
    x4 = x4.add(e1);
    x4 = x4.blend(l, x4.compare(VectorOperators.LE, l));
    x4 = x4.blend(h, x4.compare(VectorOperators.GE, h));
    x4.intoArray(c, d);
    y4 = y4.add(e2);
    y4 = y4.blend(l, y4.compare(VectorOperators.LE, l));
    y4 = y4.blend(h, y4.compare(VectorOperators.GE, h));
    y4.intoArray(c, d + n);
  }

  /// 4 rows, 2 vectors.
  static void rows4x2(
      float[] a,
      int a0,
      int count,
      float[] b,
      int b0,
      float[] c,
      int c0,
      int cStep,
      float[] e,
      int e0,
      int aRound,
      int bRound,
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
    int p = a0;
    int q = b0;
    for (int i = 0; i < count; i += ROUND) {
      Objects.checkIndex(p + 4 * ROUND - 1, a.length);
      Objects.checkIndex(q + (2 * ROUND - 1) * n, b.length - (n - 1));
      FloatVector u = FloatVector.fromArray(Lanes.F, b, q);
      FloatVector v = FloatVector.fromArray(Lanes.F, b, q + n);
      VarHandle.acquireFence();
      FloatVector s = FloatVector.broadcast(Lanes.F, a[p]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + ROUND]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 2 * ROUND]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 3 * ROUND]);
      x3 = s.fma(u, x3);
      y3 = s.fma(v, y3);
      u = FloatVector.fromArray(Lanes.F, b, q + 2 * n);
      v = FloatVector.fromArray(Lanes.F, b, q + 3 * n);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 1]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + ROUND + 1]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 2 * ROUND + 1]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 3 * ROUND + 1]);
      x3 = s.fma(u, x3);
      y3 = s.fma(v, y3);
      u = FloatVector.fromArray(Lanes.F, b, q + 4 * n);
      v = FloatVector.fromArray(Lanes.F, b, q + 5 * n);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 2]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + ROUND + 2]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 2 * ROUND + 2]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 3 * ROUND + 2]);
      x3 = s.fma(u, x3);
      y3 = s.fma(v, y3);
      u = FloatVector.fromArray(Lanes.F, b, q + 6 * n);
      v = FloatVector.fromArray(Lanes.F, b, q + 7 * n);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 3]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + ROUND + 3]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 2 * ROUND + 3]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 3 * ROUND + 3]);
      x3 = s.fma(u, x3);
      y3 = s.fma(v, y3);
      u = FloatVector.fromArray(Lanes.F, b, q + 8 * n);
      v = FloatVector.fromArray(Lanes.F, b, q + 9 * n);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 4]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + ROUND + 4]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 2 * ROUND + 4]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 3 * ROUND + 4]);
      x3 = s.fma(u, x3);
      y3 = s.fma(v, y3);
      u = FloatVector.fromArray(Lanes.F, b, q + 10 * n);
      v = FloatVector.fromArray(Lanes.F, b, q + 11 * n);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 5]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + ROUND + 5]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 2 * ROUND + 5]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 3 * ROUND + 5]);
      x3 = s.fma(u, x3);
      y3 = s.fma(v, y3);
      u = FloatVector.fromArray(Lanes.F, b, q + 12 * n);
      v = FloatVector.fromArray(Lanes.F, b, q + 13 * n);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 6]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + ROUND + 6]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 2 * ROUND + 6]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 3 * ROUND + 6]);
      x3 = s.fma(u, x3);
      y3 = s.fma(v, y3);
      u = FloatVector.fromArray(Lanes.F, b, q + 14 * n);
      v = FloatVector.fromArray(Lanes.F, b, q + 15 * n);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 7]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + ROUND + 7]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 2 * ROUND + 7]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 3 * ROUND + 7]);
      x3 = s.fma(u, x3);
      y3 = s.fma(v, y3);
      p += aRound;
      q += bRound;
    }
    FloatVector l = FloatVector.broadcast(Lanes.F, low);
    FloatVector h = FloatVector.broadcast(Lanes.F, high);
    FloatVector e1 = FloatVector.fromArray(Lanes.F, e, e0);
    FloatVector e2 = FloatVector.fromArray(Lanes.F, e, e0 + n);
    int d = c0;
    x0 = x0.add(e1);
    x0 = x0.blend(l, x0.compare(VectorOperators.LE, l));
    x0 = x0.blend(h, x0.compare(VectorOperators.GE, h));
    x0.intoArray(c, d);
    y0 = y0.add(e2);
    y0 = y0.blend(l, y0.compare(VectorOperators.LE, l));
    y0 = y0.blend(h, y0.compare(VectorOperators.GE, h));
    y0.intoArray(c, d + n);
    d += cStep;
    x1 = x1.add(e1);
    x1 = x1.blend(l, x1.compare(VectorOperators.LE, l));
    x1 = x1.blend(h, x1.compare(VectorOperators.GE, h));
    x1.intoArray(c, d);
    y1 = y1.add(e2);
    y1 = y1.blend(l, y1.compare(VectorOperators.LE, l));
    y1 = y1.blend(h, y1.compare(VectorOperators.GE, h));
    y1.intoArray(c, d + n);
    d += cStep;
    x2 = x2.add(e1);
    x2 = x2.blend(l, x2.compare(VectorOperators.LE, l));
    x2 = x2.blend(h, x2.compare(VectorOperators.GE, h));
    x2.intoArray(c, d);
    y2 = y2.add(e2);
    y2 = y2.blend(l, y2.compare(VectorOperators.LE, l));
    y2 = y2.blend(h, y2.compare(VectorOperators.GE, h));
    y2.intoArray(c, d + n);
    d += cStep;
    x3 = x3.add(e1);
    x3 = x3.blend(l, x3.compare(VectorOperators.LE, l));
    x3 = x3.blend(h, x3.compare(VectorOperators.GE, h));
    x3.intoArray(c, d);
    y3 = y3.add(e2);
    y3 = y3.blend(l, y3.compare(VectorOperators.LE, l));
    y3 = y3.blend(h, y3.compare(VectorOperators.GE, h));
    y3.intoArray(c, d + n);
  }
}
