package dev.loupe.kernel;

import jdk.incubator.vector.FloatVector;

/// The [RunTile]s of two vectors.
final class RunTileTwo {
  private RunTileTwo() {}

  /// Computes one tile, see [RunTile#tile].
  static void tile(
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
    switch (height) {
      case 12 ->
          rows12x2(
              a, a0, aPlane, aRow, aStep, b, b0, bPlane, bRow, bStep, planes, rows, count, c, c0);
      case 9 ->
          rows9x2(
              a, a0, aPlane, aRow, aStep, b, b0, bPlane, bRow, bStep, planes, rows, count, c, c0);
      case 8 ->
          RunTileTwoLow.rows8x2(
              a, a0, aPlane, aRow, aStep, b, b0, bPlane, bRow, bStep, planes, rows, count, c, c0);
      case 6 ->
          RunTileTwoLow.rows6x2(
              a, a0, aPlane, aRow, aStep, b, b0, bPlane, bRow, bStep, planes, rows, count, c, c0);
      default ->
          RunTileTwoLow.rows5x2(
              a, a0, aPlane, aRow, aStep, b, b0, bPlane, bRow, bStep, planes, rows, count, c, c0);
    }
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
    FloatVector x5 = FloatVector.zero(Lanes.F);
    FloatVector y5 = FloatVector.zero(Lanes.F);
    FloatVector x6 = FloatVector.zero(Lanes.F);
    FloatVector y6 = FloatVector.zero(Lanes.F);
    FloatVector x7 = FloatVector.zero(Lanes.F);
    FloatVector y7 = FloatVector.zero(Lanes.F);
    FloatVector x8 = FloatVector.zero(Lanes.F);
    FloatVector y8 = FloatVector.zero(Lanes.F);
    FloatVector x9 = FloatVector.zero(Lanes.F);
    FloatVector y9 = FloatVector.zero(Lanes.F);
    FloatVector x10 = FloatVector.zero(Lanes.F);
    FloatVector y10 = FloatVector.zero(Lanes.F);
    FloatVector x11 = FloatVector.zero(Lanes.F);
    FloatVector y11 = FloatVector.zero(Lanes.F);
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
    x0.add(FloatVector.fromArray(Lanes.F, c, c0)).intoArray(c, c0);
    y0.add(FloatVector.fromArray(Lanes.F, c, c0 + n)).intoArray(c, c0 + n);
    x1.add(FloatVector.fromArray(Lanes.F, c, c0 + 2 * n)).intoArray(c, c0 + 2 * n);
    y1.add(FloatVector.fromArray(Lanes.F, c, c0 + 3 * n)).intoArray(c, c0 + 3 * n);
    x2.add(FloatVector.fromArray(Lanes.F, c, c0 + 4 * n)).intoArray(c, c0 + 4 * n);
    y2.add(FloatVector.fromArray(Lanes.F, c, c0 + 5 * n)).intoArray(c, c0 + 5 * n);
    x3.add(FloatVector.fromArray(Lanes.F, c, c0 + 6 * n)).intoArray(c, c0 + 6 * n);
    y3.add(FloatVector.fromArray(Lanes.F, c, c0 + 7 * n)).intoArray(c, c0 + 7 * n);
    x4.add(FloatVector.fromArray(Lanes.F, c, c0 + 8 * n)).intoArray(c, c0 + 8 * n);
    y4.add(FloatVector.fromArray(Lanes.F, c, c0 + 9 * n)).intoArray(c, c0 + 9 * n);
    x5.add(FloatVector.fromArray(Lanes.F, c, c0 + 10 * n)).intoArray(c, c0 + 10 * n);
    y5.add(FloatVector.fromArray(Lanes.F, c, c0 + 11 * n)).intoArray(c, c0 + 11 * n);
    x6.add(FloatVector.fromArray(Lanes.F, c, c0 + 12 * n)).intoArray(c, c0 + 12 * n);
    y6.add(FloatVector.fromArray(Lanes.F, c, c0 + 13 * n)).intoArray(c, c0 + 13 * n);
    x7.add(FloatVector.fromArray(Lanes.F, c, c0 + 14 * n)).intoArray(c, c0 + 14 * n);
    y7.add(FloatVector.fromArray(Lanes.F, c, c0 + 15 * n)).intoArray(c, c0 + 15 * n);
    x8.add(FloatVector.fromArray(Lanes.F, c, c0 + 16 * n)).intoArray(c, c0 + 16 * n);
    y8.add(FloatVector.fromArray(Lanes.F, c, c0 + 17 * n)).intoArray(c, c0 + 17 * n);
    x9.add(FloatVector.fromArray(Lanes.F, c, c0 + 18 * n)).intoArray(c, c0 + 18 * n);
    y9.add(FloatVector.fromArray(Lanes.F, c, c0 + 19 * n)).intoArray(c, c0 + 19 * n);
    x10.add(FloatVector.fromArray(Lanes.F, c, c0 + 20 * n)).intoArray(c, c0 + 20 * n);
    y10.add(FloatVector.fromArray(Lanes.F, c, c0 + 21 * n)).intoArray(c, c0 + 21 * n);
    x11.add(FloatVector.fromArray(Lanes.F, c, c0 + 22 * n)).intoArray(c, c0 + 22 * n);
    y11.add(FloatVector.fromArray(Lanes.F, c, c0 + 23 * n)).intoArray(c, c0 + 23 * n);
  }

  /// 9 rows, 2 vectors.
  private static void rows9x2(
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
    FloatVector x5 = FloatVector.zero(Lanes.F);
    FloatVector y5 = FloatVector.zero(Lanes.F);
    FloatVector x6 = FloatVector.zero(Lanes.F);
    FloatVector y6 = FloatVector.zero(Lanes.F);
    FloatVector x7 = FloatVector.zero(Lanes.F);
    FloatVector y7 = FloatVector.zero(Lanes.F);
    FloatVector x8 = FloatVector.zero(Lanes.F);
    FloatVector y8 = FloatVector.zero(Lanes.F);
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
      }
      ap += aRow;
      bp += bRow;
      if (--left == 0) {
        left = rows;
        ap += aPlane - rows * aRow;
        bp += bPlane - rows * bRow;
      }
    }
    x0.add(FloatVector.fromArray(Lanes.F, c, c0)).intoArray(c, c0);
    y0.add(FloatVector.fromArray(Lanes.F, c, c0 + n)).intoArray(c, c0 + n);
    x1.add(FloatVector.fromArray(Lanes.F, c, c0 + 2 * n)).intoArray(c, c0 + 2 * n);
    y1.add(FloatVector.fromArray(Lanes.F, c, c0 + 3 * n)).intoArray(c, c0 + 3 * n);
    x2.add(FloatVector.fromArray(Lanes.F, c, c0 + 4 * n)).intoArray(c, c0 + 4 * n);
    y2.add(FloatVector.fromArray(Lanes.F, c, c0 + 5 * n)).intoArray(c, c0 + 5 * n);
    x3.add(FloatVector.fromArray(Lanes.F, c, c0 + 6 * n)).intoArray(c, c0 + 6 * n);
    y3.add(FloatVector.fromArray(Lanes.F, c, c0 + 7 * n)).intoArray(c, c0 + 7 * n);
    x4.add(FloatVector.fromArray(Lanes.F, c, c0 + 8 * n)).intoArray(c, c0 + 8 * n);
    y4.add(FloatVector.fromArray(Lanes.F, c, c0 + 9 * n)).intoArray(c, c0 + 9 * n);
    x5.add(FloatVector.fromArray(Lanes.F, c, c0 + 10 * n)).intoArray(c, c0 + 10 * n);
    y5.add(FloatVector.fromArray(Lanes.F, c, c0 + 11 * n)).intoArray(c, c0 + 11 * n);
    x6.add(FloatVector.fromArray(Lanes.F, c, c0 + 12 * n)).intoArray(c, c0 + 12 * n);
    y6.add(FloatVector.fromArray(Lanes.F, c, c0 + 13 * n)).intoArray(c, c0 + 13 * n);
    x7.add(FloatVector.fromArray(Lanes.F, c, c0 + 14 * n)).intoArray(c, c0 + 14 * n);
    y7.add(FloatVector.fromArray(Lanes.F, c, c0 + 15 * n)).intoArray(c, c0 + 15 * n);
    x8.add(FloatVector.fromArray(Lanes.F, c, c0 + 16 * n)).intoArray(c, c0 + 16 * n);
    y8.add(FloatVector.fromArray(Lanes.F, c, c0 + 17 * n)).intoArray(c, c0 + 17 * n);
  }
}
