package dev.loupe.kernel;

import jdk.incubator.vector.FloatVector;

/// The [RunTile]s of one vector.
final class RunTileOne {
  private RunTileOne() {}

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
      case 24 ->
          rows24x1(
              a, a0, aPlane, aRow, aStep, b, b0, bPlane, bRow, bStep, planes, rows, count, c, c0);
      case 16 ->
          rows16x1(
              a, a0, aPlane, aRow, aStep, b, b0, bPlane, bRow, bStep, planes, rows, count, c, c0);
      case 9 ->
          rows9x1(
              a, a0, aPlane, aRow, aStep, b, b0, bPlane, bRow, bStep, planes, rows, count, c, c0);
      default ->
          rows5x1(
              a, a0, aPlane, aRow, aStep, b, b0, bPlane, bRow, bStep, planes, rows, count, c, c0);
    }
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
    FloatVector x0 = FloatVector.zero(Lanes.F);
    FloatVector x1 = FloatVector.zero(Lanes.F);
    FloatVector x2 = FloatVector.zero(Lanes.F);
    FloatVector x3 = FloatVector.zero(Lanes.F);
    FloatVector x4 = FloatVector.zero(Lanes.F);
    FloatVector x5 = FloatVector.zero(Lanes.F);
    FloatVector x6 = FloatVector.zero(Lanes.F);
    FloatVector x7 = FloatVector.zero(Lanes.F);
    FloatVector x8 = FloatVector.zero(Lanes.F);
    FloatVector x9 = FloatVector.zero(Lanes.F);
    FloatVector x10 = FloatVector.zero(Lanes.F);
    FloatVector x11 = FloatVector.zero(Lanes.F);
    FloatVector x12 = FloatVector.zero(Lanes.F);
    FloatVector x13 = FloatVector.zero(Lanes.F);
    FloatVector x14 = FloatVector.zero(Lanes.F);
    FloatVector x15 = FloatVector.zero(Lanes.F);
    FloatVector x16 = FloatVector.zero(Lanes.F);
    FloatVector x17 = FloatVector.zero(Lanes.F);
    FloatVector x18 = FloatVector.zero(Lanes.F);
    FloatVector x19 = FloatVector.zero(Lanes.F);
    FloatVector x20 = FloatVector.zero(Lanes.F);
    FloatVector x21 = FloatVector.zero(Lanes.F);
    FloatVector x22 = FloatVector.zero(Lanes.F);
    FloatVector x23 = FloatVector.zero(Lanes.F);
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
    x0.add(FloatVector.fromArray(Lanes.F, c, c0)).intoArray(c, c0);
    x1.add(FloatVector.fromArray(Lanes.F, c, c0 + n)).intoArray(c, c0 + n);
    x2.add(FloatVector.fromArray(Lanes.F, c, c0 + 2 * n)).intoArray(c, c0 + 2 * n);
    x3.add(FloatVector.fromArray(Lanes.F, c, c0 + 3 * n)).intoArray(c, c0 + 3 * n);
    x4.add(FloatVector.fromArray(Lanes.F, c, c0 + 4 * n)).intoArray(c, c0 + 4 * n);
    x5.add(FloatVector.fromArray(Lanes.F, c, c0 + 5 * n)).intoArray(c, c0 + 5 * n);
    x6.add(FloatVector.fromArray(Lanes.F, c, c0 + 6 * n)).intoArray(c, c0 + 6 * n);
    x7.add(FloatVector.fromArray(Lanes.F, c, c0 + 7 * n)).intoArray(c, c0 + 7 * n);
    x8.add(FloatVector.fromArray(Lanes.F, c, c0 + 8 * n)).intoArray(c, c0 + 8 * n);
    x9.add(FloatVector.fromArray(Lanes.F, c, c0 + 9 * n)).intoArray(c, c0 + 9 * n);
    x10.add(FloatVector.fromArray(Lanes.F, c, c0 + 10 * n)).intoArray(c, c0 + 10 * n);
    x11.add(FloatVector.fromArray(Lanes.F, c, c0 + 11 * n)).intoArray(c, c0 + 11 * n);
    x12.add(FloatVector.fromArray(Lanes.F, c, c0 + 12 * n)).intoArray(c, c0 + 12 * n);
    x13.add(FloatVector.fromArray(Lanes.F, c, c0 + 13 * n)).intoArray(c, c0 + 13 * n);
    x14.add(FloatVector.fromArray(Lanes.F, c, c0 + 14 * n)).intoArray(c, c0 + 14 * n);
    x15.add(FloatVector.fromArray(Lanes.F, c, c0 + 15 * n)).intoArray(c, c0 + 15 * n);
    x16.add(FloatVector.fromArray(Lanes.F, c, c0 + 16 * n)).intoArray(c, c0 + 16 * n);
    x17.add(FloatVector.fromArray(Lanes.F, c, c0 + 17 * n)).intoArray(c, c0 + 17 * n);
    x18.add(FloatVector.fromArray(Lanes.F, c, c0 + 18 * n)).intoArray(c, c0 + 18 * n);
    x19.add(FloatVector.fromArray(Lanes.F, c, c0 + 19 * n)).intoArray(c, c0 + 19 * n);
    x20.add(FloatVector.fromArray(Lanes.F, c, c0 + 20 * n)).intoArray(c, c0 + 20 * n);
    x21.add(FloatVector.fromArray(Lanes.F, c, c0 + 21 * n)).intoArray(c, c0 + 21 * n);
    x22.add(FloatVector.fromArray(Lanes.F, c, c0 + 22 * n)).intoArray(c, c0 + 22 * n);
    x23.add(FloatVector.fromArray(Lanes.F, c, c0 + 23 * n)).intoArray(c, c0 + 23 * n);
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
    FloatVector x0 = FloatVector.zero(Lanes.F);
    FloatVector x1 = FloatVector.zero(Lanes.F);
    FloatVector x2 = FloatVector.zero(Lanes.F);
    FloatVector x3 = FloatVector.zero(Lanes.F);
    FloatVector x4 = FloatVector.zero(Lanes.F);
    FloatVector x5 = FloatVector.zero(Lanes.F);
    FloatVector x6 = FloatVector.zero(Lanes.F);
    FloatVector x7 = FloatVector.zero(Lanes.F);
    FloatVector x8 = FloatVector.zero(Lanes.F);
    FloatVector x9 = FloatVector.zero(Lanes.F);
    FloatVector x10 = FloatVector.zero(Lanes.F);
    FloatVector x11 = FloatVector.zero(Lanes.F);
    FloatVector x12 = FloatVector.zero(Lanes.F);
    FloatVector x13 = FloatVector.zero(Lanes.F);
    FloatVector x14 = FloatVector.zero(Lanes.F);
    FloatVector x15 = FloatVector.zero(Lanes.F);
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
    x0.add(FloatVector.fromArray(Lanes.F, c, c0)).intoArray(c, c0);
    x1.add(FloatVector.fromArray(Lanes.F, c, c0 + n)).intoArray(c, c0 + n);
    x2.add(FloatVector.fromArray(Lanes.F, c, c0 + 2 * n)).intoArray(c, c0 + 2 * n);
    x3.add(FloatVector.fromArray(Lanes.F, c, c0 + 3 * n)).intoArray(c, c0 + 3 * n);
    x4.add(FloatVector.fromArray(Lanes.F, c, c0 + 4 * n)).intoArray(c, c0 + 4 * n);
    x5.add(FloatVector.fromArray(Lanes.F, c, c0 + 5 * n)).intoArray(c, c0 + 5 * n);
    x6.add(FloatVector.fromArray(Lanes.F, c, c0 + 6 * n)).intoArray(c, c0 + 6 * n);
    x7.add(FloatVector.fromArray(Lanes.F, c, c0 + 7 * n)).intoArray(c, c0 + 7 * n);
    x8.add(FloatVector.fromArray(Lanes.F, c, c0 + 8 * n)).intoArray(c, c0 + 8 * n);
    x9.add(FloatVector.fromArray(Lanes.F, c, c0 + 9 * n)).intoArray(c, c0 + 9 * n);
    x10.add(FloatVector.fromArray(Lanes.F, c, c0 + 10 * n)).intoArray(c, c0 + 10 * n);
    x11.add(FloatVector.fromArray(Lanes.F, c, c0 + 11 * n)).intoArray(c, c0 + 11 * n);
    x12.add(FloatVector.fromArray(Lanes.F, c, c0 + 12 * n)).intoArray(c, c0 + 12 * n);
    x13.add(FloatVector.fromArray(Lanes.F, c, c0 + 13 * n)).intoArray(c, c0 + 13 * n);
    x14.add(FloatVector.fromArray(Lanes.F, c, c0 + 14 * n)).intoArray(c, c0 + 14 * n);
    x15.add(FloatVector.fromArray(Lanes.F, c, c0 + 15 * n)).intoArray(c, c0 + 15 * n);
  }

  /// 9 rows, 1 vector.
  private static void rows9x1(
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
    FloatVector x1 = FloatVector.zero(Lanes.F);
    FloatVector x2 = FloatVector.zero(Lanes.F);
    FloatVector x3 = FloatVector.zero(Lanes.F);
    FloatVector x4 = FloatVector.zero(Lanes.F);
    FloatVector x5 = FloatVector.zero(Lanes.F);
    FloatVector x6 = FloatVector.zero(Lanes.F);
    FloatVector x7 = FloatVector.zero(Lanes.F);
    FloatVector x8 = FloatVector.zero(Lanes.F);
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
    x1.add(FloatVector.fromArray(Lanes.F, c, c0 + n)).intoArray(c, c0 + n);
    x2.add(FloatVector.fromArray(Lanes.F, c, c0 + 2 * n)).intoArray(c, c0 + 2 * n);
    x3.add(FloatVector.fromArray(Lanes.F, c, c0 + 3 * n)).intoArray(c, c0 + 3 * n);
    x4.add(FloatVector.fromArray(Lanes.F, c, c0 + 4 * n)).intoArray(c, c0 + 4 * n);
    x5.add(FloatVector.fromArray(Lanes.F, c, c0 + 5 * n)).intoArray(c, c0 + 5 * n);
    x6.add(FloatVector.fromArray(Lanes.F, c, c0 + 6 * n)).intoArray(c, c0 + 6 * n);
    x7.add(FloatVector.fromArray(Lanes.F, c, c0 + 7 * n)).intoArray(c, c0 + 7 * n);
    x8.add(FloatVector.fromArray(Lanes.F, c, c0 + 8 * n)).intoArray(c, c0 + 8 * n);
  }

  /// 5 rows, 1 vector.
  private static void rows5x1(
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
    FloatVector x1 = FloatVector.zero(Lanes.F);
    FloatVector x2 = FloatVector.zero(Lanes.F);
    FloatVector x3 = FloatVector.zero(Lanes.F);
    FloatVector x4 = FloatVector.zero(Lanes.F);
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
    x1.add(FloatVector.fromArray(Lanes.F, c, c0 + n)).intoArray(c, c0 + n);
    x2.add(FloatVector.fromArray(Lanes.F, c, c0 + 2 * n)).intoArray(c, c0 + 2 * n);
    x3.add(FloatVector.fromArray(Lanes.F, c, c0 + 3 * n)).intoArray(c, c0 + 3 * n);
    x4.add(FloatVector.fromArray(Lanes.F, c, c0 + 4 * n)).intoArray(c, c0 + 4 * n);
  }
}
