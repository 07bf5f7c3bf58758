package dev.loupe.kernel;

import java.lang.invoke.VarHandle;
import jdk.incubator.vector.FloatVector;

/// The sums over keys of [AttentionRows] for vectors of fewer than 16 lanes, whose machines have 16
/// registers.
///
/// Rows of the most common heads have a tile of their own: where distances are constants, 4 keys of
/// a round share their addresses, and the loop has no checks. Fences are as in [BlockTileShort].
final class HeadTileShort {
  /// From row to row of the most common heads.
  static final int HEAD = 64;

  private static final float[] ZEROS = new float[2 * Lanes.N];
  private static final int ROWS = AttentionRows.BLOCK;

  private HeadTileShort() {}

  /// For 32 queries: the sum over keys of their weight times 2 vectors of a row, see
  /// [AttentionRows#sum].
  static void heads(
      boolean add, float[] s, int weights, int[] off, int keys, int rowsAt, int step, int into) {
    for (int m = 0; m < ROWS; m += 4) {
      int to = into + m * step;
      if (step == HEAD) {
        head4x2(add, s, weights + m, keys, s, rowsAt, s, to, step);
      } else {
        TileShort.rows4x2(add, s, weights + m, off, keys, s, rowsAt, step, s, to, step);
      }
    }
  }

  /// 4 rows, 2 vectors, from 32 queries and a row of a common head to the next.
  private static void head4x2(
      boolean add, float[] a, int a0, int k, float[] b, int b0, float[] c, int c0, int cStep) {
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
    int i = 0;
    for (; i < k - 3; i += 4) {
      int q = b0 + i * HEAD;
      int p = a0 + i * ROWS;
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
      u = FloatVector.fromArray(Lanes.F, b, q + HEAD);
      v = FloatVector.fromArray(Lanes.F, b, q + HEAD + n);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + ROWS]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + ROWS + 1]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + ROWS + 2]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + ROWS + 3]);
      x3 = s.fma(u, x3);
      y3 = s.fma(v, y3);
      u = FloatVector.fromArray(Lanes.F, b, q + 2 * HEAD);
      v = FloatVector.fromArray(Lanes.F, b, q + 2 * HEAD + n);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 2 * ROWS]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 2 * ROWS + 1]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 2 * ROWS + 2]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 2 * ROWS + 3]);
      x3 = s.fma(u, x3);
      y3 = s.fma(v, y3);
      u = FloatVector.fromArray(Lanes.F, b, q + 3 * HEAD);
      v = FloatVector.fromArray(Lanes.F, b, q + 3 * HEAD + n);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 3 * ROWS]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 3 * ROWS + 1]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 3 * ROWS + 2]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 3 * ROWS + 3]);
      x3 = s.fma(u, x3);
      y3 = s.fma(v, y3);
    }
    for (; i < k; i++) {
      int p = a0 + i * ROWS;
      int q = b0 + i * HEAD;
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
