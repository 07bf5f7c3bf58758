package dev.loupe.kernel;

import java.lang.invoke.VarHandle;
import java.util.Objects;
import jdk.incubator.vector.FloatVector;

/// The tile of [RunTile] for vectors of fewer than 16 lanes, whose machines have 16 registers, over
/// rows and columns that [RunCopies] has copied: `c[m][n] += sum over i of a[a0 + 4 i + m] * b[b0 +
/// i w + n]`, where w is the width of 2 vectors.
///
/// All places lie constant distances apart, which saves the checks that steps unknown to the
/// compiler need, and a round takes 8 pixels; fences keep its rows apart, see [BlockTileShort].
final class RunTileCopied {
  /// Rows of the tile.
  static final int ROWS = 4;

  /// Vectors of the tile.
  static final int VECTORS = 2;

  /// Pixels of a round.
  static final int ROUND = 8;

  private RunTileCopied() {}

  /// Computes the tile.
  ///
  /// @param pixels how many are summed, whole rounds
  static void tile(
      float[] a, int a0, int aStep, float[] b, int b0, int bStep, int pixels, float[] c, int c0) {
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
    for (int j = 0; j < pixels; j += ROUND) {
      Objects.checkIndex(p + ROUND * ROWS - 1, a.length);
      Objects.checkIndex(q + (ROUND * VECTORS - 1) * n, b.length - (n - 1));
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
      s = FloatVector.broadcast(Lanes.F, a[p + 4]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 5]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 6]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 7]);
      x3 = s.fma(u, x3);
      y3 = s.fma(v, y3);
      u = FloatVector.fromArray(Lanes.F, b, q + 4 * n);
      v = FloatVector.fromArray(Lanes.F, b, q + 5 * n);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 8]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 9]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 10]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 11]);
      x3 = s.fma(u, x3);
      y3 = s.fma(v, y3);
      u = FloatVector.fromArray(Lanes.F, b, q + 6 * n);
      v = FloatVector.fromArray(Lanes.F, b, q + 7 * n);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 12]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 13]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 14]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 15]);
      x3 = s.fma(u, x3);
      y3 = s.fma(v, y3);
      u = FloatVector.fromArray(Lanes.F, b, q + 8 * n);
      v = FloatVector.fromArray(Lanes.F, b, q + 9 * n);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 16]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 17]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 18]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 19]);
      x3 = s.fma(u, x3);
      y3 = s.fma(v, y3);
      u = FloatVector.fromArray(Lanes.F, b, q + 10 * n);
      v = FloatVector.fromArray(Lanes.F, b, q + 11 * n);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 20]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 21]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 22]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 23]);
      x3 = s.fma(u, x3);
      y3 = s.fma(v, y3);
      u = FloatVector.fromArray(Lanes.F, b, q + 12 * n);
      v = FloatVector.fromArray(Lanes.F, b, q + 13 * n);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 24]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 25]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 26]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 27]);
      x3 = s.fma(u, x3);
      y3 = s.fma(v, y3);
      u = FloatVector.fromArray(Lanes.F, b, q + 14 * n);
      v = FloatVector.fromArray(Lanes.F, b, q + 15 * n);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 28]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 29]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 30]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 31]);
      x3 = s.fma(u, x3);
      y3 = s.fma(v, y3);
      p += aStep;
      q += bStep;
    }
    x0.add(FloatVector.fromArray(Lanes.F, c, c0)).intoArray(c, c0);
    y0.add(FloatVector.fromArray(Lanes.F, c, c0 + n)).intoArray(c, c0 + n);
    x1.add(FloatVector.fromArray(Lanes.F, c, c0 + 2 * n)).intoArray(c, c0 + 2 * n);
    y1.add(FloatVector.fromArray(Lanes.F, c, c0 + 3 * n)).intoArray(c, c0 + 3 * n);
    x2.add(FloatVector.fromArray(Lanes.F, c, c0 + 4 * n)).intoArray(c, c0 + 4 * n);
    y2.add(FloatVector.fromArray(Lanes.F, c, c0 + 5 * n)).intoArray(c, c0 + 5 * n);
    x3.add(FloatVector.fromArray(Lanes.F, c, c0 + 6 * n)).intoArray(c, c0 + 6 * n);
    y3.add(FloatVector.fromArray(Lanes.F, c, c0 + 7 * n)).intoArray(c, c0 + 7 * n);
  }
}
