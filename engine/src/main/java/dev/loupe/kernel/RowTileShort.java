package dev.loupe.kernel;

import java.lang.invoke.VarHandle;
import jdk.incubator.vector.FloatVector;

/// The tile of [RowTile] for vectors of fewer than 16 lanes, whose machines have 16 registers.
///
/// The most common heads have tiles of their own: where distances are constants, the 4 steps of a
/// round share their addresses, and the loop has no checks. Fences are as in [BlockTileShort].
final class RowTileShort {
  private static final float[] ZEROS = new float[2 * Lanes.N];
  private static final int ROWS = AttentionRows.BLOCK;
  private static final int HEAD = HeadTileShort.HEAD;

  private RowTileShort() {}

  /// 4 rows, 2 vectors.
  ///
  /// @param valid the rows that there are, at most 4: the last is computed again for those missing
  static void rows4x2(
      boolean add,
      float[] a,
      int a0,
      int aStep,
      int valid,
      int k,
      float[] b,
      int b0,
      int bStep,
      float[] c,
      int c0,
      int cStep) {
    if (valid == 4 && aStep == HEAD && bStep == ROWS) {
      scores4x2(add, a, a0, k, b, b0, c, c0, cStep);
    } else if (valid == 4 && aStep == ROWS && bStep == HEAD) {
      keys4x2(add, a, a0, k, b, b0, c, c0, cStep);
    } else {
      any4x2(add, a, a0, aStep, valid - 1, k, b, b0, bStep, c, c0, cStep);
    }
  }

  /// The scores of the most common heads.
  private static void scores4x2(
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
      int p = a0 + i;
      int q = b0 + i * ROWS;
      FloatVector u = FloatVector.fromArray(Lanes.F, b, q);
      FloatVector v = FloatVector.fromArray(Lanes.F, b, q + n);
      VarHandle.acquireFence();
      FloatVector s = FloatVector.broadcast(Lanes.F, a[p]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + HEAD]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 2 * HEAD]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 3 * HEAD]);
      x3 = s.fma(u, x3);
      y3 = s.fma(v, y3);
      u = FloatVector.fromArray(Lanes.F, b, q + ROWS);
      v = FloatVector.fromArray(Lanes.F, b, q + ROWS + n);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 1]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + HEAD + 1]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 2 * HEAD + 1]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 3 * HEAD + 1]);
      x3 = s.fma(u, x3);
      y3 = s.fma(v, y3);
      u = FloatVector.fromArray(Lanes.F, b, q + 2 * ROWS);
      v = FloatVector.fromArray(Lanes.F, b, q + 2 * ROWS + n);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 2]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + HEAD + 2]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 2 * HEAD + 2]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 3 * HEAD + 2]);
      x3 = s.fma(u, x3);
      y3 = s.fma(v, y3);
      u = FloatVector.fromArray(Lanes.F, b, q + 3 * ROWS);
      v = FloatVector.fromArray(Lanes.F, b, q + 3 * ROWS + n);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 3]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + HEAD + 3]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 2 * HEAD + 3]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 3 * HEAD + 3]);
      x3 = s.fma(u, x3);
      y3 = s.fma(v, y3);
    }
    for (; i < k; i++) {
      int p = a0 + i;
      int q = b0 + i * ROWS;
      FloatVector u = FloatVector.fromArray(Lanes.F, b, q);
      FloatVector v = FloatVector.fromArray(Lanes.F, b, q + n);
      VarHandle.acquireFence();
      FloatVector s = FloatVector.broadcast(Lanes.F, a[p]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + HEAD]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 2 * HEAD]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 3 * HEAD]);
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

  /// The sums over queries of the most common heads.
  private static void keys4x2(
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
      int p = a0 + i;
      int q = b0 + i * HEAD;
      FloatVector u = FloatVector.fromArray(Lanes.F, b, q);
      FloatVector v = FloatVector.fromArray(Lanes.F, b, q + n);
      VarHandle.acquireFence();
      FloatVector s = FloatVector.broadcast(Lanes.F, a[p]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + ROWS]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 2 * ROWS]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 3 * ROWS]);
      x3 = s.fma(u, x3);
      y3 = s.fma(v, y3);
      u = FloatVector.fromArray(Lanes.F, b, q + HEAD);
      v = FloatVector.fromArray(Lanes.F, b, q + HEAD + n);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 1]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + ROWS + 1]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 2 * ROWS + 1]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 3 * ROWS + 1]);
      x3 = s.fma(u, x3);
      y3 = s.fma(v, y3);
      u = FloatVector.fromArray(Lanes.F, b, q + 2 * HEAD);
      v = FloatVector.fromArray(Lanes.F, b, q + 2 * HEAD + n);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 2]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + ROWS + 2]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 2 * ROWS + 2]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 3 * ROWS + 2]);
      x3 = s.fma(u, x3);
      y3 = s.fma(v, y3);
      u = FloatVector.fromArray(Lanes.F, b, q + 3 * HEAD);
      v = FloatVector.fromArray(Lanes.F, b, q + 3 * HEAD + n);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 3]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + ROWS + 3]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 2 * ROWS + 3]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 3 * ROWS + 3]);
      x3 = s.fma(u, x3);
      y3 = s.fma(v, y3);
    }
    for (; i < k; i++) {
      int p = a0 + i;
      int q = b0 + i * HEAD;
      FloatVector u = FloatVector.fromArray(Lanes.F, b, q);
      FloatVector v = FloatVector.fromArray(Lanes.F, b, q + n);
      VarHandle.acquireFence();
      FloatVector s = FloatVector.broadcast(Lanes.F, a[p]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + ROWS]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 2 * ROWS]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 3 * ROWS]);
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

  /// With any distances, and rows missing.
  private static void any4x2(
      boolean add,
      float[] a,
      int a0,
      int aStep,
      int last,
      int k,
      float[] b,
      int b0,
      int bStep,
      float[] c,
      int c0,
      int cStep) {
    int m1 = Math.min(1, last);
    int m2 = Math.min(2, last);
    int m3 = Math.min(3, last);
    int a1 = a0 + m1 * aStep;
    int a2 = a0 + m2 * aStep;
    int a3 = a0 + m3 * aStep;
    float[] from = add ? c : ZEROS;
    int f0 = add ? c0 : 0;
    int fStep = add ? cStep : 0;
    int n = Lanes.N;
    FloatVector x0 = FloatVector.fromArray(Lanes.F, from, f0);
    FloatVector y0 = FloatVector.fromArray(Lanes.F, from, f0 + n);
    FloatVector x1 = FloatVector.fromArray(Lanes.F, from, f0 + m1 * fStep);
    FloatVector y1 = FloatVector.fromArray(Lanes.F, from, f0 + m1 * fStep + n);
    FloatVector x2 = FloatVector.fromArray(Lanes.F, from, f0 + m2 * fStep);
    FloatVector y2 = FloatVector.fromArray(Lanes.F, from, f0 + m2 * fStep + n);
    FloatVector x3 = FloatVector.fromArray(Lanes.F, from, f0 + m3 * fStep);
    FloatVector y3 = FloatVector.fromArray(Lanes.F, from, f0 + m3 * fStep + n);
    int i = 0;
    for (; i < k - 1; i += 2) {
      int q = b0 + i * bStep;
      FloatVector u = FloatVector.fromArray(Lanes.F, b, q);
      FloatVector v = FloatVector.fromArray(Lanes.F, b, q + n);
      VarHandle.acquireFence();
      FloatVector s = FloatVector.broadcast(Lanes.F, a[a0 + i]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[a1 + i]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[a2 + i]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[a3 + i]);
      x3 = s.fma(u, x3);
      y3 = s.fma(v, y3);
      q += bStep;
      u = FloatVector.fromArray(Lanes.F, b, q);
      v = FloatVector.fromArray(Lanes.F, b, q + n);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[a0 + i + 1]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[a1 + i + 1]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[a2 + i + 1]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[a3 + i + 1]);
      x3 = s.fma(u, x3);
      y3 = s.fma(v, y3);
    }
    for (; i < k; i++) {
      int q = b0 + i * bStep;
      FloatVector u = FloatVector.fromArray(Lanes.F, b, q);
      FloatVector v = FloatVector.fromArray(Lanes.F, b, q + n);
      VarHandle.acquireFence();
      FloatVector s = FloatVector.broadcast(Lanes.F, a[a0 + i]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[a1 + i]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[a2 + i]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[a3 + i]);
      x3 = s.fma(u, x3);
      y3 = s.fma(v, y3);
    }
    x0.intoArray(c, c0);
    y0.intoArray(c, c0 + n);
    x1.intoArray(c, c0 + m1 * cStep);
    y1.intoArray(c, c0 + m1 * cStep + n);
    x2.intoArray(c, c0 + m2 * cStep);
    y2.intoArray(c, c0 + m2 * cStep + n);
    x3.intoArray(c, c0 + m3 * cStep);
    y3.intoArray(c, c0 + m3 * cStep + n);
  }
}
