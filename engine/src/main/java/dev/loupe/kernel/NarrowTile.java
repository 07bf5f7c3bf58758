package dev.loupe.kernel;

import jdk.incubator.vector.FloatVector;

/// Register tiles whose lanes are pixels, for targets of few channels: `c[m][l] = (c[m][l] +)
/// sum over i < count of b[b0 + i * rows + m] * a[a0 + off[first + i] + l]`, for some vectors of
/// pixels l.
///
/// Rows m are channels. The table `off` lets i run over taps and channels
/// of planes. Each value of c is one chain of fused multiply-adds in the order of i, at any width.
final class NarrowTile {
  /// The longest sum of one call.
  static final int LONGEST = 511;

  // See PlaneTile.
  private static final int MASK = LONGEST;

  private static final float[] ZEROS = new float[8 * Lanes.N];

  private NarrowTile() {}

  /// Rows of the tile for so many channels.
  static int rows(int channels) {
    // Machines with shorter vectors have 16 registers: for 8 or 9 sums.
    return Lanes.N < 16 ? Math.min(channels, 3) : channels > 3 ? 6 : 3;
  }

  /// Pixels of the tile with so many rows.
  static int pixels(int rows) {
    int vectors = Lanes.N == 16 ? 4 : rows == 3 ? 3 : rows == 2 ? 4 : 8;
    return vectors * Lanes.N;
  }

  /// Computes one tile.
  ///
  /// @param rows as of [#rows]
  /// @param cStep from row to row of c
  static void tile(
      int rows,
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
    if (Lanes.N < 16) {
      switch (rows) {
        case 3 -> rows3x3(add, a, a0, off, first, count, b, b0, c, c0, cStep);
        case 2 -> rows2x4(add, a, a0, off, first, count, b, b0, c, c0, cStep);
        default -> rows1x8(add, a, a0, off, first, count, b, b0, c, c0);
      }
    } else if (rows == 6) {
      rows6(add, a, a0, off, first, count, b, b0, c, c0, cStep);
    } else {
      rows3(add, a, a0, off, first, count, b, b0, c, c0, cStep);
    }
  }

  /// 6 rows, 4 vectors.
  private static void rows6(
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
    int end = count & MASK;
    FloatVector x0 = FloatVector.fromArray(Lanes.F, from, f0);
    FloatVector y0 = FloatVector.fromArray(Lanes.F, from, f0 + n);
    FloatVector z0 = FloatVector.fromArray(Lanes.F, from, f0 + 2 * n);
    FloatVector w0 = FloatVector.fromArray(Lanes.F, from, f0 + 3 * n);
    FloatVector x1 = FloatVector.fromArray(Lanes.F, from, f0 + fStep);
    FloatVector y1 = FloatVector.fromArray(Lanes.F, from, f0 + fStep + n);
    FloatVector z1 = FloatVector.fromArray(Lanes.F, from, f0 + fStep + 2 * n);
    FloatVector w1 = FloatVector.fromArray(Lanes.F, from, f0 + fStep + 3 * n);
    FloatVector x2 = FloatVector.fromArray(Lanes.F, from, f0 + 2 * fStep);
    FloatVector y2 = FloatVector.fromArray(Lanes.F, from, f0 + 2 * fStep + n);
    FloatVector z2 = FloatVector.fromArray(Lanes.F, from, f0 + 2 * fStep + 2 * n);
    FloatVector w2 = FloatVector.fromArray(Lanes.F, from, f0 + 2 * fStep + 3 * n);
    FloatVector x3 = FloatVector.fromArray(Lanes.F, from, f0 + 3 * fStep);
    FloatVector y3 = FloatVector.fromArray(Lanes.F, from, f0 + 3 * fStep + n);
    FloatVector z3 = FloatVector.fromArray(Lanes.F, from, f0 + 3 * fStep + 2 * n);
    FloatVector w3 = FloatVector.fromArray(Lanes.F, from, f0 + 3 * fStep + 3 * n);
    FloatVector x4 = FloatVector.fromArray(Lanes.F, from, f0 + 4 * fStep);
    FloatVector y4 = FloatVector.fromArray(Lanes.F, from, f0 + 4 * fStep + n);
    FloatVector z4 = FloatVector.fromArray(Lanes.F, from, f0 + 4 * fStep + 2 * n);
    FloatVector w4 = FloatVector.fromArray(Lanes.F, from, f0 + 4 * fStep + 3 * n);
    FloatVector x5 = FloatVector.fromArray(Lanes.F, from, f0 + 5 * fStep);
    FloatVector y5 = FloatVector.fromArray(Lanes.F, from, f0 + 5 * fStep + n);
    FloatVector z5 = FloatVector.fromArray(Lanes.F, from, f0 + 5 * fStep + 2 * n);
    FloatVector w5 = FloatVector.fromArray(Lanes.F, from, f0 + 5 * fStep + 3 * n);
    for (int i = 0; i < end; i++) {
      int p = a0 + off[first + i];
      FloatVector u0 = FloatVector.fromArray(Lanes.F, a, p);
      FloatVector u1 = FloatVector.fromArray(Lanes.F, a, p + n);
      FloatVector u2 = FloatVector.fromArray(Lanes.F, a, p + 2 * n);
      FloatVector u3 = FloatVector.fromArray(Lanes.F, a, p + 3 * n);
      FloatVector s = FloatVector.broadcast(Lanes.F, b[b0]);
      x0 = s.fma(u0, x0);
      y0 = s.fma(u1, y0);
      z0 = s.fma(u2, z0);
      w0 = s.fma(u3, w0);
      s = FloatVector.broadcast(Lanes.F, b[b0 + 1]);
      x1 = s.fma(u0, x1);
      y1 = s.fma(u1, y1);
      z1 = s.fma(u2, z1);
      w1 = s.fma(u3, w1);
      s = FloatVector.broadcast(Lanes.F, b[b0 + 2]);
      x2 = s.fma(u0, x2);
      y2 = s.fma(u1, y2);
      z2 = s.fma(u2, z2);
      w2 = s.fma(u3, w2);
      s = FloatVector.broadcast(Lanes.F, b[b0 + 3]);
      x3 = s.fma(u0, x3);
      y3 = s.fma(u1, y3);
      z3 = s.fma(u2, z3);
      w3 = s.fma(u3, w3);
      s = FloatVector.broadcast(Lanes.F, b[b0 + 4]);
      x4 = s.fma(u0, x4);
      y4 = s.fma(u1, y4);
      z4 = s.fma(u2, z4);
      w4 = s.fma(u3, w4);
      s = FloatVector.broadcast(Lanes.F, b[b0 + 5]);
      x5 = s.fma(u0, x5);
      y5 = s.fma(u1, y5);
      z5 = s.fma(u2, z5);
      w5 = s.fma(u3, w5);
      b0 += 6;
    }
    x0.intoArray(c, c0);
    y0.intoArray(c, c0 + n);
    z0.intoArray(c, c0 + 2 * n);
    w0.intoArray(c, c0 + 3 * n);
    x1.intoArray(c, c0 + cStep);
    y1.intoArray(c, c0 + cStep + n);
    z1.intoArray(c, c0 + cStep + 2 * n);
    w1.intoArray(c, c0 + cStep + 3 * n);
    x2.intoArray(c, c0 + 2 * cStep);
    y2.intoArray(c, c0 + 2 * cStep + n);
    z2.intoArray(c, c0 + 2 * cStep + 2 * n);
    w2.intoArray(c, c0 + 2 * cStep + 3 * n);
    x3.intoArray(c, c0 + 3 * cStep);
    y3.intoArray(c, c0 + 3 * cStep + n);
    z3.intoArray(c, c0 + 3 * cStep + 2 * n);
    w3.intoArray(c, c0 + 3 * cStep + 3 * n);
    x4.intoArray(c, c0 + 4 * cStep);
    y4.intoArray(c, c0 + 4 * cStep + n);
    z4.intoArray(c, c0 + 4 * cStep + 2 * n);
    w4.intoArray(c, c0 + 4 * cStep + 3 * n);
    x5.intoArray(c, c0 + 5 * cStep);
    y5.intoArray(c, c0 + 5 * cStep + n);
    z5.intoArray(c, c0 + 5 * cStep + 2 * n);
    w5.intoArray(c, c0 + 5 * cStep + 3 * n);
  }

  /// 3 rows, 4 vectors, where channels are few.
  private static void rows3(
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
    int end = count & MASK;
    FloatVector x0 = FloatVector.fromArray(Lanes.F, from, f0);
    FloatVector y0 = FloatVector.fromArray(Lanes.F, from, f0 + n);
    FloatVector z0 = FloatVector.fromArray(Lanes.F, from, f0 + 2 * n);
    FloatVector w0 = FloatVector.fromArray(Lanes.F, from, f0 + 3 * n);
    FloatVector x1 = FloatVector.fromArray(Lanes.F, from, f0 + fStep);
    FloatVector y1 = FloatVector.fromArray(Lanes.F, from, f0 + fStep + n);
    FloatVector z1 = FloatVector.fromArray(Lanes.F, from, f0 + fStep + 2 * n);
    FloatVector w1 = FloatVector.fromArray(Lanes.F, from, f0 + fStep + 3 * n);
    FloatVector x2 = FloatVector.fromArray(Lanes.F, from, f0 + 2 * fStep);
    FloatVector y2 = FloatVector.fromArray(Lanes.F, from, f0 + 2 * fStep + n);
    FloatVector z2 = FloatVector.fromArray(Lanes.F, from, f0 + 2 * fStep + 2 * n);
    FloatVector w2 = FloatVector.fromArray(Lanes.F, from, f0 + 2 * fStep + 3 * n);
    for (int i = 0; i < end; i++) {
      int p = a0 + off[first + i];
      FloatVector u0 = FloatVector.fromArray(Lanes.F, a, p);
      FloatVector u1 = FloatVector.fromArray(Lanes.F, a, p + n);
      FloatVector u2 = FloatVector.fromArray(Lanes.F, a, p + 2 * n);
      FloatVector u3 = FloatVector.fromArray(Lanes.F, a, p + 3 * n);
      FloatVector s = FloatVector.broadcast(Lanes.F, b[b0]);
      x0 = s.fma(u0, x0);
      y0 = s.fma(u1, y0);
      z0 = s.fma(u2, z0);
      w0 = s.fma(u3, w0);
      s = FloatVector.broadcast(Lanes.F, b[b0 + 1]);
      x1 = s.fma(u0, x1);
      y1 = s.fma(u1, y1);
      z1 = s.fma(u2, z1);
      w1 = s.fma(u3, w1);
      s = FloatVector.broadcast(Lanes.F, b[b0 + 2]);
      x2 = s.fma(u0, x2);
      y2 = s.fma(u1, y2);
      z2 = s.fma(u2, z2);
      w2 = s.fma(u3, w2);
      b0 += 3;
    }
    x0.intoArray(c, c0);
    y0.intoArray(c, c0 + n);
    z0.intoArray(c, c0 + 2 * n);
    w0.intoArray(c, c0 + 3 * n);
    x1.intoArray(c, c0 + cStep);
    y1.intoArray(c, c0 + cStep + n);
    z1.intoArray(c, c0 + cStep + 2 * n);
    w1.intoArray(c, c0 + cStep + 3 * n);
    x2.intoArray(c, c0 + 2 * cStep);
    y2.intoArray(c, c0 + 2 * cStep + n);
    z2.intoArray(c, c0 + 2 * cStep + 2 * n);
    w2.intoArray(c, c0 + 2 * cStep + 3 * n);
  }

  /// 3 rows, 3 vectors, where registers are few.
  private static void rows3x3(
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
    int end = count & MASK;
    FloatVector x0 = FloatVector.fromArray(Lanes.F, from, f0);
    FloatVector y0 = FloatVector.fromArray(Lanes.F, from, f0 + n);
    FloatVector z0 = FloatVector.fromArray(Lanes.F, from, f0 + 2 * n);
    FloatVector x1 = FloatVector.fromArray(Lanes.F, from, f0 + fStep);
    FloatVector y1 = FloatVector.fromArray(Lanes.F, from, f0 + fStep + n);
    FloatVector z1 = FloatVector.fromArray(Lanes.F, from, f0 + fStep + 2 * n);
    FloatVector x2 = FloatVector.fromArray(Lanes.F, from, f0 + 2 * fStep);
    FloatVector y2 = FloatVector.fromArray(Lanes.F, from, f0 + 2 * fStep + n);
    FloatVector z2 = FloatVector.fromArray(Lanes.F, from, f0 + 2 * fStep + 2 * n);
    for (int i = 0; i < end; i++) {
      int p = a0 + off[first + i];
      FloatVector u0 = FloatVector.fromArray(Lanes.F, a, p);
      FloatVector u1 = FloatVector.fromArray(Lanes.F, a, p + n);
      FloatVector u2 = FloatVector.fromArray(Lanes.F, a, p + 2 * n);
      FloatVector s = FloatVector.broadcast(Lanes.F, b[b0]);
      x0 = s.fma(u0, x0);
      y0 = s.fma(u1, y0);
      z0 = s.fma(u2, z0);
      s = FloatVector.broadcast(Lanes.F, b[b0 + 1]);
      x1 = s.fma(u0, x1);
      y1 = s.fma(u1, y1);
      z1 = s.fma(u2, z1);
      s = FloatVector.broadcast(Lanes.F, b[b0 + 2]);
      x2 = s.fma(u0, x2);
      y2 = s.fma(u1, y2);
      z2 = s.fma(u2, z2);
      b0 += 3;
    }
    x0.intoArray(c, c0);
    y0.intoArray(c, c0 + n);
    z0.intoArray(c, c0 + 2 * n);
    x1.intoArray(c, c0 + cStep);
    y1.intoArray(c, c0 + cStep + n);
    z1.intoArray(c, c0 + cStep + 2 * n);
    x2.intoArray(c, c0 + 2 * cStep);
    y2.intoArray(c, c0 + 2 * cStep + n);
    z2.intoArray(c, c0 + 2 * cStep + 2 * n);
  }

  /// 2 rows, 4 vectors.
  private static void rows2x4(
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
    int end = count & MASK;
    FloatVector x0 = FloatVector.fromArray(Lanes.F, from, f0);
    FloatVector y0 = FloatVector.fromArray(Lanes.F, from, f0 + n);
    FloatVector z0 = FloatVector.fromArray(Lanes.F, from, f0 + 2 * n);
    FloatVector w0 = FloatVector.fromArray(Lanes.F, from, f0 + 3 * n);
    FloatVector x1 = FloatVector.fromArray(Lanes.F, from, f0 + fStep);
    FloatVector y1 = FloatVector.fromArray(Lanes.F, from, f0 + fStep + n);
    FloatVector z1 = FloatVector.fromArray(Lanes.F, from, f0 + fStep + 2 * n);
    FloatVector w1 = FloatVector.fromArray(Lanes.F, from, f0 + fStep + 3 * n);
    for (int i = 0; i < end; i++) {
      int p = a0 + off[first + i];
      FloatVector u0 = FloatVector.fromArray(Lanes.F, a, p);
      FloatVector u1 = FloatVector.fromArray(Lanes.F, a, p + n);
      FloatVector u2 = FloatVector.fromArray(Lanes.F, a, p + 2 * n);
      FloatVector u3 = FloatVector.fromArray(Lanes.F, a, p + 3 * n);
      FloatVector s = FloatVector.broadcast(Lanes.F, b[b0]);
      x0 = s.fma(u0, x0);
      y0 = s.fma(u1, y0);
      z0 = s.fma(u2, z0);
      w0 = s.fma(u3, w0);
      s = FloatVector.broadcast(Lanes.F, b[b0 + 1]);
      x1 = s.fma(u0, x1);
      y1 = s.fma(u1, y1);
      z1 = s.fma(u2, z1);
      w1 = s.fma(u3, w1);
      b0 += 2;
    }
    x0.intoArray(c, c0);
    y0.intoArray(c, c0 + n);
    z0.intoArray(c, c0 + 2 * n);
    w0.intoArray(c, c0 + 3 * n);
    x1.intoArray(c, c0 + cStep);
    y1.intoArray(c, c0 + cStep + n);
    z1.intoArray(c, c0 + cStep + 2 * n);
    w1.intoArray(c, c0 + cStep + 3 * n);
  }

  /// 1 row, 8 vectors.
  private static void rows1x8(
      boolean add,
      float[] a,
      int a0,
      int[] off,
      int first,
      int count,
      float[] b,
      int b0,
      float[] c,
      int c0) {
    float[] from = add ? c : ZEROS;
    int f0 = add ? c0 : 0;
    int n = Lanes.N;
    int end = count & MASK;
    FloatVector x0 = FloatVector.fromArray(Lanes.F, from, f0);
    FloatVector x1 = FloatVector.fromArray(Lanes.F, from, f0 + n);
    FloatVector x2 = FloatVector.fromArray(Lanes.F, from, f0 + 2 * n);
    FloatVector x3 = FloatVector.fromArray(Lanes.F, from, f0 + 3 * n);
    FloatVector x4 = FloatVector.fromArray(Lanes.F, from, f0 + 4 * n);
    FloatVector x5 = FloatVector.fromArray(Lanes.F, from, f0 + 5 * n);
    FloatVector x6 = FloatVector.fromArray(Lanes.F, from, f0 + 6 * n);
    FloatVector x7 = FloatVector.fromArray(Lanes.F, from, f0 + 7 * n);
    for (int i = 0; i < end; i++) {
      int p = a0 + off[first + i];
      FloatVector s = FloatVector.broadcast(Lanes.F, b[b0++]);
      x0 = s.fma(FloatVector.fromArray(Lanes.F, a, p), x0);
      x1 = s.fma(FloatVector.fromArray(Lanes.F, a, p + n), x1);
      x2 = s.fma(FloatVector.fromArray(Lanes.F, a, p + 2 * n), x2);
      x3 = s.fma(FloatVector.fromArray(Lanes.F, a, p + 3 * n), x3);
      x4 = s.fma(FloatVector.fromArray(Lanes.F, a, p + 4 * n), x4);
      x5 = s.fma(FloatVector.fromArray(Lanes.F, a, p + 5 * n), x5);
      x6 = s.fma(FloatVector.fromArray(Lanes.F, a, p + 6 * n), x6);
      x7 = s.fma(FloatVector.fromArray(Lanes.F, a, p + 7 * n), x7);
    }
    x0.intoArray(c, c0);
    x1.intoArray(c, c0 + n);
    x2.intoArray(c, c0 + 2 * n);
    x3.intoArray(c, c0 + 3 * n);
    x4.intoArray(c, c0 + 4 * n);
    x5.intoArray(c, c0 + 5 * n);
    x6.intoArray(c, c0 + 6 * n);
    x7.intoArray(c, c0 + 7 * n);
  }
}
