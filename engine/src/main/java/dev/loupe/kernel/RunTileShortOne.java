package dev.loupe.kernel;

import jdk.incubator.vector.FloatVector;

/// The [RunTileShort]s of one vector.
final class RunTileShortOne {
  private RunTileShortOne() {}

  /// 8 rows, 1 vector.
  static void rows8x1(
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
    int ap = a0;
    int bp = b0;
    int left = rows;
    for (int j = 0; j < planes * rows; j++) {
      int p = ap;
      int q = bp;
      for (int i = 0; i < count; i++) {
        FloatVector u = FloatVector.fromArray(Lanes.F, b, q);
        x0 = FloatVector.broadcast(Lanes.F, a[p]).fma(u, x0);
        x1 = FloatVector.broadcast(Lanes.F, a[p + 1]).fma(u, x1);
        x2 = FloatVector.broadcast(Lanes.F, a[p + 2]).fma(u, x2);
        x3 = FloatVector.broadcast(Lanes.F, a[p + 3]).fma(u, x3);
        x4 = FloatVector.broadcast(Lanes.F, a[p + 4]).fma(u, x4);
        x5 = FloatVector.broadcast(Lanes.F, a[p + 5]).fma(u, x5);
        x6 = FloatVector.broadcast(Lanes.F, a[p + 6]).fma(u, x6);
        x7 = FloatVector.broadcast(Lanes.F, a[p + 7]).fma(u, x7);
        p += aStep;
        q += bStep;
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
  }

  /// 6 rows, 1 vector.
  static void rows6x1(
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
    int ap = a0;
    int bp = b0;
    int left = rows;
    for (int j = 0; j < planes * rows; j++) {
      int p = ap;
      int q = bp;
      for (int i = 0; i < count; i++) {
        FloatVector u = FloatVector.fromArray(Lanes.F, b, q);
        x5 = FloatVector.broadcast(Lanes.F, a[p + 5]).fma(u, x5);
        x0 = FloatVector.broadcast(Lanes.F, a[p]).fma(u, x0);
        x1 = FloatVector.broadcast(Lanes.F, a[p + 1]).fma(u, x1);
        x2 = FloatVector.broadcast(Lanes.F, a[p + 2]).fma(u, x2);
        x3 = FloatVector.broadcast(Lanes.F, a[p + 3]).fma(u, x3);
        x4 = FloatVector.broadcast(Lanes.F, a[p + 4]).fma(u, x4);
        p += aStep;
        q += bStep;
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
  }

  /// 5 rows, 1 vector.
  static void rows5x1(
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
      int p = ap;
      int q = bp;
      for (int i = 0; i < count; i++) {
        FloatVector u = FloatVector.fromArray(Lanes.F, b, q);
        x4 = FloatVector.broadcast(Lanes.F, a[p + 4]).fma(u, x4);
        x0 = FloatVector.broadcast(Lanes.F, a[p]).fma(u, x0);
        x1 = FloatVector.broadcast(Lanes.F, a[p + 1]).fma(u, x1);
        x2 = FloatVector.broadcast(Lanes.F, a[p + 2]).fma(u, x2);
        x3 = FloatVector.broadcast(Lanes.F, a[p + 3]).fma(u, x3);
        p += aStep;
        q += bStep;
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
