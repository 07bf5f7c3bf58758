package dev.loupe.kernel;

import java.lang.invoke.VarHandle;
import jdk.incubator.vector.FloatVector;

/// The tiles of [PatchTile] for vectors of fewer than 16 lanes, whose machines have 16 registers.
///
/// A look into the table, with its checks, costs as much as two rows. Where entries come in threes
/// that lie side by side, as those of red, green and blue do, one look is enough for three. Fences
/// are as in [BlockTileShort]; with 6 rows, sums are kept in memory all the same.
final class PatchTileShort {
  private static final int PITCH = PatchTile.PITCH;

  private PatchTileShort() {}

  /// Computes one tile, see [PatchTile#tile].
  static void tile(
      int height,
      boolean threes,
      float[] a,
      int a0,
      int[] off,
      float[] b,
      int b0,
      float[] c,
      int c0,
      int cStep) {
    switch (height + (threes ? 100 : 0)) {
      case 105 -> threes5x2(a, a0, off, b, b0, c, c0, cStep);
      case 104 -> threes4x2(a, a0, off, b, b0, c, c0, cStep);
      case 108 -> threes8x1(a, a0, off, b, b0, c, c0, cStep);
      case 5 -> rows5x2(a, a0, off, b, b0, c, c0, cStep);
      case 4 -> rows4x2(a, a0, off, b, b0, c, c0, cStep);
      default -> PatchTileOne.rows8x1(a, a0, off, b, b0, c, c0, cStep);
    }
  }

  /// 5 rows, 2 vectors, entries in threes.
  private static void threes5x2(
      float[] a, int a0, int[] off, float[] b, int b0, float[] c, int c0, int cStep) {
    int n = Lanes.N;
    int end = off.length & PatchTile.LONGEST;
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
    for (int i = 0; i < end; i += 3) {
      int p = a0 + off[i];
      int q = b0 + i * 2 * n;
      FloatVector u = FloatVector.fromArray(Lanes.F, b, q);
      FloatVector v = FloatVector.fromArray(Lanes.F, b, q + n);
      VarHandle.acquireFence();
      FloatVector s = FloatVector.broadcast(Lanes.F, a[p]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + PITCH]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 2 * PITCH]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 3 * PITCH]);
      x3 = s.fma(u, x3);
      y3 = s.fma(v, y3);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 4 * PITCH]);
      x4 = s.fma(u, x4);
      y4 = s.fma(v, y4);
      u = FloatVector.fromArray(Lanes.F, b, q + 2 * n);
      v = FloatVector.fromArray(Lanes.F, b, q + 3 * n);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 1]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + PITCH + 1]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 2 * PITCH + 1]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 3 * PITCH + 1]);
      x3 = s.fma(u, x3);
      y3 = s.fma(v, y3);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 4 * PITCH + 1]);
      x4 = s.fma(u, x4);
      y4 = s.fma(v, y4);
      u = FloatVector.fromArray(Lanes.F, b, q + 4 * n);
      v = FloatVector.fromArray(Lanes.F, b, q + 5 * n);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 2]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + PITCH + 2]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 2 * PITCH + 2]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 3 * PITCH + 2]);
      x3 = s.fma(u, x3);
      y3 = s.fma(v, y3);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 4 * PITCH + 2]);
      x4 = s.fma(u, x4);
      y4 = s.fma(v, y4);
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

  /// 4 rows, 2 vectors, entries in threes.
  private static void threes4x2(
      float[] a, int a0, int[] off, float[] b, int b0, float[] c, int c0, int cStep) {
    int n = Lanes.N;
    int end = off.length & PatchTile.LONGEST;
    FloatVector x0 = FloatVector.zero(Lanes.F);
    FloatVector y0 = FloatVector.zero(Lanes.F);
    FloatVector x1 = FloatVector.zero(Lanes.F);
    FloatVector y1 = FloatVector.zero(Lanes.F);
    FloatVector x2 = FloatVector.zero(Lanes.F);
    FloatVector y2 = FloatVector.zero(Lanes.F);
    FloatVector x3 = FloatVector.zero(Lanes.F);
    FloatVector y3 = FloatVector.zero(Lanes.F);
    for (int i = 0; i < end; i += 3) {
      int p = a0 + off[i];
      int q = b0 + i * 2 * n;
      FloatVector u = FloatVector.fromArray(Lanes.F, b, q);
      FloatVector v = FloatVector.fromArray(Lanes.F, b, q + n);
      VarHandle.acquireFence();
      FloatVector s = FloatVector.broadcast(Lanes.F, a[p]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + PITCH]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 2 * PITCH]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 3 * PITCH]);
      x3 = s.fma(u, x3);
      y3 = s.fma(v, y3);
      u = FloatVector.fromArray(Lanes.F, b, q + 2 * n);
      v = FloatVector.fromArray(Lanes.F, b, q + 3 * n);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 1]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + PITCH + 1]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 2 * PITCH + 1]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 3 * PITCH + 1]);
      x3 = s.fma(u, x3);
      y3 = s.fma(v, y3);
      u = FloatVector.fromArray(Lanes.F, b, q + 4 * n);
      v = FloatVector.fromArray(Lanes.F, b, q + 5 * n);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 2]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + PITCH + 2]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 2 * PITCH + 2]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 3 * PITCH + 2]);
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

  /// 8 rows, 1 vector, entries in threes.
  private static void threes8x1(
      float[] a, int a0, int[] off, float[] b, int b0, float[] c, int c0, int cStep) {
    int n = Lanes.N;
    int end = off.length & PatchTile.LONGEST;
    FloatVector x0 = FloatVector.zero(Lanes.F);
    FloatVector x1 = FloatVector.zero(Lanes.F);
    FloatVector x2 = FloatVector.zero(Lanes.F);
    FloatVector x3 = FloatVector.zero(Lanes.F);
    FloatVector x4 = FloatVector.zero(Lanes.F);
    FloatVector x5 = FloatVector.zero(Lanes.F);
    FloatVector x6 = FloatVector.zero(Lanes.F);
    FloatVector x7 = FloatVector.zero(Lanes.F);
    for (int i = 0; i < end; i += 3) {
      int p = a0 + off[i];
      int q = b0 + i * n;
      FloatVector u = FloatVector.fromArray(Lanes.F, b, q);
      x0 = FloatVector.broadcast(Lanes.F, a[p]).fma(u, x0);
      x1 = FloatVector.broadcast(Lanes.F, a[p + PITCH]).fma(u, x1);
      x2 = FloatVector.broadcast(Lanes.F, a[p + 2 * PITCH]).fma(u, x2);
      x3 = FloatVector.broadcast(Lanes.F, a[p + 3 * PITCH]).fma(u, x3);
      x4 = FloatVector.broadcast(Lanes.F, a[p + 4 * PITCH]).fma(u, x4);
      x5 = FloatVector.broadcast(Lanes.F, a[p + 5 * PITCH]).fma(u, x5);
      x6 = FloatVector.broadcast(Lanes.F, a[p + 6 * PITCH]).fma(u, x6);
      x7 = FloatVector.broadcast(Lanes.F, a[p + 7 * PITCH]).fma(u, x7);
      u = FloatVector.fromArray(Lanes.F, b, q + n);
      x0 = FloatVector.broadcast(Lanes.F, a[p + 1]).fma(u, x0);
      x1 = FloatVector.broadcast(Lanes.F, a[p + PITCH + 1]).fma(u, x1);
      x2 = FloatVector.broadcast(Lanes.F, a[p + 2 * PITCH + 1]).fma(u, x2);
      x3 = FloatVector.broadcast(Lanes.F, a[p + 3 * PITCH + 1]).fma(u, x3);
      x4 = FloatVector.broadcast(Lanes.F, a[p + 4 * PITCH + 1]).fma(u, x4);
      x5 = FloatVector.broadcast(Lanes.F, a[p + 5 * PITCH + 1]).fma(u, x5);
      x6 = FloatVector.broadcast(Lanes.F, a[p + 6 * PITCH + 1]).fma(u, x6);
      x7 = FloatVector.broadcast(Lanes.F, a[p + 7 * PITCH + 1]).fma(u, x7);
      u = FloatVector.fromArray(Lanes.F, b, q + 2 * n);
      x0 = FloatVector.broadcast(Lanes.F, a[p + 2]).fma(u, x0);
      x1 = FloatVector.broadcast(Lanes.F, a[p + PITCH + 2]).fma(u, x1);
      x2 = FloatVector.broadcast(Lanes.F, a[p + 2 * PITCH + 2]).fma(u, x2);
      x3 = FloatVector.broadcast(Lanes.F, a[p + 3 * PITCH + 2]).fma(u, x3);
      x4 = FloatVector.broadcast(Lanes.F, a[p + 4 * PITCH + 2]).fma(u, x4);
      x5 = FloatVector.broadcast(Lanes.F, a[p + 5 * PITCH + 2]).fma(u, x5);
      x6 = FloatVector.broadcast(Lanes.F, a[p + 6 * PITCH + 2]).fma(u, x6);
      x7 = FloatVector.broadcast(Lanes.F, a[p + 7 * PITCH + 2]).fma(u, x7);
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

  /// 5 rows, 2 vectors.
  private static void rows5x2(
      float[] a, int a0, int[] off, float[] b, int b0, float[] c, int c0, int cStep) {
    int n = Lanes.N;
    int end = off.length & PatchTile.LONGEST;
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
    for (int i = 0; i < end; i++) {
      int p = a0 + off[i];
      int q = b0 + i * 2 * n;
      FloatVector u = FloatVector.fromArray(Lanes.F, b, q);
      FloatVector v = FloatVector.fromArray(Lanes.F, b, q + n);
      VarHandle.acquireFence();
      FloatVector s = FloatVector.broadcast(Lanes.F, a[p]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + PITCH]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 2 * PITCH]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 3 * PITCH]);
      x3 = s.fma(u, x3);
      y3 = s.fma(v, y3);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 4 * PITCH]);
      x4 = s.fma(u, x4);
      y4 = s.fma(v, y4);
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
  private static void rows4x2(
      float[] a, int a0, int[] off, float[] b, int b0, float[] c, int c0, int cStep) {
    int n = Lanes.N;
    int end = off.length & PatchTile.LONGEST;
    FloatVector x0 = FloatVector.zero(Lanes.F);
    FloatVector y0 = FloatVector.zero(Lanes.F);
    FloatVector x1 = FloatVector.zero(Lanes.F);
    FloatVector y1 = FloatVector.zero(Lanes.F);
    FloatVector x2 = FloatVector.zero(Lanes.F);
    FloatVector y2 = FloatVector.zero(Lanes.F);
    FloatVector x3 = FloatVector.zero(Lanes.F);
    FloatVector y3 = FloatVector.zero(Lanes.F);
    for (int i = 0; i < end; i++) {
      int p = a0 + off[i];
      int q = b0 + i * 2 * n;
      FloatVector u = FloatVector.fromArray(Lanes.F, b, q);
      FloatVector v = FloatVector.fromArray(Lanes.F, b, q + n);
      VarHandle.acquireFence();
      FloatVector s = FloatVector.broadcast(Lanes.F, a[p]);
      x0 = s.fma(u, x0);
      y0 = s.fma(v, y0);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + PITCH]);
      x1 = s.fma(u, x1);
      y1 = s.fma(v, y1);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 2 * PITCH]);
      x2 = s.fma(u, x2);
      y2 = s.fma(v, y2);
      VarHandle.acquireFence();
      s = FloatVector.broadcast(Lanes.F, a[p + 3 * PITCH]);
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
