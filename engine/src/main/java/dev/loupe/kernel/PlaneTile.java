package dev.loupe.kernel;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/// Register tiles over planes: `c[m][n] = (c[m][n] +) sum over i < count of a[a0 + off[first + i] +
/// m] * b[b0 + i * w + n]`, where w is the tile's width.
///
/// Rows m of `a` are neighbouring pixels of one channel and lie side by side; the table `off` lets
/// i run over taps and channels. Columns n are the lanes; each value of c is one chain of fused
/// multiply-adds in the order of i, at any width.
final class PlaneTile {
  /// The longest sum of one call.
  static final int LONGEST = 511;

  // Tells the compiler that a loop is short: it then leaves out the loop around it that would let
  // the collector in, whose registers the sums need.
  private static final int MASK = LONGEST;

  private static final float[] ZEROS = new float[4 * Lanes.N];

  private PlaneTile() {}

  /// The fewest rows of a tile.
  static int least(int vectors) {
    if (Lanes.N < 16) {
      return vectors == 2 ? 4 : 8;
    }
    return switch (vectors) {
      case 4 -> 4;
      case 2 -> 8;
      default -> 10;
    };
  }

  private static int most(int vectors) {
    if (Lanes.N < 16) {
      return least(vectors);
    }
    return switch (vectors) {
      case 4 -> 6;
      case 2 -> 12;
      default -> 16;
    };
  }

  /// The heights of the tiles that cover `rows` rows; the last may hang over.
  static int[] heights(int vectors, int rows) {
    int least = least(vectors);
    int most = most(vectors);
    int[] heights = new int[Pieces.parts(rows, least)];
    int count = 0;
    int left = rows;
    while (left > 0) {
      boolean low = rows < most || left <= least || (left > most && left <= 2 * least);
      heights[count] = low ? least : most;
      left -= heights[count++];
    }
    return Arrays.copyOf(heights, count);
  }

  /// Computes one tile.
  ///
  /// @param rows its height
  /// @param add whether c is added to
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
      if (rows == 4) {
        PlaneTileShort.rows4x2(add, a, a0, off, first, count, b, b0, c, c0, cStep);
      } else {
        PlaneTileShort.rows8x1(add, a, a0, off, first, count, b, b0, c, c0, cStep);
      }
      return;
    }
    switch (rows) {
      case 4 -> rows4x4(add, a, a0, off, first, count, b, b0, c, c0, cStep);
      case 6 -> rows6x4(add, a, a0, off, first, count, b, b0, c, c0, cStep);
      case 8 -> rows8x2(add, a, a0, off, first, count, b, b0, c, c0, cStep);
      case 10 -> rows10x1(add, a, a0, off, first, count, b, b0, c, c0, cStep);
      case 12 -> rows12x2(add, a, a0, off, first, count, b, b0, c, c0, cStep);
      default -> rows16x1(add, a, a0, off, first, count, b, b0, c, c0, cStep);
    }
  }

  /// 6 rows, 4 vectors: 10 loads for 24 multiply-adds.
  private static void rows6x4(
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
      FloatVector u0 = FloatVector.fromArray(Lanes.F, b, b0);
      FloatVector u1 = FloatVector.fromArray(Lanes.F, b, b0 + n);
      FloatVector u2 = FloatVector.fromArray(Lanes.F, b, b0 + 2 * n);
      FloatVector u3 = FloatVector.fromArray(Lanes.F, b, b0 + 3 * n);
      b0 += 4 * n;
      FloatVector s = FloatVector.broadcast(Lanes.F, a[p]);
      x0 = s.fma(u0, x0);
      y0 = s.fma(u1, y0);
      z0 = s.fma(u2, z0);
      w0 = s.fma(u3, w0);
      s = FloatVector.broadcast(Lanes.F, a[p + 1]);
      x1 = s.fma(u0, x1);
      y1 = s.fma(u1, y1);
      z1 = s.fma(u2, z1);
      w1 = s.fma(u3, w1);
      s = FloatVector.broadcast(Lanes.F, a[p + 2]);
      x2 = s.fma(u0, x2);
      y2 = s.fma(u1, y2);
      z2 = s.fma(u2, z2);
      w2 = s.fma(u3, w2);
      s = FloatVector.broadcast(Lanes.F, a[p + 3]);
      x3 = s.fma(u0, x3);
      y3 = s.fma(u1, y3);
      z3 = s.fma(u2, z3);
      w3 = s.fma(u3, w3);
      s = FloatVector.broadcast(Lanes.F, a[p + 4]);
      x4 = s.fma(u0, x4);
      y4 = s.fma(u1, y4);
      z4 = s.fma(u2, z4);
      w4 = s.fma(u3, w4);
      s = FloatVector.broadcast(Lanes.F, a[p + 5]);
      x5 = s.fma(u0, x5);
      y5 = s.fma(u1, y5);
      z5 = s.fma(u2, z5);
      w5 = s.fma(u3, w5);
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

  /// 4 rows, 4 vectors.
  private static void rows4x4(
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
    for (int i = 0; i < end; i++) {
      int p = a0 + off[first + i];
      FloatVector u0 = FloatVector.fromArray(Lanes.F, b, b0);
      FloatVector u1 = FloatVector.fromArray(Lanes.F, b, b0 + n);
      FloatVector u2 = FloatVector.fromArray(Lanes.F, b, b0 + 2 * n);
      FloatVector u3 = FloatVector.fromArray(Lanes.F, b, b0 + 3 * n);
      b0 += 4 * n;
      FloatVector s = FloatVector.broadcast(Lanes.F, a[p]);
      x0 = s.fma(u0, x0);
      y0 = s.fma(u1, y0);
      z0 = s.fma(u2, z0);
      w0 = s.fma(u3, w0);
      s = FloatVector.broadcast(Lanes.F, a[p + 1]);
      x1 = s.fma(u0, x1);
      y1 = s.fma(u1, y1);
      z1 = s.fma(u2, z1);
      w1 = s.fma(u3, w1);
      s = FloatVector.broadcast(Lanes.F, a[p + 2]);
      x2 = s.fma(u0, x2);
      y2 = s.fma(u1, y2);
      z2 = s.fma(u2, z2);
      w2 = s.fma(u3, w2);
      s = FloatVector.broadcast(Lanes.F, a[p + 3]);
      x3 = s.fma(u0, x3);
      y3 = s.fma(u1, y3);
      z3 = s.fma(u2, z3);
      w3 = s.fma(u3, w3);
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
  }

  /// 12 rows, 2 vectors.
  private static void rows12x2(
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
    FloatVector x1 = FloatVector.fromArray(Lanes.F, from, f0 + fStep);
    FloatVector y1 = FloatVector.fromArray(Lanes.F, from, f0 + fStep + n);
    FloatVector x2 = FloatVector.fromArray(Lanes.F, from, f0 + 2 * fStep);
    FloatVector y2 = FloatVector.fromArray(Lanes.F, from, f0 + 2 * fStep + n);
    FloatVector x3 = FloatVector.fromArray(Lanes.F, from, f0 + 3 * fStep);
    FloatVector y3 = FloatVector.fromArray(Lanes.F, from, f0 + 3 * fStep + n);
    FloatVector x4 = FloatVector.fromArray(Lanes.F, from, f0 + 4 * fStep);
    FloatVector y4 = FloatVector.fromArray(Lanes.F, from, f0 + 4 * fStep + n);
    FloatVector x5 = FloatVector.fromArray(Lanes.F, from, f0 + 5 * fStep);
    FloatVector y5 = FloatVector.fromArray(Lanes.F, from, f0 + 5 * fStep + n);
    FloatVector x6 = FloatVector.fromArray(Lanes.F, from, f0 + 6 * fStep);
    FloatVector y6 = FloatVector.fromArray(Lanes.F, from, f0 + 6 * fStep + n);
    FloatVector x7 = FloatVector.fromArray(Lanes.F, from, f0 + 7 * fStep);
    FloatVector y7 = FloatVector.fromArray(Lanes.F, from, f0 + 7 * fStep + n);
    FloatVector x8 = FloatVector.fromArray(Lanes.F, from, f0 + 8 * fStep);
    FloatVector y8 = FloatVector.fromArray(Lanes.F, from, f0 + 8 * fStep + n);
    FloatVector x9 = FloatVector.fromArray(Lanes.F, from, f0 + 9 * fStep);
    FloatVector y9 = FloatVector.fromArray(Lanes.F, from, f0 + 9 * fStep + n);
    FloatVector x10 = FloatVector.fromArray(Lanes.F, from, f0 + 10 * fStep);
    FloatVector y10 = FloatVector.fromArray(Lanes.F, from, f0 + 10 * fStep + n);
    FloatVector x11 = FloatVector.fromArray(Lanes.F, from, f0 + 11 * fStep);
    FloatVector y11 = FloatVector.fromArray(Lanes.F, from, f0 + 11 * fStep + n);
    for (int i = 0; i < end; i++) {
      int p = a0 + off[first + i];
      FloatVector u0 = FloatVector.fromArray(Lanes.F, b, b0);
      FloatVector u1 = FloatVector.fromArray(Lanes.F, b, b0 + n);
      b0 += 2 * n;
      FloatVector s = FloatVector.broadcast(Lanes.F, a[p]);
      x0 = s.fma(u0, x0);
      y0 = s.fma(u1, y0);
      s = FloatVector.broadcast(Lanes.F, a[p + 1]);
      x1 = s.fma(u0, x1);
      y1 = s.fma(u1, y1);
      s = FloatVector.broadcast(Lanes.F, a[p + 2]);
      x2 = s.fma(u0, x2);
      y2 = s.fma(u1, y2);
      s = FloatVector.broadcast(Lanes.F, a[p + 3]);
      x3 = s.fma(u0, x3);
      y3 = s.fma(u1, y3);
      s = FloatVector.broadcast(Lanes.F, a[p + 4]);
      x4 = s.fma(u0, x4);
      y4 = s.fma(u1, y4);
      s = FloatVector.broadcast(Lanes.F, a[p + 5]);
      x5 = s.fma(u0, x5);
      y5 = s.fma(u1, y5);
      s = FloatVector.broadcast(Lanes.F, a[p + 6]);
      x6 = s.fma(u0, x6);
      y6 = s.fma(u1, y6);
      s = FloatVector.broadcast(Lanes.F, a[p + 7]);
      x7 = s.fma(u0, x7);
      y7 = s.fma(u1, y7);
      s = FloatVector.broadcast(Lanes.F, a[p + 8]);
      x8 = s.fma(u0, x8);
      y8 = s.fma(u1, y8);
      s = FloatVector.broadcast(Lanes.F, a[p + 9]);
      x9 = s.fma(u0, x9);
      y9 = s.fma(u1, y9);
      s = FloatVector.broadcast(Lanes.F, a[p + 10]);
      x10 = s.fma(u0, x10);
      y10 = s.fma(u1, y10);
      s = FloatVector.broadcast(Lanes.F, a[p + 11]);
      x11 = s.fma(u0, x11);
      y11 = s.fma(u1, y11);
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
    x5.intoArray(c, c0 + 5 * cStep);
    y5.intoArray(c, c0 + 5 * cStep + n);
    x6.intoArray(c, c0 + 6 * cStep);
    y6.intoArray(c, c0 + 6 * cStep + n);
    x7.intoArray(c, c0 + 7 * cStep);
    y7.intoArray(c, c0 + 7 * cStep + n);
    x8.intoArray(c, c0 + 8 * cStep);
    y8.intoArray(c, c0 + 8 * cStep + n);
    x9.intoArray(c, c0 + 9 * cStep);
    y9.intoArray(c, c0 + 9 * cStep + n);
    x10.intoArray(c, c0 + 10 * cStep);
    y10.intoArray(c, c0 + 10 * cStep + n);
    x11.intoArray(c, c0 + 11 * cStep);
    y11.intoArray(c, c0 + 11 * cStep + n);
  }

  /// 8 rows, 2 vectors.
  private static void rows8x2(
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
    FloatVector x1 = FloatVector.fromArray(Lanes.F, from, f0 + fStep);
    FloatVector y1 = FloatVector.fromArray(Lanes.F, from, f0 + fStep + n);
    FloatVector x2 = FloatVector.fromArray(Lanes.F, from, f0 + 2 * fStep);
    FloatVector y2 = FloatVector.fromArray(Lanes.F, from, f0 + 2 * fStep + n);
    FloatVector x3 = FloatVector.fromArray(Lanes.F, from, f0 + 3 * fStep);
    FloatVector y3 = FloatVector.fromArray(Lanes.F, from, f0 + 3 * fStep + n);
    FloatVector x4 = FloatVector.fromArray(Lanes.F, from, f0 + 4 * fStep);
    FloatVector y4 = FloatVector.fromArray(Lanes.F, from, f0 + 4 * fStep + n);
    FloatVector x5 = FloatVector.fromArray(Lanes.F, from, f0 + 5 * fStep);
    FloatVector y5 = FloatVector.fromArray(Lanes.F, from, f0 + 5 * fStep + n);
    FloatVector x6 = FloatVector.fromArray(Lanes.F, from, f0 + 6 * fStep);
    FloatVector y6 = FloatVector.fromArray(Lanes.F, from, f0 + 6 * fStep + n);
    FloatVector x7 = FloatVector.fromArray(Lanes.F, from, f0 + 7 * fStep);
    FloatVector y7 = FloatVector.fromArray(Lanes.F, from, f0 + 7 * fStep + n);
    for (int i = 0; i < end; i++) {
      int p = a0 + off[first + i];
      FloatVector u0 = FloatVector.fromArray(Lanes.F, b, b0);
      FloatVector u1 = FloatVector.fromArray(Lanes.F, b, b0 + n);
      b0 += 2 * n;
      FloatVector s = FloatVector.broadcast(Lanes.F, a[p]);
      x0 = s.fma(u0, x0);
      y0 = s.fma(u1, y0);
      s = FloatVector.broadcast(Lanes.F, a[p + 1]);
      x1 = s.fma(u0, x1);
      y1 = s.fma(u1, y1);
      s = FloatVector.broadcast(Lanes.F, a[p + 2]);
      x2 = s.fma(u0, x2);
      y2 = s.fma(u1, y2);
      s = FloatVector.broadcast(Lanes.F, a[p + 3]);
      x3 = s.fma(u0, x3);
      y3 = s.fma(u1, y3);
      s = FloatVector.broadcast(Lanes.F, a[p + 4]);
      x4 = s.fma(u0, x4);
      y4 = s.fma(u1, y4);
      s = FloatVector.broadcast(Lanes.F, a[p + 5]);
      x5 = s.fma(u0, x5);
      y5 = s.fma(u1, y5);
      s = FloatVector.broadcast(Lanes.F, a[p + 6]);
      x6 = s.fma(u0, x6);
      y6 = s.fma(u1, y6);
      s = FloatVector.broadcast(Lanes.F, a[p + 7]);
      x7 = s.fma(u0, x7);
      y7 = s.fma(u1, y7);
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
    x5.intoArray(c, c0 + 5 * cStep);
    y5.intoArray(c, c0 + 5 * cStep + n);
    x6.intoArray(c, c0 + 6 * cStep);
    y6.intoArray(c, c0 + 6 * cStep + n);
    x7.intoArray(c, c0 + 7 * cStep);
    y7.intoArray(c, c0 + 7 * cStep + n);
  }

  /// 16 rows, 1 vector.
  private static void rows16x1(
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
    FloatVector x1 = FloatVector.fromArray(Lanes.F, from, f0 + fStep);
    FloatVector x2 = FloatVector.fromArray(Lanes.F, from, f0 + 2 * fStep);
    FloatVector x3 = FloatVector.fromArray(Lanes.F, from, f0 + 3 * fStep);
    FloatVector x4 = FloatVector.fromArray(Lanes.F, from, f0 + 4 * fStep);
    FloatVector x5 = FloatVector.fromArray(Lanes.F, from, f0 + 5 * fStep);
    FloatVector x6 = FloatVector.fromArray(Lanes.F, from, f0 + 6 * fStep);
    FloatVector x7 = FloatVector.fromArray(Lanes.F, from, f0 + 7 * fStep);
    FloatVector x8 = FloatVector.fromArray(Lanes.F, from, f0 + 8 * fStep);
    FloatVector x9 = FloatVector.fromArray(Lanes.F, from, f0 + 9 * fStep);
    FloatVector x10 = FloatVector.fromArray(Lanes.F, from, f0 + 10 * fStep);
    FloatVector x11 = FloatVector.fromArray(Lanes.F, from, f0 + 11 * fStep);
    FloatVector x12 = FloatVector.fromArray(Lanes.F, from, f0 + 12 * fStep);
    FloatVector x13 = FloatVector.fromArray(Lanes.F, from, f0 + 13 * fStep);
    FloatVector x14 = FloatVector.fromArray(Lanes.F, from, f0 + 14 * fStep);
    FloatVector x15 = FloatVector.fromArray(Lanes.F, from, f0 + 15 * fStep);
    for (int i = 0; i < end; i++) {
      int p = a0 + off[first + i];
      FloatVector u0 = FloatVector.fromArray(Lanes.F, b, b0);
      b0 += n;
      x0 = FloatVector.broadcast(Lanes.F, a[p]).fma(u0, x0);
      x1 = FloatVector.broadcast(Lanes.F, a[p + 1]).fma(u0, x1);
      x2 = FloatVector.broadcast(Lanes.F, a[p + 2]).fma(u0, x2);
      x3 = FloatVector.broadcast(Lanes.F, a[p + 3]).fma(u0, x3);
      x4 = FloatVector.broadcast(Lanes.F, a[p + 4]).fma(u0, x4);
      x5 = FloatVector.broadcast(Lanes.F, a[p + 5]).fma(u0, x5);
      x6 = FloatVector.broadcast(Lanes.F, a[p + 6]).fma(u0, x6);
      x7 = FloatVector.broadcast(Lanes.F, a[p + 7]).fma(u0, x7);
      x8 = FloatVector.broadcast(Lanes.F, a[p + 8]).fma(u0, x8);
      x9 = FloatVector.broadcast(Lanes.F, a[p + 9]).fma(u0, x9);
      x10 = FloatVector.broadcast(Lanes.F, a[p + 10]).fma(u0, x10);
      x11 = FloatVector.broadcast(Lanes.F, a[p + 11]).fma(u0, x11);
      x12 = FloatVector.broadcast(Lanes.F, a[p + 12]).fma(u0, x12);
      x13 = FloatVector.broadcast(Lanes.F, a[p + 13]).fma(u0, x13);
      x14 = FloatVector.broadcast(Lanes.F, a[p + 14]).fma(u0, x14);
      x15 = FloatVector.broadcast(Lanes.F, a[p + 15]).fma(u0, x15);
    }
    x0.intoArray(c, c0);
    x1.intoArray(c, c0 + cStep);
    x2.intoArray(c, c0 + 2 * cStep);
    x3.intoArray(c, c0 + 3 * cStep);
    x4.intoArray(c, c0 + 4 * cStep);
    x5.intoArray(c, c0 + 5 * cStep);
    x6.intoArray(c, c0 + 6 * cStep);
    x7.intoArray(c, c0 + 7 * cStep);
    x8.intoArray(c, c0 + 8 * cStep);
    x9.intoArray(c, c0 + 9 * cStep);
    x10.intoArray(c, c0 + 10 * cStep);
    x11.intoArray(c, c0 + 11 * cStep);
    x12.intoArray(c, c0 + 12 * cStep);
    x13.intoArray(c, c0 + 13 * cStep);
    x14.intoArray(c, c0 + 14 * cStep);
    x15.intoArray(c, c0 + 15 * cStep);
  }

  /// 10 rows, 1 vector.
  private static void rows10x1(
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
    FloatVector x1 = FloatVector.fromArray(Lanes.F, from, f0 + fStep);
    FloatVector x2 = FloatVector.fromArray(Lanes.F, from, f0 + 2 * fStep);
    FloatVector x3 = FloatVector.fromArray(Lanes.F, from, f0 + 3 * fStep);
    FloatVector x4 = FloatVector.fromArray(Lanes.F, from, f0 + 4 * fStep);
    FloatVector x5 = FloatVector.fromArray(Lanes.F, from, f0 + 5 * fStep);
    FloatVector x6 = FloatVector.fromArray(Lanes.F, from, f0 + 6 * fStep);
    FloatVector x7 = FloatVector.fromArray(Lanes.F, from, f0 + 7 * fStep);
    FloatVector x8 = FloatVector.fromArray(Lanes.F, from, f0 + 8 * fStep);
    FloatVector x9 = FloatVector.fromArray(Lanes.F, from, f0 + 9 * fStep);
    for (int i = 0; i < end; i++) {
      int p = a0 + off[first + i];
      FloatVector u0 = FloatVector.fromArray(Lanes.F, b, b0);
      b0 += n;
      x0 = FloatVector.broadcast(Lanes.F, a[p]).fma(u0, x0);
      x1 = FloatVector.broadcast(Lanes.F, a[p + 1]).fma(u0, x1);
      x2 = FloatVector.broadcast(Lanes.F, a[p + 2]).fma(u0, x2);
      x3 = FloatVector.broadcast(Lanes.F, a[p + 3]).fma(u0, x3);
      x4 = FloatVector.broadcast(Lanes.F, a[p + 4]).fma(u0, x4);
      x5 = FloatVector.broadcast(Lanes.F, a[p + 5]).fma(u0, x5);
      x6 = FloatVector.broadcast(Lanes.F, a[p + 6]).fma(u0, x6);
      x7 = FloatVector.broadcast(Lanes.F, a[p + 7]).fma(u0, x7);
      x8 = FloatVector.broadcast(Lanes.F, a[p + 8]).fma(u0, x8);
      x9 = FloatVector.broadcast(Lanes.F, a[p + 9]).fma(u0, x9);
    }
    x0.intoArray(c, c0);
    x1.intoArray(c, c0 + cStep);
    x2.intoArray(c, c0 + 2 * cStep);
    x3.intoArray(c, c0 + 3 * cStep);
    x4.intoArray(c, c0 + 4 * cStep);
    x5.intoArray(c, c0 + 5 * cStep);
    x6.intoArray(c, c0 + 6 * cStep);
    x7.intoArray(c, c0 + 7 * cStep);
    x8.intoArray(c, c0 + 8 * cStep);
    x9.intoArray(c, c0 + 9 * cStep);
  }
}
