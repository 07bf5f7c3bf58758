package dev.loupe.kernel;

import java.lang.invoke.VarHandle;
import java.util.Objects;
import jdk.incubator.vector.FloatVector;

/// The tiles of [BlockTile] for vectors of fewer than 16 lanes, whose machines have 16 registers.
///
/// A fence costs no instruction and keeps the compiler from reading a row before the one above it:
/// it would otherwise read several ahead, for which there are too few registers, and keep sums in
/// memory. That lets a round take 8 channels, and one loop over half blocks takes far less than a
/// loop of 16 channels in each block.
///
/// The last place of a round is checked before the first, which leaves no check for those between.
/// The step along `b` is a parameter since the compiler would check every place before the loop if
/// it knew it, which takes as long as a short loop.
final class BlockTileShort {
  private static final int BLOCK = BlockTile.BLOCK;
  private static final int HALF = BLOCK / 2;

  /// The `step` of a tile of one vector: floats of `b` that a round reads.
  static final int STEP = HALF * Lanes.N;

  private BlockTileShort() {}

  /// 5 rows, 2 vectors.
  static void rows5x2(
      boolean add,
      float[] a,
      int a0,
      int[] off,
      int first,
      int end,
      float[] b,
      int b0,
      float[] c,
      int c0,
      int cStep,
      int step) {
    float[] from = add ? c : BlockTile.ZEROS;
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
    FloatVector x4 = FloatVector.fromArray(Lanes.F, from, f0 + 4 * fStep);
    FloatVector y4 = FloatVector.fromArray(Lanes.F, from, f0 + 4 * fStep + n);
    int q = b0;
    for (int j = 2 * first; j < 2 * end; j++) {
      int p = a0 + off[j >> 1] + (j & 1) * HALF;
      Objects.checkIndex(p + 4 * BLOCK + HALF - 1, a.length);
      Objects.checkIndex(q + (2 * HALF - 1) * n, b.length - (n - 1));
      FloatVector u = FloatVector.fromArray(Lanes.F, b, q);
      FloatVector v = FloatVector.fromArray(Lanes.F, b, q + n);
      VarHandle.acquireFence();
      FloatVector s = FloatVector.broadcast(Lanes.F, a[p]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + BLOCK]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 2 * BLOCK]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 3 * BLOCK]);
      x3 = s.fma(u, x3);
      y3 = s.fma(v, y3);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 4 * BLOCK]);
      x4 = s.fma(u, x4);
      y4 = s.fma(v, y4);
      u = FloatVector.fromArray(Lanes.F, b, q + 2 * n);
      v = FloatVector.fromArray(Lanes.F, b, q + 3 * n);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 1]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + BLOCK + 1]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 2 * BLOCK + 1]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 3 * BLOCK + 1]);
      x3 = s.fma(u, x3);
      y3 = s.fma(v, y3);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 4 * BLOCK + 1]);
      x4 = s.fma(u, x4);
      y4 = s.fma(v, y4);
      u = FloatVector.fromArray(Lanes.F, b, q + 4 * n);
      v = FloatVector.fromArray(Lanes.F, b, q + 5 * n);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 2]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + BLOCK + 2]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 2 * BLOCK + 2]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 3 * BLOCK + 2]);
      x3 = s.fma(u, x3);
      y3 = s.fma(v, y3);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 4 * BLOCK + 2]);
      x4 = s.fma(u, x4);
      y4 = s.fma(v, y4);
      u = FloatVector.fromArray(Lanes.F, b, q + 6 * n);
      v = FloatVector.fromArray(Lanes.F, b, q + 7 * n);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 3]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + BLOCK + 3]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 2 * BLOCK + 3]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 3 * BLOCK + 3]);
      x3 = s.fma(u, x3);
      y3 = s.fma(v, y3);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 4 * BLOCK + 3]);
      x4 = s.fma(u, x4);
      y4 = s.fma(v, y4);
      u = FloatVector.fromArray(Lanes.F, b, q + 8 * n);
      v = FloatVector.fromArray(Lanes.F, b, q + 9 * n);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 4]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + BLOCK + 4]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 2 * BLOCK + 4]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 3 * BLOCK + 4]);
      x3 = s.fma(u, x3);
      y3 = s.fma(v, y3);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 4 * BLOCK + 4]);
      x4 = s.fma(u, x4);
      y4 = s.fma(v, y4);
      u = FloatVector.fromArray(Lanes.F, b, q + 10 * n);
      v = FloatVector.fromArray(Lanes.F, b, q + 11 * n);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 5]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + BLOCK + 5]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 2 * BLOCK + 5]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 3 * BLOCK + 5]);
      x3 = s.fma(u, x3);
      y3 = s.fma(v, y3);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 4 * BLOCK + 5]);
      x4 = s.fma(u, x4);
      y4 = s.fma(v, y4);
      u = FloatVector.fromArray(Lanes.F, b, q + 12 * n);
      v = FloatVector.fromArray(Lanes.F, b, q + 13 * n);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 6]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + BLOCK + 6]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 2 * BLOCK + 6]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 3 * BLOCK + 6]);
      x3 = s.fma(u, x3);
      y3 = s.fma(v, y3);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 4 * BLOCK + 6]);
      x4 = s.fma(u, x4);
      y4 = s.fma(v, y4);
      u = FloatVector.fromArray(Lanes.F, b, q + 14 * n);
      v = FloatVector.fromArray(Lanes.F, b, q + 15 * n);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 7]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + BLOCK + 7]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 2 * BLOCK + 7]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 3 * BLOCK + 7]);
      x3 = s.fma(u, x3);
      y3 = s.fma(v, y3);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 4 * BLOCK + 7]);
      x4 = s.fma(u, x4);
      y4 = s.fma(v, y4);
      q += step;
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
  }

  /// 4 rows, 2 vectors.
  static void rows4x2(
      boolean add,
      float[] a,
      int a0,
      int[] off,
      int first,
      int end,
      float[] b,
      int b0,
      float[] c,
      int c0,
      int cStep,
      int step) {
    float[] from = add ? c : BlockTile.ZEROS;
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
    int q = b0;
    for (int j = 2 * first; j < 2 * end; j++) {
      int p = a0 + off[j >> 1] + (j & 1) * HALF;
      Objects.checkIndex(p + 3 * BLOCK + HALF - 1, a.length);
      Objects.checkIndex(q + (2 * HALF - 1) * n, b.length - (n - 1));
      FloatVector u = FloatVector.fromArray(Lanes.F, b, q);
      FloatVector v = FloatVector.fromArray(Lanes.F, b, q + n);
      VarHandle.acquireFence();
      FloatVector s = FloatVector.broadcast(Lanes.F, a[p]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + BLOCK]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 2 * BLOCK]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 3 * BLOCK]);
      x3 = s.fma(u, x3);
      y3 = s.fma(v, y3);
      u = FloatVector.fromArray(Lanes.F, b, q + 2 * n);
      v = FloatVector.fromArray(Lanes.F, b, q + 3 * n);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 1]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + BLOCK + 1]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 2 * BLOCK + 1]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 3 * BLOCK + 1]);
      x3 = s.fma(u, x3);
      y3 = s.fma(v, y3);
      u = FloatVector.fromArray(Lanes.F, b, q + 4 * n);
      v = FloatVector.fromArray(Lanes.F, b, q + 5 * n);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 2]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + BLOCK + 2]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 2 * BLOCK + 2]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 3 * BLOCK + 2]);
      x3 = s.fma(u, x3);
      y3 = s.fma(v, y3);
      u = FloatVector.fromArray(Lanes.F, b, q + 6 * n);
      v = FloatVector.fromArray(Lanes.F, b, q + 7 * n);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 3]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + BLOCK + 3]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 2 * BLOCK + 3]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 3 * BLOCK + 3]);
      x3 = s.fma(u, x3);
      y3 = s.fma(v, y3);
      u = FloatVector.fromArray(Lanes.F, b, q + 8 * n);
      v = FloatVector.fromArray(Lanes.F, b, q + 9 * n);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 4]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + BLOCK + 4]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 2 * BLOCK + 4]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 3 * BLOCK + 4]);
      x3 = s.fma(u, x3);
      y3 = s.fma(v, y3);
      u = FloatVector.fromArray(Lanes.F, b, q + 10 * n);
      v = FloatVector.fromArray(Lanes.F, b, q + 11 * n);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 5]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + BLOCK + 5]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 2 * BLOCK + 5]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 3 * BLOCK + 5]);
      x3 = s.fma(u, x3);
      y3 = s.fma(v, y3);
      u = FloatVector.fromArray(Lanes.F, b, q + 12 * n);
      v = FloatVector.fromArray(Lanes.F, b, q + 13 * n);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 6]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + BLOCK + 6]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 2 * BLOCK + 6]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 3 * BLOCK + 6]);
      x3 = s.fma(u, x3);
      y3 = s.fma(v, y3);
      u = FloatVector.fromArray(Lanes.F, b, q + 14 * n);
      v = FloatVector.fromArray(Lanes.F, b, q + 15 * n);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 7]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + BLOCK + 7]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 2 * BLOCK + 7]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 3 * BLOCK + 7]);
      x3 = s.fma(u, x3);
      y3 = s.fma(v, y3);
      q += step;
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
}
