package dev.loupe.kernel;

import jdk.incubator.vector.FloatVector;

/// Register tiles of sums over runs of pixels, read in place: `c[m][n] += sum over k, j, i of
/// a[a0 + k aPlane + j aRow + i aStep + m] * b[b0 + k bPlane + j bRow + i bStep + n]`.
///
/// Rows m are neighbours in `a`, so that one address reaches all of them whatever the steps are;
/// columns n are the lanes. Each value of c is one chain of fused multiply-adds in the order of the
/// pixels, at any width. The rows of c lie one behind the other.
final class RunTile {
  private RunTile() {}

  /// How high tiles of so many vectors should be, to cover `rows` rows soonest.
  static int height(int vectors, int rows) {
    int best = 0;
    for (int height : heights(vectors)) {
      if (height <= rows && (best == 0 || all(vectors, height, rows) < all(vectors, best, rows))) {
        best = height;
      }
    }
    return best;
  }

  private static int[] heights(int vectors) {
    if (Lanes.N < 16) {
      return vectors == 1 ? new int[] {8} : new int[] {6, 4};
    }
    return switch (vectors) {
      case 4 -> new int[] {6, 5, 4};
      case 2 -> new int[] {12, 8};
      default -> new int[] {24, 16};
    };
  }

  private static double all(int vectors, int height, int rows) {
    return Pieces.parts(rows, height) * cost(vectors, height);
  }

  /// About the cycles of a tile and pixel. What was measured as a share of the peak: 6x4 and 12x2
  /// 0.97, 8x2 0.95, 5x4 0.92, 4x4 0.89; with 1 vector loads are the limit: 24 0.85, 16 0.77.
  static double cost(int vectors, int height) {
    double rate =
        switch (vectors * 100 + height) {
          case 406, 212 -> 0.97;
          case 405 -> 0.92;
          case 404 -> 0.89;
          case 124 -> 0.85;
          case 116 -> 0.77;
          default -> 0.95;
        };
    return height * vectors / rate;
  }

  /// Computes one tile.
  ///
  /// @param height as of [#height]
  /// @param count pixels of a run
  static void tile(
      int vectors,
      int height,
      float[] a,
      int a0,
      int aPlane,
      int aRow,
      int aStep,
      float[] b,
      int b0,
      int bPlane,
      int bRow,
      int bStep,
      int planes,
      int rows,
      int count,
      float[] c,
      int c0) {
    switch (vectors * 100 + height) {
      case 406 ->
          rows6x4(
              a, a0, aPlane, aRow, aStep, b, b0, bPlane, bRow, bStep, planes, rows, count, c, c0);
      case 405 ->
          rows5x4(
              a, a0, aPlane, aRow, aStep, b, b0, bPlane, bRow, bStep, planes, rows, count, c, c0);
      case 404 ->
          rows4x4(
              a, a0, aPlane, aRow, aStep, b, b0, bPlane, bRow, bStep, planes, rows, count, c, c0);
      case 212 ->
          rows12x2(
              a, a0, aPlane, aRow, aStep, b, b0, bPlane, bRow, bStep, planes, rows, count, c, c0);
      case 208 ->
          rows8x2(
              a, a0, aPlane, aRow, aStep, b, b0, bPlane, bRow, bStep, planes, rows, count, c, c0);
      case 206 ->
          rows6x2(
              a, a0, aPlane, aRow, aStep, b, b0, bPlane, bRow, bStep, planes, rows, count, c, c0);
      case 204 ->
          rows4x2(
              a, a0, aPlane, aRow, aStep, b, b0, bPlane, bRow, bStep, planes, rows, count, c, c0);
      case 124 ->
          rows24x1(
              a, a0, aPlane, aRow, aStep, b, b0, bPlane, bRow, bStep, planes, rows, count, c, c0);
      case 116 ->
          rows16x1(
              a, a0, aPlane, aRow, aStep, b, b0, bPlane, bRow, bStep, planes, rows, count, c, c0);
      default ->
          rows8x1(
              a, a0, aPlane, aRow, aStep, b, b0, bPlane, bRow, bStep, planes, rows, count, c, c0);
    }
  }

  /// 6 rows, 4 vectors.
  private static void rows6x4(
      float[] a,
      int a0,
      int aPlane,
      int aRow,
      int aStep,
      float[] b,
      int b0,
      int bPlane,
      int bRow,
      int bStep,
      int planes,
      int rows,
      int count,
      float[] c,
      int c0) {
    int n = Lanes.N;
    FloatVector x0 = FloatVector.fromArray(Lanes.F, c, c0);
    FloatVector y0 = FloatVector.fromArray(Lanes.F, c, c0 + n);
    FloatVector z0 = FloatVector.fromArray(Lanes.F, c, c0 + 2 * n);
    FloatVector w0 = FloatVector.fromArray(Lanes.F, c, c0 + 3 * n);
    FloatVector x1 = FloatVector.fromArray(Lanes.F, c, c0 + 4 * n);
    FloatVector y1 = FloatVector.fromArray(Lanes.F, c, c0 + 5 * n);
    FloatVector z1 = FloatVector.fromArray(Lanes.F, c, c0 + 6 * n);
    FloatVector w1 = FloatVector.fromArray(Lanes.F, c, c0 + 7 * n);
    FloatVector x2 = FloatVector.fromArray(Lanes.F, c, c0 + 8 * n);
    FloatVector y2 = FloatVector.fromArray(Lanes.F, c, c0 + 9 * n);
    FloatVector z2 = FloatVector.fromArray(Lanes.F, c, c0 + 10 * n);
    FloatVector w2 = FloatVector.fromArray(Lanes.F, c, c0 + 11 * n);
    FloatVector x3 = FloatVector.fromArray(Lanes.F, c, c0 + 12 * n);
    FloatVector y3 = FloatVector.fromArray(Lanes.F, c, c0 + 13 * n);
    FloatVector z3 = FloatVector.fromArray(Lanes.F, c, c0 + 14 * n);
    FloatVector w3 = FloatVector.fromArray(Lanes.F, c, c0 + 15 * n);
    FloatVector x4 = FloatVector.fromArray(Lanes.F, c, c0 + 16 * n);
    FloatVector y4 = FloatVector.fromArray(Lanes.F, c, c0 + 17 * n);
    FloatVector z4 = FloatVector.fromArray(Lanes.F, c, c0 + 18 * n);
    FloatVector w4 = FloatVector.fromArray(Lanes.F, c, c0 + 19 * n);
    FloatVector x5 = FloatVector.fromArray(Lanes.F, c, c0 + 20 * n);
    FloatVector y5 = FloatVector.fromArray(Lanes.F, c, c0 + 21 * n);
    FloatVector z5 = FloatVector.fromArray(Lanes.F, c, c0 + 22 * n);
    FloatVector w5 = FloatVector.fromArray(Lanes.F, c, c0 + 23 * n);
    int ap = a0;
    int bp = b0;
    int left = rows;
    for (int j = 0; j < planes * rows; j++) {
      for (int i = 0; i < count; i++) {
        int p = ap + i * aStep;
        int q = bp + i * bStep;
        FloatVector u0 = FloatVector.fromArray(Lanes.F, b, q);
        FloatVector u1 = FloatVector.fromArray(Lanes.F, b, q + n);
        FloatVector u2 = FloatVector.fromArray(Lanes.F, b, q + 2 * n);
        FloatVector u3 = FloatVector.fromArray(Lanes.F, b, q + 3 * n);
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
      ap += aRow;
      bp += bRow;
      if (--left == 0) {
        left = rows;
        ap += aPlane - rows * aRow;
        bp += bPlane - rows * bRow;
      }
    }
    x0.intoArray(c, c0);
    y0.intoArray(c, c0 + n);
    z0.intoArray(c, c0 + 2 * n);
    w0.intoArray(c, c0 + 3 * n);
    x1.intoArray(c, c0 + 4 * n);
    y1.intoArray(c, c0 + 5 * n);
    z1.intoArray(c, c0 + 6 * n);
    w1.intoArray(c, c0 + 7 * n);
    x2.intoArray(c, c0 + 8 * n);
    y2.intoArray(c, c0 + 9 * n);
    z2.intoArray(c, c0 + 10 * n);
    w2.intoArray(c, c0 + 11 * n);
    x3.intoArray(c, c0 + 12 * n);
    y3.intoArray(c, c0 + 13 * n);
    z3.intoArray(c, c0 + 14 * n);
    w3.intoArray(c, c0 + 15 * n);
    x4.intoArray(c, c0 + 16 * n);
    y4.intoArray(c, c0 + 17 * n);
    z4.intoArray(c, c0 + 18 * n);
    w4.intoArray(c, c0 + 19 * n);
    x5.intoArray(c, c0 + 20 * n);
    y5.intoArray(c, c0 + 21 * n);
    z5.intoArray(c, c0 + 22 * n);
    w5.intoArray(c, c0 + 23 * n);
  }

  /// 5 rows, 4 vectors.
  private static void rows5x4(
      float[] a,
      int a0,
      int aPlane,
      int aRow,
      int aStep,
      float[] b,
      int b0,
      int bPlane,
      int bRow,
      int bStep,
      int planes,
      int rows,
      int count,
      float[] c,
      int c0) {
    int n = Lanes.N;
    FloatVector x0 = FloatVector.fromArray(Lanes.F, c, c0);
    FloatVector y0 = FloatVector.fromArray(Lanes.F, c, c0 + n);
    FloatVector z0 = FloatVector.fromArray(Lanes.F, c, c0 + 2 * n);
    FloatVector w0 = FloatVector.fromArray(Lanes.F, c, c0 + 3 * n);
    FloatVector x1 = FloatVector.fromArray(Lanes.F, c, c0 + 4 * n);
    FloatVector y1 = FloatVector.fromArray(Lanes.F, c, c0 + 5 * n);
    FloatVector z1 = FloatVector.fromArray(Lanes.F, c, c0 + 6 * n);
    FloatVector w1 = FloatVector.fromArray(Lanes.F, c, c0 + 7 * n);
    FloatVector x2 = FloatVector.fromArray(Lanes.F, c, c0 + 8 * n);
    FloatVector y2 = FloatVector.fromArray(Lanes.F, c, c0 + 9 * n);
    FloatVector z2 = FloatVector.fromArray(Lanes.F, c, c0 + 10 * n);
    FloatVector w2 = FloatVector.fromArray(Lanes.F, c, c0 + 11 * n);
    FloatVector x3 = FloatVector.fromArray(Lanes.F, c, c0 + 12 * n);
    FloatVector y3 = FloatVector.fromArray(Lanes.F, c, c0 + 13 * n);
    FloatVector z3 = FloatVector.fromArray(Lanes.F, c, c0 + 14 * n);
    FloatVector w3 = FloatVector.fromArray(Lanes.F, c, c0 + 15 * n);
    FloatVector x4 = FloatVector.fromArray(Lanes.F, c, c0 + 16 * n);
    FloatVector y4 = FloatVector.fromArray(Lanes.F, c, c0 + 17 * n);
    FloatVector z4 = FloatVector.fromArray(Lanes.F, c, c0 + 18 * n);
    FloatVector w4 = FloatVector.fromArray(Lanes.F, c, c0 + 19 * n);
    int ap = a0;
    int bp = b0;
    int left = rows;
    for (int j = 0; j < planes * rows; j++) {
      for (int i = 0; i < count; i++) {
        int p = ap + i * aStep;
        int q = bp + i * bStep;
        FloatVector u0 = FloatVector.fromArray(Lanes.F, b, q);
        FloatVector u1 = FloatVector.fromArray(Lanes.F, b, q + n);
        FloatVector u2 = FloatVector.fromArray(Lanes.F, b, q + 2 * n);
        FloatVector u3 = FloatVector.fromArray(Lanes.F, b, q + 3 * n);
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
      }
      ap += aRow;
      bp += bRow;
      if (--left == 0) {
        left = rows;
        ap += aPlane - rows * aRow;
        bp += bPlane - rows * bRow;
      }
    }
    x0.intoArray(c, c0);
    y0.intoArray(c, c0 + n);
    z0.intoArray(c, c0 + 2 * n);
    w0.intoArray(c, c0 + 3 * n);
    x1.intoArray(c, c0 + 4 * n);
    y1.intoArray(c, c0 + 5 * n);
    z1.intoArray(c, c0 + 6 * n);
    w1.intoArray(c, c0 + 7 * n);
    x2.intoArray(c, c0 + 8 * n);
    y2.intoArray(c, c0 + 9 * n);
    z2.intoArray(c, c0 + 10 * n);
    w2.intoArray(c, c0 + 11 * n);
    x3.intoArray(c, c0 + 12 * n);
    y3.intoArray(c, c0 + 13 * n);
    z3.intoArray(c, c0 + 14 * n);
    w3.intoArray(c, c0 + 15 * n);
    x4.intoArray(c, c0 + 16 * n);
    y4.intoArray(c, c0 + 17 * n);
    z4.intoArray(c, c0 + 18 * n);
    w4.intoArray(c, c0 + 19 * n);
  }

  /// 4 rows, 4 vectors.
  private static void rows4x4(
      float[] a,
      int a0,
      int aPlane,
      int aRow,
      int aStep,
      float[] b,
      int b0,
      int bPlane,
      int bRow,
      int bStep,
      int planes,
      int rows,
      int count,
      float[] c,
      int c0) {
    int n = Lanes.N;
    FloatVector x0 = FloatVector.fromArray(Lanes.F, c, c0);
    FloatVector y0 = FloatVector.fromArray(Lanes.F, c, c0 + n);
    FloatVector z0 = FloatVector.fromArray(Lanes.F, c, c0 + 2 * n);
    FloatVector w0 = FloatVector.fromArray(Lanes.F, c, c0 + 3 * n);
    FloatVector x1 = FloatVector.fromArray(Lanes.F, c, c0 + 4 * n);
    FloatVector y1 = FloatVector.fromArray(Lanes.F, c, c0 + 5 * n);
    FloatVector z1 = FloatVector.fromArray(Lanes.F, c, c0 + 6 * n);
    FloatVector w1 = FloatVector.fromArray(Lanes.F, c, c0 + 7 * n);
    FloatVector x2 = FloatVector.fromArray(Lanes.F, c, c0 + 8 * n);
    FloatVector y2 = FloatVector.fromArray(Lanes.F, c, c0 + 9 * n);
    FloatVector z2 = FloatVector.fromArray(Lanes.F, c, c0 + 10 * n);
    FloatVector w2 = FloatVector.fromArray(Lanes.F, c, c0 + 11 * n);
    FloatVector x3 = FloatVector.fromArray(Lanes.F, c, c0 + 12 * n);
    FloatVector y3 = FloatVector.fromArray(Lanes.F, c, c0 + 13 * n);
    FloatVector z3 = FloatVector.fromArray(Lanes.F, c, c0 + 14 * n);
    FloatVector w3 = FloatVector.fromArray(Lanes.F, c, c0 + 15 * n);
    int ap = a0;
    int bp = b0;
    int left = rows;
    for (int j = 0; j < planes * rows; j++) {
      for (int i = 0; i < count; i++) {
        int p = ap + i * aStep;
        int q = bp + i * bStep;
        FloatVector u0 = FloatVector.fromArray(Lanes.F, b, q);
        FloatVector u1 = FloatVector.fromArray(Lanes.F, b, q + n);
        FloatVector u2 = FloatVector.fromArray(Lanes.F, b, q + 2 * n);
        FloatVector u3 = FloatVector.fromArray(Lanes.F, b, q + 3 * n);
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
      ap += aRow;
      bp += bRow;
      if (--left == 0) {
        left = rows;
        ap += aPlane - rows * aRow;
        bp += bPlane - rows * bRow;
      }
    }
    x0.intoArray(c, c0);
    y0.intoArray(c, c0 + n);
    z0.intoArray(c, c0 + 2 * n);
    w0.intoArray(c, c0 + 3 * n);
    x1.intoArray(c, c0 + 4 * n);
    y1.intoArray(c, c0 + 5 * n);
    z1.intoArray(c, c0 + 6 * n);
    w1.intoArray(c, c0 + 7 * n);
    x2.intoArray(c, c0 + 8 * n);
    y2.intoArray(c, c0 + 9 * n);
    z2.intoArray(c, c0 + 10 * n);
    w2.intoArray(c, c0 + 11 * n);
    x3.intoArray(c, c0 + 12 * n);
    y3.intoArray(c, c0 + 13 * n);
    z3.intoArray(c, c0 + 14 * n);
    w3.intoArray(c, c0 + 15 * n);
  }

  /// 12 rows, 2 vectors.
  private static void rows12x2(
      float[] a,
      int a0,
      int aPlane,
      int aRow,
      int aStep,
      float[] b,
      int b0,
      int bPlane,
      int bRow,
      int bStep,
      int planes,
      int rows,
      int count,
      float[] c,
      int c0) {
    int n = Lanes.N;
    FloatVector x0 = FloatVector.fromArray(Lanes.F, c, c0);
    FloatVector y0 = FloatVector.fromArray(Lanes.F, c, c0 + n);
    FloatVector x1 = FloatVector.fromArray(Lanes.F, c, c0 + 2 * n);
    FloatVector y1 = FloatVector.fromArray(Lanes.F, c, c0 + 3 * n);
    FloatVector x2 = FloatVector.fromArray(Lanes.F, c, c0 + 4 * n);
    FloatVector y2 = FloatVector.fromArray(Lanes.F, c, c0 + 5 * n);
    FloatVector x3 = FloatVector.fromArray(Lanes.F, c, c0 + 6 * n);
    FloatVector y3 = FloatVector.fromArray(Lanes.F, c, c0 + 7 * n);
    FloatVector x4 = FloatVector.fromArray(Lanes.F, c, c0 + 8 * n);
    FloatVector y4 = FloatVector.fromArray(Lanes.F, c, c0 + 9 * n);
    FloatVector x5 = FloatVector.fromArray(Lanes.F, c, c0 + 10 * n);
    FloatVector y5 = FloatVector.fromArray(Lanes.F, c, c0 + 11 * n);
    FloatVector x6 = FloatVector.fromArray(Lanes.F, c, c0 + 12 * n);
    FloatVector y6 = FloatVector.fromArray(Lanes.F, c, c0 + 13 * n);
    FloatVector x7 = FloatVector.fromArray(Lanes.F, c, c0 + 14 * n);
    FloatVector y7 = FloatVector.fromArray(Lanes.F, c, c0 + 15 * n);
    FloatVector x8 = FloatVector.fromArray(Lanes.F, c, c0 + 16 * n);
    FloatVector y8 = FloatVector.fromArray(Lanes.F, c, c0 + 17 * n);
    FloatVector x9 = FloatVector.fromArray(Lanes.F, c, c0 + 18 * n);
    FloatVector y9 = FloatVector.fromArray(Lanes.F, c, c0 + 19 * n);
    FloatVector x10 = FloatVector.fromArray(Lanes.F, c, c0 + 20 * n);
    FloatVector y10 = FloatVector.fromArray(Lanes.F, c, c0 + 21 * n);
    FloatVector x11 = FloatVector.fromArray(Lanes.F, c, c0 + 22 * n);
    FloatVector y11 = FloatVector.fromArray(Lanes.F, c, c0 + 23 * n);
    int ap = a0;
    int bp = b0;
    int left = rows;
    for (int j = 0; j < planes * rows; j++) {
      for (int i = 0; i < count; i++) {
        int p = ap + i * aStep;
        int q = bp + i * bStep;
        FloatVector u0 = FloatVector.fromArray(Lanes.F, b, q);
        FloatVector u1 = FloatVector.fromArray(Lanes.F, b, q + n);
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
      ap += aRow;
      bp += bRow;
      if (--left == 0) {
        left = rows;
        ap += aPlane - rows * aRow;
        bp += bPlane - rows * bRow;
      }
    }
    x0.intoArray(c, c0);
    y0.intoArray(c, c0 + n);
    x1.intoArray(c, c0 + 2 * n);
    y1.intoArray(c, c0 + 3 * n);
    x2.intoArray(c, c0 + 4 * n);
    y2.intoArray(c, c0 + 5 * n);
    x3.intoArray(c, c0 + 6 * n);
    y3.intoArray(c, c0 + 7 * n);
    x4.intoArray(c, c0 + 8 * n);
    y4.intoArray(c, c0 + 9 * n);
    x5.intoArray(c, c0 + 10 * n);
    y5.intoArray(c, c0 + 11 * n);
    x6.intoArray(c, c0 + 12 * n);
    y6.intoArray(c, c0 + 13 * n);
    x7.intoArray(c, c0 + 14 * n);
    y7.intoArray(c, c0 + 15 * n);
    x8.intoArray(c, c0 + 16 * n);
    y8.intoArray(c, c0 + 17 * n);
    x9.intoArray(c, c0 + 18 * n);
    y9.intoArray(c, c0 + 19 * n);
    x10.intoArray(c, c0 + 20 * n);
    y10.intoArray(c, c0 + 21 * n);
    x11.intoArray(c, c0 + 22 * n);
    y11.intoArray(c, c0 + 23 * n);
  }

  /// 8 rows, 2 vectors.
  private static void rows8x2(
      float[] a,
      int a0,
      int aPlane,
      int aRow,
      int aStep,
      float[] b,
      int b0,
      int bPlane,
      int bRow,
      int bStep,
      int planes,
      int rows,
      int count,
      float[] c,
      int c0) {
    int n = Lanes.N;
    FloatVector x0 = FloatVector.fromArray(Lanes.F, c, c0);
    FloatVector y0 = FloatVector.fromArray(Lanes.F, c, c0 + n);
    FloatVector x1 = FloatVector.fromArray(Lanes.F, c, c0 + 2 * n);
    FloatVector y1 = FloatVector.fromArray(Lanes.F, c, c0 + 3 * n);
    FloatVector x2 = FloatVector.fromArray(Lanes.F, c, c0 + 4 * n);
    FloatVector y2 = FloatVector.fromArray(Lanes.F, c, c0 + 5 * n);
    FloatVector x3 = FloatVector.fromArray(Lanes.F, c, c0 + 6 * n);
    FloatVector y3 = FloatVector.fromArray(Lanes.F, c, c0 + 7 * n);
    FloatVector x4 = FloatVector.fromArray(Lanes.F, c, c0 + 8 * n);
    FloatVector y4 = FloatVector.fromArray(Lanes.F, c, c0 + 9 * n);
    FloatVector x5 = FloatVector.fromArray(Lanes.F, c, c0 + 10 * n);
    FloatVector y5 = FloatVector.fromArray(Lanes.F, c, c0 + 11 * n);
    FloatVector x6 = FloatVector.fromArray(Lanes.F, c, c0 + 12 * n);
    FloatVector y6 = FloatVector.fromArray(Lanes.F, c, c0 + 13 * n);
    FloatVector x7 = FloatVector.fromArray(Lanes.F, c, c0 + 14 * n);
    FloatVector y7 = FloatVector.fromArray(Lanes.F, c, c0 + 15 * n);
    int ap = a0;
    int bp = b0;
    int left = rows;
    for (int j = 0; j < planes * rows; j++) {
      for (int i = 0; i < count; i++) {
        int p = ap + i * aStep;
        int q = bp + i * bStep;
        FloatVector u0 = FloatVector.fromArray(Lanes.F, b, q);
        FloatVector u1 = FloatVector.fromArray(Lanes.F, b, q + n);
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
      ap += aRow;
      bp += bRow;
      if (--left == 0) {
        left = rows;
        ap += aPlane - rows * aRow;
        bp += bPlane - rows * bRow;
      }
    }
    x0.intoArray(c, c0);
    y0.intoArray(c, c0 + n);
    x1.intoArray(c, c0 + 2 * n);
    y1.intoArray(c, c0 + 3 * n);
    x2.intoArray(c, c0 + 4 * n);
    y2.intoArray(c, c0 + 5 * n);
    x3.intoArray(c, c0 + 6 * n);
    y3.intoArray(c, c0 + 7 * n);
    x4.intoArray(c, c0 + 8 * n);
    y4.intoArray(c, c0 + 9 * n);
    x5.intoArray(c, c0 + 10 * n);
    y5.intoArray(c, c0 + 11 * n);
    x6.intoArray(c, c0 + 12 * n);
    y6.intoArray(c, c0 + 13 * n);
    x7.intoArray(c, c0 + 14 * n);
    y7.intoArray(c, c0 + 15 * n);
  }

  /// 6 rows, 2 vectors.
  private static void rows6x2(
      float[] a,
      int a0,
      int aPlane,
      int aRow,
      int aStep,
      float[] b,
      int b0,
      int bPlane,
      int bRow,
      int bStep,
      int planes,
      int rows,
      int count,
      float[] c,
      int c0) {
    int n = Lanes.N;
    FloatVector x0 = FloatVector.fromArray(Lanes.F, c, c0);
    FloatVector y0 = FloatVector.fromArray(Lanes.F, c, c0 + n);
    FloatVector x1 = FloatVector.fromArray(Lanes.F, c, c0 + 2 * n);
    FloatVector y1 = FloatVector.fromArray(Lanes.F, c, c0 + 3 * n);
    FloatVector x2 = FloatVector.fromArray(Lanes.F, c, c0 + 4 * n);
    FloatVector y2 = FloatVector.fromArray(Lanes.F, c, c0 + 5 * n);
    FloatVector x3 = FloatVector.fromArray(Lanes.F, c, c0 + 6 * n);
    FloatVector y3 = FloatVector.fromArray(Lanes.F, c, c0 + 7 * n);
    FloatVector x4 = FloatVector.fromArray(Lanes.F, c, c0 + 8 * n);
    FloatVector y4 = FloatVector.fromArray(Lanes.F, c, c0 + 9 * n);
    FloatVector x5 = FloatVector.fromArray(Lanes.F, c, c0 + 10 * n);
    FloatVector y5 = FloatVector.fromArray(Lanes.F, c, c0 + 11 * n);
    int ap = a0;
    int bp = b0;
    int left = rows;
    for (int j = 0; j < planes * rows; j++) {
      for (int i = 0; i < count; i++) {
        int p = ap + i * aStep;
        int q = bp + i * bStep;
        FloatVector u0 = FloatVector.fromArray(Lanes.F, b, q);
        FloatVector u1 = FloatVector.fromArray(Lanes.F, b, q + n);
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
      }
      ap += aRow;
      bp += bRow;
      if (--left == 0) {
        left = rows;
        ap += aPlane - rows * aRow;
        bp += bPlane - rows * bRow;
      }
    }
    x0.intoArray(c, c0);
    y0.intoArray(c, c0 + n);
    x1.intoArray(c, c0 + 2 * n);
    y1.intoArray(c, c0 + 3 * n);
    x2.intoArray(c, c0 + 4 * n);
    y2.intoArray(c, c0 + 5 * n);
    x3.intoArray(c, c0 + 6 * n);
    y3.intoArray(c, c0 + 7 * n);
    x4.intoArray(c, c0 + 8 * n);
    y4.intoArray(c, c0 + 9 * n);
    x5.intoArray(c, c0 + 10 * n);
    y5.intoArray(c, c0 + 11 * n);
  }

  /// 4 rows, 2 vectors.
  private static void rows4x2(
      float[] a,
      int a0,
      int aPlane,
      int aRow,
      int aStep,
      float[] b,
      int b0,
      int bPlane,
      int bRow,
      int bStep,
      int planes,
      int rows,
      int count,
      float[] c,
      int c0) {
    int n = Lanes.N;
    FloatVector x0 = FloatVector.fromArray(Lanes.F, c, c0);
    FloatVector y0 = FloatVector.fromArray(Lanes.F, c, c0 + n);
    FloatVector x1 = FloatVector.fromArray(Lanes.F, c, c0 + 2 * n);
    FloatVector y1 = FloatVector.fromArray(Lanes.F, c, c0 + 3 * n);
    FloatVector x2 = FloatVector.fromArray(Lanes.F, c, c0 + 4 * n);
    FloatVector y2 = FloatVector.fromArray(Lanes.F, c, c0 + 5 * n);
    FloatVector x3 = FloatVector.fromArray(Lanes.F, c, c0 + 6 * n);
    FloatVector y3 = FloatVector.fromArray(Lanes.F, c, c0 + 7 * n);
    int ap = a0;
    int bp = b0;
    int left = rows;
    for (int j = 0; j < planes * rows; j++) {
      for (int i = 0; i < count; i++) {
        int p = ap + i * aStep;
        int q = bp + i * bStep;
        FloatVector u0 = FloatVector.fromArray(Lanes.F, b, q);
        FloatVector u1 = FloatVector.fromArray(Lanes.F, b, q + n);
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
      }
      ap += aRow;
      bp += bRow;
      if (--left == 0) {
        left = rows;
        ap += aPlane - rows * aRow;
        bp += bPlane - rows * bRow;
      }
    }
    x0.intoArray(c, c0);
    y0.intoArray(c, c0 + n);
    x1.intoArray(c, c0 + 2 * n);
    y1.intoArray(c, c0 + 3 * n);
    x2.intoArray(c, c0 + 4 * n);
    y2.intoArray(c, c0 + 5 * n);
    x3.intoArray(c, c0 + 6 * n);
    y3.intoArray(c, c0 + 7 * n);
  }

  /// 24 rows, 1 vector.
  private static void rows24x1(
      float[] a,
      int a0,
      int aPlane,
      int aRow,
      int aStep,
      float[] b,
      int b0,
      int bPlane,
      int bRow,
      int bStep,
      int planes,
      int rows,
      int count,
      float[] c,
      int c0) {
    int n = Lanes.N;
    FloatVector x0 = FloatVector.fromArray(Lanes.F, c, c0);
    FloatVector x1 = FloatVector.fromArray(Lanes.F, c, c0 + n);
    FloatVector x2 = FloatVector.fromArray(Lanes.F, c, c0 + 2 * n);
    FloatVector x3 = FloatVector.fromArray(Lanes.F, c, c0 + 3 * n);
    FloatVector x4 = FloatVector.fromArray(Lanes.F, c, c0 + 4 * n);
    FloatVector x5 = FloatVector.fromArray(Lanes.F, c, c0 + 5 * n);
    FloatVector x6 = FloatVector.fromArray(Lanes.F, c, c0 + 6 * n);
    FloatVector x7 = FloatVector.fromArray(Lanes.F, c, c0 + 7 * n);
    FloatVector x8 = FloatVector.fromArray(Lanes.F, c, c0 + 8 * n);
    FloatVector x9 = FloatVector.fromArray(Lanes.F, c, c0 + 9 * n);
    FloatVector x10 = FloatVector.fromArray(Lanes.F, c, c0 + 10 * n);
    FloatVector x11 = FloatVector.fromArray(Lanes.F, c, c0 + 11 * n);
    FloatVector x12 = FloatVector.fromArray(Lanes.F, c, c0 + 12 * n);
    FloatVector x13 = FloatVector.fromArray(Lanes.F, c, c0 + 13 * n);
    FloatVector x14 = FloatVector.fromArray(Lanes.F, c, c0 + 14 * n);
    FloatVector x15 = FloatVector.fromArray(Lanes.F, c, c0 + 15 * n);
    FloatVector x16 = FloatVector.fromArray(Lanes.F, c, c0 + 16 * n);
    FloatVector x17 = FloatVector.fromArray(Lanes.F, c, c0 + 17 * n);
    FloatVector x18 = FloatVector.fromArray(Lanes.F, c, c0 + 18 * n);
    FloatVector x19 = FloatVector.fromArray(Lanes.F, c, c0 + 19 * n);
    FloatVector x20 = FloatVector.fromArray(Lanes.F, c, c0 + 20 * n);
    FloatVector x21 = FloatVector.fromArray(Lanes.F, c, c0 + 21 * n);
    FloatVector x22 = FloatVector.fromArray(Lanes.F, c, c0 + 22 * n);
    FloatVector x23 = FloatVector.fromArray(Lanes.F, c, c0 + 23 * n);
    int ap = a0;
    int bp = b0;
    int left = rows;
    for (int j = 0; j < planes * rows; j++) {
      for (int i = 0; i < count; i++) {
        int p = ap + i * aStep;
        int q = bp + i * bStep;
        FloatVector u0 = FloatVector.fromArray(Lanes.F, b, q);
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
        x16 = FloatVector.broadcast(Lanes.F, a[p + 16]).fma(u0, x16);
        x17 = FloatVector.broadcast(Lanes.F, a[p + 17]).fma(u0, x17);
        x18 = FloatVector.broadcast(Lanes.F, a[p + 18]).fma(u0, x18);
        x19 = FloatVector.broadcast(Lanes.F, a[p + 19]).fma(u0, x19);
        x20 = FloatVector.broadcast(Lanes.F, a[p + 20]).fma(u0, x20);
        x21 = FloatVector.broadcast(Lanes.F, a[p + 21]).fma(u0, x21);
        x22 = FloatVector.broadcast(Lanes.F, a[p + 22]).fma(u0, x22);
        x23 = FloatVector.broadcast(Lanes.F, a[p + 23]).fma(u0, x23);
      }
      ap += aRow;
      bp += bRow;
      if (--left == 0) {
        left = rows;
        ap += aPlane - rows * aRow;
        bp += bPlane - rows * bRow;
      }
    }
    x0.intoArray(c, c0);
    x1.intoArray(c, c0 + n);
    x2.intoArray(c, c0 + 2 * n);
    x3.intoArray(c, c0 + 3 * n);
    x4.intoArray(c, c0 + 4 * n);
    x5.intoArray(c, c0 + 5 * n);
    x6.intoArray(c, c0 + 6 * n);
    x7.intoArray(c, c0 + 7 * n);
    x8.intoArray(c, c0 + 8 * n);
    x9.intoArray(c, c0 + 9 * n);
    x10.intoArray(c, c0 + 10 * n);
    x11.intoArray(c, c0 + 11 * n);
    x12.intoArray(c, c0 + 12 * n);
    x13.intoArray(c, c0 + 13 * n);
    x14.intoArray(c, c0 + 14 * n);
    x15.intoArray(c, c0 + 15 * n);
    x16.intoArray(c, c0 + 16 * n);
    x17.intoArray(c, c0 + 17 * n);
    x18.intoArray(c, c0 + 18 * n);
    x19.intoArray(c, c0 + 19 * n);
    x20.intoArray(c, c0 + 20 * n);
    x21.intoArray(c, c0 + 21 * n);
    x22.intoArray(c, c0 + 22 * n);
    x23.intoArray(c, c0 + 23 * n);
  }

  /// 16 rows, 1 vector.
  private static void rows16x1(
      float[] a,
      int a0,
      int aPlane,
      int aRow,
      int aStep,
      float[] b,
      int b0,
      int bPlane,
      int bRow,
      int bStep,
      int planes,
      int rows,
      int count,
      float[] c,
      int c0) {
    int n = Lanes.N;
    FloatVector x0 = FloatVector.fromArray(Lanes.F, c, c0);
    FloatVector x1 = FloatVector.fromArray(Lanes.F, c, c0 + n);
    FloatVector x2 = FloatVector.fromArray(Lanes.F, c, c0 + 2 * n);
    FloatVector x3 = FloatVector.fromArray(Lanes.F, c, c0 + 3 * n);
    FloatVector x4 = FloatVector.fromArray(Lanes.F, c, c0 + 4 * n);
    FloatVector x5 = FloatVector.fromArray(Lanes.F, c, c0 + 5 * n);
    FloatVector x6 = FloatVector.fromArray(Lanes.F, c, c0 + 6 * n);
    FloatVector x7 = FloatVector.fromArray(Lanes.F, c, c0 + 7 * n);
    FloatVector x8 = FloatVector.fromArray(Lanes.F, c, c0 + 8 * n);
    FloatVector x9 = FloatVector.fromArray(Lanes.F, c, c0 + 9 * n);
    FloatVector x10 = FloatVector.fromArray(Lanes.F, c, c0 + 10 * n);
    FloatVector x11 = FloatVector.fromArray(Lanes.F, c, c0 + 11 * n);
    FloatVector x12 = FloatVector.fromArray(Lanes.F, c, c0 + 12 * n);
    FloatVector x13 = FloatVector.fromArray(Lanes.F, c, c0 + 13 * n);
    FloatVector x14 = FloatVector.fromArray(Lanes.F, c, c0 + 14 * n);
    FloatVector x15 = FloatVector.fromArray(Lanes.F, c, c0 + 15 * n);
    int ap = a0;
    int bp = b0;
    int left = rows;
    for (int j = 0; j < planes * rows; j++) {
      for (int i = 0; i < count; i++) {
        int p = ap + i * aStep;
        int q = bp + i * bStep;
        FloatVector u0 = FloatVector.fromArray(Lanes.F, b, q);
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
      ap += aRow;
      bp += bRow;
      if (--left == 0) {
        left = rows;
        ap += aPlane - rows * aRow;
        bp += bPlane - rows * bRow;
      }
    }
    x0.intoArray(c, c0);
    x1.intoArray(c, c0 + n);
    x2.intoArray(c, c0 + 2 * n);
    x3.intoArray(c, c0 + 3 * n);
    x4.intoArray(c, c0 + 4 * n);
    x5.intoArray(c, c0 + 5 * n);
    x6.intoArray(c, c0 + 6 * n);
    x7.intoArray(c, c0 + 7 * n);
    x8.intoArray(c, c0 + 8 * n);
    x9.intoArray(c, c0 + 9 * n);
    x10.intoArray(c, c0 + 10 * n);
    x11.intoArray(c, c0 + 11 * n);
    x12.intoArray(c, c0 + 12 * n);
    x13.intoArray(c, c0 + 13 * n);
    x14.intoArray(c, c0 + 14 * n);
    x15.intoArray(c, c0 + 15 * n);
  }

  /// 8 rows, 1 vector.
  private static void rows8x1(
      float[] a,
      int a0,
      int aPlane,
      int aRow,
      int aStep,
      float[] b,
      int b0,
      int bPlane,
      int bRow,
      int bStep,
      int planes,
      int rows,
      int count,
      float[] c,
      int c0) {
    int n = Lanes.N;
    FloatVector x0 = FloatVector.fromArray(Lanes.F, c, c0);
    FloatVector x1 = FloatVector.fromArray(Lanes.F, c, c0 + n);
    FloatVector x2 = FloatVector.fromArray(Lanes.F, c, c0 + 2 * n);
    FloatVector x3 = FloatVector.fromArray(Lanes.F, c, c0 + 3 * n);
    FloatVector x4 = FloatVector.fromArray(Lanes.F, c, c0 + 4 * n);
    FloatVector x5 = FloatVector.fromArray(Lanes.F, c, c0 + 5 * n);
    FloatVector x6 = FloatVector.fromArray(Lanes.F, c, c0 + 6 * n);
    FloatVector x7 = FloatVector.fromArray(Lanes.F, c, c0 + 7 * n);
    int ap = a0;
    int bp = b0;
    int left = rows;
    for (int j = 0; j < planes * rows; j++) {
      for (int i = 0; i < count; i++) {
        int p = ap + i * aStep;
        int q = bp + i * bStep;
        FloatVector u0 = FloatVector.fromArray(Lanes.F, b, q);
        x0 = FloatVector.broadcast(Lanes.F, a[p]).fma(u0, x0);
        x1 = FloatVector.broadcast(Lanes.F, a[p + 1]).fma(u0, x1);
        x2 = FloatVector.broadcast(Lanes.F, a[p + 2]).fma(u0, x2);
        x3 = FloatVector.broadcast(Lanes.F, a[p + 3]).fma(u0, x3);
        x4 = FloatVector.broadcast(Lanes.F, a[p + 4]).fma(u0, x4);
        x5 = FloatVector.broadcast(Lanes.F, a[p + 5]).fma(u0, x5);
        x6 = FloatVector.broadcast(Lanes.F, a[p + 6]).fma(u0, x6);
        x7 = FloatVector.broadcast(Lanes.F, a[p + 7]).fma(u0, x7);
      }
      ap += aRow;
      bp += bRow;
      if (--left == 0) {
        left = rows;
        ap += aPlane - rows * aRow;
        bp += bPlane - rows * bRow;
      }
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
