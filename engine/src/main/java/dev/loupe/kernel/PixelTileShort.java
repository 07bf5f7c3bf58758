package dev.loupe.kernel;

import java.lang.invoke.VarHandle;
import java.util.Objects;
import jdk.incubator.vector.FloatVector;

/// The [PixelTile]s for vectors of fewer than 16 lanes, whose machines have 16 registers. Pixels of
/// `b` lie a tile's width apart: with a step that the compiler doesn't know, tiles of one vector
/// take three times as long.
///
/// A round takes 8 pixels, or 4 with one vector, which share its addresses and its end. Fences and
/// rounds as parameters are as in [BlockTileShort].
final class PixelTileShort {
  private static final int BLOCK = PixelTile.BLOCK;
  // Pixels of a round of two vectors.
  private static final int ROUND = 8;
  private static final float[] ZEROS = new float[2 * Lanes.N];

  private PixelTileShort() {}

  /// Computes the first rows of a block, see [PixelTile#multiply].
  static void multiply(
      int vectors,
      int rows,
      boolean add,
      float[] a,
      int a0,
      int pixels,
      float[] b,
      int b0,
      float[] c,
      int c0,
      int cStep) {
    if (vectors == 2) {
      int aRound = ROUND * BLOCK;
      int bRound = ROUND * 2 * Lanes.N;
      for (int m = 0; m < rows; m += 4) {
        int cm = c0 + m * cStep;
        rows4x2(add, a, a0 + m, aRound, pixels, b, b0, bRound, c, cm, cStep);
      }
    } else {
      for (int m = 0; m < rows; m += 8) {
        rows8x1(add, a, a0 + m, pixels, b, b0, c, c0 + m * cStep, cStep);
      }
    }
  }

  /// 4 rows, 2 vectors.
  private static void rows4x2(
      boolean add,
      float[] a,
      int a0,
      int aRound,
      int pixels,
      float[] b,
      int b0,
      int bRound,
      float[] c,
      int c0,
      int cStep) {
    float[] from = add ? c : ZEROS;
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
    int p = a0;
    int q = b0;
    int i = 0;
    for (; i <= pixels - ROUND; i += ROUND) {
      Objects.checkIndex(p + (ROUND - 1) * BLOCK + 3, a.length);
      Objects.checkIndex(q + (2 * ROUND - 1) * n, b.length - (n - 1));
      FloatVector u = FloatVector.fromArray(Lanes.F, b, q);
      FloatVector v = FloatVector.fromArray(Lanes.F, b, q + n);
      VarHandle.acquireFence();
      FloatVector s = FloatVector.broadcast(Lanes.F, a[p]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 1]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 2]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 3]);
      x3 = s.fma(u, x3);
      y3 = s.fma(v, y3);
      u = FloatVector.fromArray(Lanes.F, b, q + 2 * n);
      v = FloatVector.fromArray(Lanes.F, b, q + 3 * n);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + BLOCK]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + BLOCK + 1]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + BLOCK + 2]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + BLOCK + 3]);
      x3 = s.fma(u, x3);
      y3 = s.fma(v, y3);
      u = FloatVector.fromArray(Lanes.F, b, q + 4 * n);
      v = FloatVector.fromArray(Lanes.F, b, q + 5 * n);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 2 * BLOCK]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 2 * BLOCK + 1]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 2 * BLOCK + 2]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 2 * BLOCK + 3]);
      x3 = s.fma(u, x3);
      y3 = s.fma(v, y3);
      u = FloatVector.fromArray(Lanes.F, b, q + 6 * n);
      v = FloatVector.fromArray(Lanes.F, b, q + 7 * n);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 3 * BLOCK]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 3 * BLOCK + 1]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 3 * BLOCK + 2]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 3 * BLOCK + 3]);
      x3 = s.fma(u, x3);
      y3 = s.fma(v, y3);
      u = FloatVector.fromArray(Lanes.F, b, q + 8 * n);
      v = FloatVector.fromArray(Lanes.F, b, q + 9 * n);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 4 * BLOCK]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 4 * BLOCK + 1]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 4 * BLOCK + 2]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 4 * BLOCK + 3]);
      x3 = s.fma(u, x3);
      y3 = s.fma(v, y3);
      u = FloatVector.fromArray(Lanes.F, b, q + 10 * n);
      v = FloatVector.fromArray(Lanes.F, b, q + 11 * n);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 5 * BLOCK]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 5 * BLOCK + 1]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 5 * BLOCK + 2]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 5 * BLOCK + 3]);
      x3 = s.fma(u, x3);
      y3 = s.fma(v, y3);
      u = FloatVector.fromArray(Lanes.F, b, q + 12 * n);
      v = FloatVector.fromArray(Lanes.F, b, q + 13 * n);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 6 * BLOCK]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 6 * BLOCK + 1]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 6 * BLOCK + 2]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 6 * BLOCK + 3]);
      x3 = s.fma(u, x3);
      y3 = s.fma(v, y3);
      u = FloatVector.fromArray(Lanes.F, b, q + 14 * n);
      v = FloatVector.fromArray(Lanes.F, b, q + 15 * n);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 7 * BLOCK]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 7 * BLOCK + 1]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 7 * BLOCK + 2]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 7 * BLOCK + 3]);
      x3 = s.fma(u, x3);
      y3 = s.fma(v, y3);
      p += aRound;
      q += bRound;
    }
    for (; i < pixels; i++) {
      FloatVector u = FloatVector.fromArray(Lanes.F, b, q);
      FloatVector v = FloatVector.fromArray(Lanes.F, b, q + n);
      VarHandle.acquireFence();
      FloatVector s = FloatVector.broadcast(Lanes.F, a[p]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 1]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 2]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 3]);
      x3 = s.fma(u, x3);
      y3 = s.fma(v, y3);
      p += BLOCK;
      q += 2 * n;
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

  /// 8 rows, 1 vector.
  private static void rows8x1(
      boolean add, float[] a, int a0, int pixels, float[] b, int b0, float[] c, int c0, int cStep) {
    float[] from = add ? c : ZEROS;
    int f0 = add ? c0 : 0;
    int fStep = add ? cStep : 0;
    int n = Lanes.N;
    FloatVector x0 = FloatVector.fromArray(Lanes.F, from, f0);
    FloatVector x1 = FloatVector.fromArray(Lanes.F, from, f0 + fStep);
    FloatVector x2 = FloatVector.fromArray(Lanes.F, from, f0 + 2 * fStep);
    FloatVector x3 = FloatVector.fromArray(Lanes.F, from, f0 + 3 * fStep);
    FloatVector x4 = FloatVector.fromArray(Lanes.F, from, f0 + 4 * fStep);
    FloatVector x5 = FloatVector.fromArray(Lanes.F, from, f0 + 5 * fStep);
    FloatVector x6 = FloatVector.fromArray(Lanes.F, from, f0 + 6 * fStep);
    FloatVector x7 = FloatVector.fromArray(Lanes.F, from, f0 + 7 * fStep);
    int i = 0;
    for (; i <= pixels - 4; i += 4) {
      int p = a0 + i * BLOCK;
      int q = b0 + i * n;
      FloatVector u = FloatVector.fromArray(Lanes.F, b, q);
      x0 = FloatVector.broadcast(Lanes.F, a[p]).fma(u, x0);
      x1 = FloatVector.broadcast(Lanes.F, a[p + 1]).fma(u, x1);
      x2 = FloatVector.broadcast(Lanes.F, a[p + 2]).fma(u, x2);
      x3 = FloatVector.broadcast(Lanes.F, a[p + 3]).fma(u, x3);
      x4 = FloatVector.broadcast(Lanes.F, a[p + 4]).fma(u, x4);
      x5 = FloatVector.broadcast(Lanes.F, a[p + 5]).fma(u, x5);
      x6 = FloatVector.broadcast(Lanes.F, a[p + 6]).fma(u, x6);
      x7 = FloatVector.broadcast(Lanes.F, a[p + 7]).fma(u, x7);
      u = FloatVector.fromArray(Lanes.F, b, q + n);
      x0 = FloatVector.broadcast(Lanes.F, a[p + BLOCK]).fma(u, x0);
      x1 = FloatVector.broadcast(Lanes.F, a[p + BLOCK + 1]).fma(u, x1);
      x2 = FloatVector.broadcast(Lanes.F, a[p + BLOCK + 2]).fma(u, x2);
      x3 = FloatVector.broadcast(Lanes.F, a[p + BLOCK + 3]).fma(u, x3);
      x4 = FloatVector.broadcast(Lanes.F, a[p + BLOCK + 4]).fma(u, x4);
      x5 = FloatVector.broadcast(Lanes.F, a[p + BLOCK + 5]).fma(u, x5);
      x6 = FloatVector.broadcast(Lanes.F, a[p + BLOCK + 6]).fma(u, x6);
      x7 = FloatVector.broadcast(Lanes.F, a[p + BLOCK + 7]).fma(u, x7);
      u = FloatVector.fromArray(Lanes.F, b, q + 2 * n);
      x0 = FloatVector.broadcast(Lanes.F, a[p + 2 * BLOCK]).fma(u, x0);
      x1 = FloatVector.broadcast(Lanes.F, a[p + 2 * BLOCK + 1]).fma(u, x1);
      x2 = FloatVector.broadcast(Lanes.F, a[p + 2 * BLOCK + 2]).fma(u, x2);
      x3 = FloatVector.broadcast(Lanes.F, a[p + 2 * BLOCK + 3]).fma(u, x3);
      x4 = FloatVector.broadcast(Lanes.F, a[p + 2 * BLOCK + 4]).fma(u, x4);
      x5 = FloatVector.broadcast(Lanes.F, a[p + 2 * BLOCK + 5]).fma(u, x5);
      x6 = FloatVector.broadcast(Lanes.F, a[p + 2 * BLOCK + 6]).fma(u, x6);
      x7 = FloatVector.broadcast(Lanes.F, a[p + 2 * BLOCK + 7]).fma(u, x7);
      u = FloatVector.fromArray(Lanes.F, b, q + 3 * n);
      x0 = FloatVector.broadcast(Lanes.F, a[p + 3 * BLOCK]).fma(u, x0);
      x1 = FloatVector.broadcast(Lanes.F, a[p + 3 * BLOCK + 1]).fma(u, x1);
      x2 = FloatVector.broadcast(Lanes.F, a[p + 3 * BLOCK + 2]).fma(u, x2);
      x3 = FloatVector.broadcast(Lanes.F, a[p + 3 * BLOCK + 3]).fma(u, x3);
      x4 = FloatVector.broadcast(Lanes.F, a[p + 3 * BLOCK + 4]).fma(u, x4);
      x5 = FloatVector.broadcast(Lanes.F, a[p + 3 * BLOCK + 5]).fma(u, x5);
      x6 = FloatVector.broadcast(Lanes.F, a[p + 3 * BLOCK + 6]).fma(u, x6);
      x7 = FloatVector.broadcast(Lanes.F, a[p + 3 * BLOCK + 7]).fma(u, x7);
    }
    for (; i < pixels; i++) {
      int p = a0 + i * BLOCK;
      FloatVector u = FloatVector.fromArray(Lanes.F, b, b0 + i * n);
      x0 = FloatVector.broadcast(Lanes.F, a[p]).fma(u, x0);
      x1 = FloatVector.broadcast(Lanes.F, a[p + 1]).fma(u, x1);
      x2 = FloatVector.broadcast(Lanes.F, a[p + 2]).fma(u, x2);
      x3 = FloatVector.broadcast(Lanes.F, a[p + 3]).fma(u, x3);
      x4 = FloatVector.broadcast(Lanes.F, a[p + 4]).fma(u, x4);
      x5 = FloatVector.broadcast(Lanes.F, a[p + 5]).fma(u, x5);
      x6 = FloatVector.broadcast(Lanes.F, a[p + 6]).fma(u, x6);
      x7 = FloatVector.broadcast(Lanes.F, a[p + 7]).fma(u, x7);
    }
    x0.intoArray(c, c0);
    x1.intoArray(c, c0 + cStep);
    x2.intoArray(c, c0 + 2 * cStep);
    x3.intoArray(c, c0 + 3 * cStep);
    x4.intoArray(c, c0 + 4 * cStep);
    x5.intoArray(c, c0 + 5 * cStep);
    x6.intoArray(c, c0 + 6 * cStep);
    x7.intoArray(c, c0 + 7 * cStep);
  }
}
