package dev.loupe.kernel;

import java.lang.invoke.VarHandle;
import jdk.incubator.vector.FloatVector;

/// The tiles of [PlaneTile] for vectors of fewer than 16 lanes, whose machines have 16 registers.
///
/// A round takes 4 entries of the table. Each has checks of its own, which therefore stay, but they
/// share the rest. Fences are as in [BlockTileShort].
final class PlaneTileShort {
  private static final float[] ZEROS = new float[2 * Lanes.N];

  private PlaneTileShort() {}

  /// 4 rows, 2 vectors: 6 loads for 8 multiply-adds.
  static void rows4x2(
      boolean add,
      float[] a,
      int a0,
      int[] off,
      int first,
      int count,
      float[] b,
      int b0,
      float[] c,
      int c0,
      int cStep) {
    float[] from = add ? c : ZEROS;
    int f0 = add ? c0 : 0;
    int fStep = add ? cStep : 0;
    int n = Lanes.N;
    int end = count & PlaneTile.LONGEST;
    FloatVector x0 = FloatVector.fromArray(Lanes.F, from, f0);
    FloatVector y0 = FloatVector.fromArray(Lanes.F, from, f0 + n);
    FloatVector x1 = FloatVector.fromArray(Lanes.F, from, f0 + fStep);
    FloatVector y1 = FloatVector.fromArray(Lanes.F, from, f0 + fStep + n);
    FloatVector x2 = FloatVector.fromArray(Lanes.F, from, f0 + 2 * fStep);
    FloatVector y2 = FloatVector.fromArray(Lanes.F, from, f0 + 2 * fStep + n);
    FloatVector x3 = FloatVector.fromArray(Lanes.F, from, f0 + 3 * fStep);
    FloatVector y3 = FloatVector.fromArray(Lanes.F, from, f0 + 3 * fStep + n);
    int i = 0;
    for (; i < end - 3; i += 4) {
      int q = b0 + i * 2 * n;
      int p = a0 + off[first + i];
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
      p = a0 + off[first + i + 1];
      u = FloatVector.fromArray(Lanes.F, b, q + 2 * n);
      v = FloatVector.fromArray(Lanes.F, b, q + 3 * n);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p]);
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
      p = a0 + off[first + i + 2];
      u = FloatVector.fromArray(Lanes.F, b, q + 4 * n);
      v = FloatVector.fromArray(Lanes.F, b, q + 5 * n);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p]);
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
      p = a0 + off[first + i + 3];
      u = FloatVector.fromArray(Lanes.F, b, q + 6 * n);
      v = FloatVector.fromArray(Lanes.F, b, q + 7 * n);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p]);
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
    for (; i < end; i++) {
      int p = a0 + off[first + i];
      int q = b0 + i * 2 * n;
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

  /// 8 rows, 1 vector.
  static void rows8x1(
      boolean add,
      float[] a,
      int a0,
      int[] off,
      int first,
      int count,
      float[] b,
      int b0,
      float[] c,
      int c0,
      int cStep) {
    float[] from = add ? c : ZEROS;
    int f0 = add ? c0 : 0;
    int fStep = add ? cStep : 0;
    int n = Lanes.N;
    int end = count & PlaneTile.LONGEST;
    FloatVector x0 = FloatVector.fromArray(Lanes.F, from, f0);
    FloatVector x1 = FloatVector.fromArray(Lanes.F, from, f0 + fStep);
    FloatVector x2 = FloatVector.fromArray(Lanes.F, from, f0 + 2 * fStep);
    FloatVector x3 = FloatVector.fromArray(Lanes.F, from, f0 + 3 * fStep);
    FloatVector x4 = FloatVector.fromArray(Lanes.F, from, f0 + 4 * fStep);
    FloatVector x5 = FloatVector.fromArray(Lanes.F, from, f0 + 5 * fStep);
    FloatVector x6 = FloatVector.fromArray(Lanes.F, from, f0 + 6 * fStep);
    FloatVector x7 = FloatVector.fromArray(Lanes.F, from, f0 + 7 * fStep);
    int i = 0;
    for (; i < end - 3; i += 4) {
      int q = b0 + i * n;
      int p = a0 + off[first + i];
      FloatVector u = FloatVector.fromArray(Lanes.F, b, q);
      x0 = FloatVector.broadcast(Lanes.F, a[p]).fma(u, x0);
      x1 = FloatVector.broadcast(Lanes.F, a[p + 1]).fma(u, x1);
      x2 = FloatVector.broadcast(Lanes.F, a[p + 2]).fma(u, x2);
      x3 = FloatVector.broadcast(Lanes.F, a[p + 3]).fma(u, x3);
      x4 = FloatVector.broadcast(Lanes.F, a[p + 4]).fma(u, x4);
      x5 = FloatVector.broadcast(Lanes.F, a[p + 5]).fma(u, x5);
      x6 = FloatVector.broadcast(Lanes.F, a[p + 6]).fma(u, x6);
      x7 = FloatVector.broadcast(Lanes.F, a[p + 7]).fma(u, x7);
      p = a0 + off[first + i + 1];
      u = FloatVector.fromArray(Lanes.F, b, q + n);
      x0 = FloatVector.broadcast(Lanes.F, a[p]).fma(u, x0);
      x1 = FloatVector.broadcast(Lanes.F, a[p + 1]).fma(u, x1);
      x2 = FloatVector.broadcast(Lanes.F, a[p + 2]).fma(u, x2);
      x3 = FloatVector.broadcast(Lanes.F, a[p + 3]).fma(u, x3);
      x4 = FloatVector.broadcast(Lanes.F, a[p + 4]).fma(u, x4);
      x5 = FloatVector.broadcast(Lanes.F, a[p + 5]).fma(u, x5);
      x6 = FloatVector.broadcast(Lanes.F, a[p + 6]).fma(u, x6);
      x7 = FloatVector.broadcast(Lanes.F, a[p + 7]).fma(u, x7);
      p = a0 + off[first + i + 2];
      u = FloatVector.fromArray(Lanes.F, b, q + 2 * n);
      x0 = FloatVector.broadcast(Lanes.F, a[p]).fma(u, x0);
      x1 = FloatVector.broadcast(Lanes.F, a[p + 1]).fma(u, x1);
      x2 = FloatVector.broadcast(Lanes.F, a[p + 2]).fma(u, x2);
      x3 = FloatVector.broadcast(Lanes.F, a[p + 3]).fma(u, x3);
      x4 = FloatVector.broadcast(Lanes.F, a[p + 4]).fma(u, x4);
      x5 = FloatVector.broadcast(Lanes.F, a[p + 5]).fma(u, x5);
      x6 = FloatVector.broadcast(Lanes.F, a[p + 6]).fma(u, x6);
      x7 = FloatVector.broadcast(Lanes.F, a[p + 7]).fma(u, x7);
      p = a0 + off[first + i + 3];
      u = FloatVector.fromArray(Lanes.F, b, q + 3 * n);
      x0 = FloatVector.broadcast(Lanes.F, a[p]).fma(u, x0);
      x1 = FloatVector.broadcast(Lanes.F, a[p + 1]).fma(u, x1);
      x2 = FloatVector.broadcast(Lanes.F, a[p + 2]).fma(u, x2);
      x3 = FloatVector.broadcast(Lanes.F, a[p + 3]).fma(u, x3);
      x4 = FloatVector.broadcast(Lanes.F, a[p + 4]).fma(u, x4);
      x5 = FloatVector.broadcast(Lanes.F, a[p + 5]).fma(u, x5);
      x6 = FloatVector.broadcast(Lanes.F, a[p + 6]).fma(u, x6);
      x7 = FloatVector.broadcast(Lanes.F, a[p + 7]).fma(u, x7);
    }
    for (; i < end; i++) {
      int p = a0 + off[first + i];
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

  /// Whole sums of tiles of 4 rows and 2 vectors: where sums are short, a call of a tile each would
  /// cost as much as the tile.
  ///
  /// @param last where the last tile starts at the latest
  static void run4x2(
      float[] a,
      int a0,
      int[] off,
      float[] b,
      int b0,
      float[] c,
      int c0,
      int cStep,
      int tiles,
      int last) {
    int n = Lanes.N;
    int end = off.length & PlaneTile.LONGEST;
    for (int tile = 0; tile < tiles; tile++) {
      int row = Math.min(4 * tile, last);
      int from = a0 + row;
      int to = c0 + row * cStep;
      FloatVector x0 = FloatVector.zero(Lanes.F);
      FloatVector y0 = FloatVector.zero(Lanes.F);
      FloatVector x1 = FloatVector.zero(Lanes.F);
      FloatVector y1 = FloatVector.zero(Lanes.F);
      FloatVector x2 = FloatVector.zero(Lanes.F);
      FloatVector y2 = FloatVector.zero(Lanes.F);
      FloatVector x3 = FloatVector.zero(Lanes.F);
      FloatVector y3 = FloatVector.zero(Lanes.F);
      int i = 0;
      for (; i < end - 3; i += 4) {
        int q = b0 + i * 2 * n;
        int p = from + off[i];
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
        p = from + off[i + 1];
        u = FloatVector.fromArray(Lanes.F, b, q + 2 * n);
        v = FloatVector.fromArray(Lanes.F, b, q + 3 * n);
        VarHandle.acquireFence();
        s = FloatVector.broadcast(Lanes.F, a[p]);
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
        p = from + off[i + 2];
        u = FloatVector.fromArray(Lanes.F, b, q + 4 * n);
        v = FloatVector.fromArray(Lanes.F, b, q + 5 * n);
        VarHandle.acquireFence();
        s = FloatVector.broadcast(Lanes.F, a[p]);
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
        p = from + off[i + 3];
        u = FloatVector.fromArray(Lanes.F, b, q + 6 * n);
        v = FloatVector.fromArray(Lanes.F, b, q + 7 * n);
        VarHandle.acquireFence();
        s = FloatVector.broadcast(Lanes.F, a[p]);
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
      for (; i < end; i++) {
        int p = from + off[i];
        int q = b0 + i * 2 * n;
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
      x0.intoArray(c, to);
      y0.intoArray(c, to + n);
      x1.intoArray(c, to + cStep);
      y1.intoArray(c, to + cStep + n);
      x2.intoArray(c, to + 2 * cStep);
      y2.intoArray(c, to + 2 * cStep + n);
      x3.intoArray(c, to + 3 * cStep);
      y3.intoArray(c, to + 3 * cStep + n);
    }
  }
}
