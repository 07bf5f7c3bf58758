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
          rows8x2(
              a, a0, aPlane, aRow, aStep, b, b0, bPlane, bRow, bStep, planes, rows, count, c, c0);
      case 5 ->
          rows5x2(
              a, a0, aPlane, aRow, aStep, b, b0, bPlane, bRow, bStep, planes, rows, count, c, c0);
      default ->
          rows4x2(
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

  /// 5 rows, 2 vectors.
  private static void rows5x2(
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
}
