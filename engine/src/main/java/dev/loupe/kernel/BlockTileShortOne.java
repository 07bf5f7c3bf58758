package dev.loupe.kernel;

import java.util.Objects;
import jdk.incubator.vector.FloatVector;

/// The tile of [BlockTileShort] that is 1 vector wide.
final class BlockTileShortOne {
  private static final int BLOCK = BlockTile.BLOCK;
  private static final int HALF = BLOCK / 2;

  private BlockTileShortOne() {}

  /// 8 rows, 1 vector.
  static void rows8x1(
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
    FloatVector x1 = FloatVector.fromArray(Lanes.F, from, f0 + fStep);
    FloatVector x2 = FloatVector.fromArray(Lanes.F, from, f0 + 2 * fStep);
    FloatVector x3 = FloatVector.fromArray(Lanes.F, from, f0 + 3 * fStep);
    FloatVector x4 = FloatVector.fromArray(Lanes.F, from, f0 + 4 * fStep);
    FloatVector x5 = FloatVector.fromArray(Lanes.F, from, f0 + 5 * fStep);
    FloatVector x6 = FloatVector.fromArray(Lanes.F, from, f0 + 6 * fStep);
    FloatVector x7 = FloatVector.fromArray(Lanes.F, from, f0 + 7 * fStep);
    int q = b0;
    for (int j = 2 * first; j < 2 * end; j++) {
      int p = a0 + off[j >> 1] + (j & 1) * HALF;
      Objects.checkIndex(p + 7 * BLOCK + HALF - 1, a.length);
      Objects.checkIndex(q + (HALF - 1) * n, b.length - (n - 1));
      FloatVector u = FloatVector.fromArray(Lanes.F, b, q);
      x0 = FloatVector.broadcast(Lanes.F, a[p]).fma(u, x0);
      x1 = FloatVector.broadcast(Lanes.F, a[p + BLOCK]).fma(u, x1);
      x2 = FloatVector.broadcast(Lanes.F, a[p + 2 * BLOCK]).fma(u, x2);
      x3 = FloatVector.broadcast(Lanes.F, a[p + 3 * BLOCK]).fma(u, x3);
      x4 = FloatVector.broadcast(Lanes.F, a[p + 4 * BLOCK]).fma(u, x4);
      x5 = FloatVector.broadcast(Lanes.F, a[p + 5 * BLOCK]).fma(u, x5);
      x6 = FloatVector.broadcast(Lanes.F, a[p + 6 * BLOCK]).fma(u, x6);
      x7 = FloatVector.broadcast(Lanes.F, a[p + 7 * BLOCK]).fma(u, x7);
      u = FloatVector.fromArray(Lanes.F, b, q + n);
      x0 = FloatVector.broadcast(Lanes.F, a[p + 1]).fma(u, x0);
      x1 = FloatVector.broadcast(Lanes.F, a[p + BLOCK + 1]).fma(u, x1);
      x2 = FloatVector.broadcast(Lanes.F, a[p + 2 * BLOCK + 1]).fma(u, x2);
      x3 = FloatVector.broadcast(Lanes.F, a[p + 3 * BLOCK + 1]).fma(u, x3);
      x4 = FloatVector.broadcast(Lanes.F, a[p + 4 * BLOCK + 1]).fma(u, x4);
      x5 = FloatVector.broadcast(Lanes.F, a[p + 5 * BLOCK + 1]).fma(u, x5);
      x6 = FloatVector.broadcast(Lanes.F, a[p + 6 * BLOCK + 1]).fma(u, x6);
      x7 = FloatVector.broadcast(Lanes.F, a[p + 7 * BLOCK + 1]).fma(u, x7);
      u = FloatVector.fromArray(Lanes.F, b, q + 2 * n);
      x0 = FloatVector.broadcast(Lanes.F, a[p + 2]).fma(u, x0);
      x1 = FloatVector.broadcast(Lanes.F, a[p + BLOCK + 2]).fma(u, x1);
      x2 = FloatVector.broadcast(Lanes.F, a[p + 2 * BLOCK + 2]).fma(u, x2);
      x3 = FloatVector.broadcast(Lanes.F, a[p + 3 * BLOCK + 2]).fma(u, x3);
      x4 = FloatVector.broadcast(Lanes.F, a[p + 4 * BLOCK + 2]).fma(u, x4);
      x5 = FloatVector.broadcast(Lanes.F, a[p + 5 * BLOCK + 2]).fma(u, x5);
      x6 = FloatVector.broadcast(Lanes.F, a[p + 6 * BLOCK + 2]).fma(u, x6);
      x7 = FloatVector.broadcast(Lanes.F, a[p + 7 * BLOCK + 2]).fma(u, x7);
      u = FloatVector.fromArray(Lanes.F, b, q + 3 * n);
      x0 = FloatVector.broadcast(Lanes.F, a[p + 3]).fma(u, x0);
      x1 = FloatVector.broadcast(Lanes.F, a[p + BLOCK + 3]).fma(u, x1);
      x2 = FloatVector.broadcast(Lanes.F, a[p + 2 * BLOCK + 3]).fma(u, x2);
      x3 = FloatVector.broadcast(Lanes.F, a[p + 3 * BLOCK + 3]).fma(u, x3);
      x4 = FloatVector.broadcast(Lanes.F, a[p + 4 * BLOCK + 3]).fma(u, x4);
      x5 = FloatVector.broadcast(Lanes.F, a[p + 5 * BLOCK + 3]).fma(u, x5);
      x6 = FloatVector.broadcast(Lanes.F, a[p + 6 * BLOCK + 3]).fma(u, x6);
      x7 = FloatVector.broadcast(Lanes.F, a[p + 7 * BLOCK + 3]).fma(u, x7);
      u = FloatVector.fromArray(Lanes.F, b, q + 4 * n);
      x0 = FloatVector.broadcast(Lanes.F, a[p + 4]).fma(u, x0);
      x1 = FloatVector.broadcast(Lanes.F, a[p + BLOCK + 4]).fma(u, x1);
      x2 = FloatVector.broadcast(Lanes.F, a[p + 2 * BLOCK + 4]).fma(u, x2);
      x3 = FloatVector.broadcast(Lanes.F, a[p + 3 * BLOCK + 4]).fma(u, x3);
      x4 = FloatVector.broadcast(Lanes.F, a[p + 4 * BLOCK + 4]).fma(u, x4);
      x5 = FloatVector.broadcast(Lanes.F, a[p + 5 * BLOCK + 4]).fma(u, x5);
      x6 = FloatVector.broadcast(Lanes.F, a[p + 6 * BLOCK + 4]).fma(u, x6);
      x7 = FloatVector.broadcast(Lanes.F, a[p + 7 * BLOCK + 4]).fma(u, x7);
      u = FloatVector.fromArray(Lanes.F, b, q + 5 * n);
      x0 = FloatVector.broadcast(Lanes.F, a[p + 5]).fma(u, x0);
      x1 = FloatVector.broadcast(Lanes.F, a[p + BLOCK + 5]).fma(u, x1);
      x2 = FloatVector.broadcast(Lanes.F, a[p + 2 * BLOCK + 5]).fma(u, x2);
      x3 = FloatVector.broadcast(Lanes.F, a[p + 3 * BLOCK + 5]).fma(u, x3);
      x4 = FloatVector.broadcast(Lanes.F, a[p + 4 * BLOCK + 5]).fma(u, x4);
      x5 = FloatVector.broadcast(Lanes.F, a[p + 5 * BLOCK + 5]).fma(u, x5);
      x6 = FloatVector.broadcast(Lanes.F, a[p + 6 * BLOCK + 5]).fma(u, x6);
      x7 = FloatVector.broadcast(Lanes.F, a[p + 7 * BLOCK + 5]).fma(u, x7);
      u = FloatVector.fromArray(Lanes.F, b, q + 6 * n);
      x0 = FloatVector.broadcast(Lanes.F, a[p + 6]).fma(u, x0);
      x1 = FloatVector.broadcast(Lanes.F, a[p + BLOCK + 6]).fma(u, x1);
      x2 = FloatVector.broadcast(Lanes.F, a[p + 2 * BLOCK + 6]).fma(u, x2);
      x3 = FloatVector.broadcast(Lanes.F, a[p + 3 * BLOCK + 6]).fma(u, x3);
      x4 = FloatVector.broadcast(Lanes.F, a[p + 4 * BLOCK + 6]).fma(u, x4);
      x5 = FloatVector.broadcast(Lanes.F, a[p + 5 * BLOCK + 6]).fma(u, x5);
      x6 = FloatVector.broadcast(Lanes.F, a[p + 6 * BLOCK + 6]).fma(u, x6);
      x7 = FloatVector.broadcast(Lanes.F, a[p + 7 * BLOCK + 6]).fma(u, x7);
      u = FloatVector.fromArray(Lanes.F, b, q + 7 * n);
      x0 = FloatVector.broadcast(Lanes.F, a[p + 7]).fma(u, x0);
      x1 = FloatVector.broadcast(Lanes.F, a[p + BLOCK + 7]).fma(u, x1);
      x2 = FloatVector.broadcast(Lanes.F, a[p + 2 * BLOCK + 7]).fma(u, x2);
      x3 = FloatVector.broadcast(Lanes.F, a[p + 3 * BLOCK + 7]).fma(u, x3);
      x4 = FloatVector.broadcast(Lanes.F, a[p + 4 * BLOCK + 7]).fma(u, x4);
      x5 = FloatVector.broadcast(Lanes.F, a[p + 5 * BLOCK + 7]).fma(u, x5);
      x6 = FloatVector.broadcast(Lanes.F, a[p + 6 * BLOCK + 7]).fma(u, x6);
      x7 = FloatVector.broadcast(Lanes.F, a[p + 7 * BLOCK + 7]).fma(u, x7);
      q += step;
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
