package dev.loupe.kernel;

import jdk.incubator.vector.FloatVector;

/// The [RunTile]s of four vectors.
final class RunTileFour {
  private RunTileFour() {}

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
      case 6 ->
          rows6x4(
              a, a0, aPlane, aRow, aStep, b, b0, bPlane, bRow, bStep, planes, rows, count, c, c0);
      case 5 ->
          rows5x4(
              a, a0, aPlane, aRow, aStep, b, b0, bPlane, bRow, bStep, planes, rows, count, c, c0);
      default ->
          rows4x4(
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
    FloatVector x0 = FloatVector.zero(Lanes.F);
    FloatVector y0 = FloatVector.zero(Lanes.F);
    FloatVector z0 = FloatVector.zero(Lanes.F);
    FloatVector w0 = FloatVector.zero(Lanes.F);
    FloatVector x1 = FloatVector.zero(Lanes.F);
    FloatVector y1 = FloatVector.zero(Lanes.F);
    FloatVector z1 = FloatVector.zero(Lanes.F);
    FloatVector w1 = FloatVector.zero(Lanes.F);
    FloatVector x2 = FloatVector.zero(Lanes.F);
    FloatVector y2 = FloatVector.zero(Lanes.F);
    FloatVector z2 = FloatVector.zero(Lanes.F);
    FloatVector w2 = FloatVector.zero(Lanes.F);
    FloatVector x3 = FloatVector.zero(Lanes.F);
    FloatVector y3 = FloatVector.zero(Lanes.F);
    FloatVector z3 = FloatVector.zero(Lanes.F);
    FloatVector w3 = FloatVector.zero(Lanes.F);
    FloatVector x4 = FloatVector.zero(Lanes.F);
    FloatVector y4 = FloatVector.zero(Lanes.F);
    FloatVector z4 = FloatVector.zero(Lanes.F);
    FloatVector w4 = FloatVector.zero(Lanes.F);
    FloatVector x5 = FloatVector.zero(Lanes.F);
    FloatVector y5 = FloatVector.zero(Lanes.F);
    FloatVector z5 = FloatVector.zero(Lanes.F);
    FloatVector w5 = FloatVector.zero(Lanes.F);
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
    x0.add(FloatVector.fromArray(Lanes.F, c, c0)).intoArray(c, c0);
    y0.add(FloatVector.fromArray(Lanes.F, c, c0 + n)).intoArray(c, c0 + n);
    z0.add(FloatVector.fromArray(Lanes.F, c, c0 + 2 * n)).intoArray(c, c0 + 2 * n);
    w0.add(FloatVector.fromArray(Lanes.F, c, c0 + 3 * n)).intoArray(c, c0 + 3 * n);
    x1.add(FloatVector.fromArray(Lanes.F, c, c0 + 4 * n)).intoArray(c, c0 + 4 * n);
    y1.add(FloatVector.fromArray(Lanes.F, c, c0 + 5 * n)).intoArray(c, c0 + 5 * n);
    z1.add(FloatVector.fromArray(Lanes.F, c, c0 + 6 * n)).intoArray(c, c0 + 6 * n);
    w1.add(FloatVector.fromArray(Lanes.F, c, c0 + 7 * n)).intoArray(c, c0 + 7 * n);
    x2.add(FloatVector.fromArray(Lanes.F, c, c0 + 8 * n)).intoArray(c, c0 + 8 * n);
    y2.add(FloatVector.fromArray(Lanes.F, c, c0 + 9 * n)).intoArray(c, c0 + 9 * n);
    z2.add(FloatVector.fromArray(Lanes.F, c, c0 + 10 * n)).intoArray(c, c0 + 10 * n);
    w2.add(FloatVector.fromArray(Lanes.F, c, c0 + 11 * n)).intoArray(c, c0 + 11 * n);
    x3.add(FloatVector.fromArray(Lanes.F, c, c0 + 12 * n)).intoArray(c, c0 + 12 * n);
    y3.add(FloatVector.fromArray(Lanes.F, c, c0 + 13 * n)).intoArray(c, c0 + 13 * n);
    z3.add(FloatVector.fromArray(Lanes.F, c, c0 + 14 * n)).intoArray(c, c0 + 14 * n);
    w3.add(FloatVector.fromArray(Lanes.F, c, c0 + 15 * n)).intoArray(c, c0 + 15 * n);
    x4.add(FloatVector.fromArray(Lanes.F, c, c0 + 16 * n)).intoArray(c, c0 + 16 * n);
    y4.add(FloatVector.fromArray(Lanes.F, c, c0 + 17 * n)).intoArray(c, c0 + 17 * n);
    z4.add(FloatVector.fromArray(Lanes.F, c, c0 + 18 * n)).intoArray(c, c0 + 18 * n);
    w4.add(FloatVector.fromArray(Lanes.F, c, c0 + 19 * n)).intoArray(c, c0 + 19 * n);
    x5.add(FloatVector.fromArray(Lanes.F, c, c0 + 20 * n)).intoArray(c, c0 + 20 * n);
    y5.add(FloatVector.fromArray(Lanes.F, c, c0 + 21 * n)).intoArray(c, c0 + 21 * n);
    z5.add(FloatVector.fromArray(Lanes.F, c, c0 + 22 * n)).intoArray(c, c0 + 22 * n);
    w5.add(FloatVector.fromArray(Lanes.F, c, c0 + 23 * n)).intoArray(c, c0 + 23 * n);
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
    FloatVector x0 = FloatVector.zero(Lanes.F);
    FloatVector y0 = FloatVector.zero(Lanes.F);
    FloatVector z0 = FloatVector.zero(Lanes.F);
    FloatVector w0 = FloatVector.zero(Lanes.F);
    FloatVector x1 = FloatVector.zero(Lanes.F);
    FloatVector y1 = FloatVector.zero(Lanes.F);
    FloatVector z1 = FloatVector.zero(Lanes.F);
    FloatVector w1 = FloatVector.zero(Lanes.F);
    FloatVector x2 = FloatVector.zero(Lanes.F);
    FloatVector y2 = FloatVector.zero(Lanes.F);
    FloatVector z2 = FloatVector.zero(Lanes.F);
    FloatVector w2 = FloatVector.zero(Lanes.F);
    FloatVector x3 = FloatVector.zero(Lanes.F);
    FloatVector y3 = FloatVector.zero(Lanes.F);
    FloatVector z3 = FloatVector.zero(Lanes.F);
    FloatVector w3 = FloatVector.zero(Lanes.F);
    FloatVector x4 = FloatVector.zero(Lanes.F);
    FloatVector y4 = FloatVector.zero(Lanes.F);
    FloatVector z4 = FloatVector.zero(Lanes.F);
    FloatVector w4 = FloatVector.zero(Lanes.F);
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
    x0.add(FloatVector.fromArray(Lanes.F, c, c0)).intoArray(c, c0);
    y0.add(FloatVector.fromArray(Lanes.F, c, c0 + n)).intoArray(c, c0 + n);
    z0.add(FloatVector.fromArray(Lanes.F, c, c0 + 2 * n)).intoArray(c, c0 + 2 * n);
    w0.add(FloatVector.fromArray(Lanes.F, c, c0 + 3 * n)).intoArray(c, c0 + 3 * n);
    x1.add(FloatVector.fromArray(Lanes.F, c, c0 + 4 * n)).intoArray(c, c0 + 4 * n);
    y1.add(FloatVector.fromArray(Lanes.F, c, c0 + 5 * n)).intoArray(c, c0 + 5 * n);
    z1.add(FloatVector.fromArray(Lanes.F, c, c0 + 6 * n)).intoArray(c, c0 + 6 * n);
    w1.add(FloatVector.fromArray(Lanes.F, c, c0 + 7 * n)).intoArray(c, c0 + 7 * n);
    x2.add(FloatVector.fromArray(Lanes.F, c, c0 + 8 * n)).intoArray(c, c0 + 8 * n);
    y2.add(FloatVector.fromArray(Lanes.F, c, c0 + 9 * n)).intoArray(c, c0 + 9 * n);
    z2.add(FloatVector.fromArray(Lanes.F, c, c0 + 10 * n)).intoArray(c, c0 + 10 * n);
    w2.add(FloatVector.fromArray(Lanes.F, c, c0 + 11 * n)).intoArray(c, c0 + 11 * n);
    x3.add(FloatVector.fromArray(Lanes.F, c, c0 + 12 * n)).intoArray(c, c0 + 12 * n);
    y3.add(FloatVector.fromArray(Lanes.F, c, c0 + 13 * n)).intoArray(c, c0 + 13 * n);
    z3.add(FloatVector.fromArray(Lanes.F, c, c0 + 14 * n)).intoArray(c, c0 + 14 * n);
    w3.add(FloatVector.fromArray(Lanes.F, c, c0 + 15 * n)).intoArray(c, c0 + 15 * n);
    x4.add(FloatVector.fromArray(Lanes.F, c, c0 + 16 * n)).intoArray(c, c0 + 16 * n);
    y4.add(FloatVector.fromArray(Lanes.F, c, c0 + 17 * n)).intoArray(c, c0 + 17 * n);
    z4.add(FloatVector.fromArray(Lanes.F, c, c0 + 18 * n)).intoArray(c, c0 + 18 * n);
    w4.add(FloatVector.fromArray(Lanes.F, c, c0 + 19 * n)).intoArray(c, c0 + 19 * n);
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
    FloatVector x0 = FloatVector.zero(Lanes.F);
    FloatVector y0 = FloatVector.zero(Lanes.F);
    FloatVector z0 = FloatVector.zero(Lanes.F);
    FloatVector w0 = FloatVector.zero(Lanes.F);
    FloatVector x1 = FloatVector.zero(Lanes.F);
    FloatVector y1 = FloatVector.zero(Lanes.F);
    FloatVector z1 = FloatVector.zero(Lanes.F);
    FloatVector w1 = FloatVector.zero(Lanes.F);
    FloatVector x2 = FloatVector.zero(Lanes.F);
    FloatVector y2 = FloatVector.zero(Lanes.F);
    FloatVector z2 = FloatVector.zero(Lanes.F);
    FloatVector w2 = FloatVector.zero(Lanes.F);
    FloatVector x3 = FloatVector.zero(Lanes.F);
    FloatVector y3 = FloatVector.zero(Lanes.F);
    FloatVector z3 = FloatVector.zero(Lanes.F);
    FloatVector w3 = FloatVector.zero(Lanes.F);
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
    x0.add(FloatVector.fromArray(Lanes.F, c, c0)).intoArray(c, c0);
    y0.add(FloatVector.fromArray(Lanes.F, c, c0 + n)).intoArray(c, c0 + n);
    z0.add(FloatVector.fromArray(Lanes.F, c, c0 + 2 * n)).intoArray(c, c0 + 2 * n);
    w0.add(FloatVector.fromArray(Lanes.F, c, c0 + 3 * n)).intoArray(c, c0 + 3 * n);
    x1.add(FloatVector.fromArray(Lanes.F, c, c0 + 4 * n)).intoArray(c, c0 + 4 * n);
    y1.add(FloatVector.fromArray(Lanes.F, c, c0 + 5 * n)).intoArray(c, c0 + 5 * n);
    z1.add(FloatVector.fromArray(Lanes.F, c, c0 + 6 * n)).intoArray(c, c0 + 6 * n);
    w1.add(FloatVector.fromArray(Lanes.F, c, c0 + 7 * n)).intoArray(c, c0 + 7 * n);
    x2.add(FloatVector.fromArray(Lanes.F, c, c0 + 8 * n)).intoArray(c, c0 + 8 * n);
    y2.add(FloatVector.fromArray(Lanes.F, c, c0 + 9 * n)).intoArray(c, c0 + 9 * n);
    z2.add(FloatVector.fromArray(Lanes.F, c, c0 + 10 * n)).intoArray(c, c0 + 10 * n);
    w2.add(FloatVector.fromArray(Lanes.F, c, c0 + 11 * n)).intoArray(c, c0 + 11 * n);
    x3.add(FloatVector.fromArray(Lanes.F, c, c0 + 12 * n)).intoArray(c, c0 + 12 * n);
    y3.add(FloatVector.fromArray(Lanes.F, c, c0 + 13 * n)).intoArray(c, c0 + 13 * n);
    z3.add(FloatVector.fromArray(Lanes.F, c, c0 + 14 * n)).intoArray(c, c0 + 14 * n);
    w3.add(FloatVector.fromArray(Lanes.F, c, c0 + 15 * n)).intoArray(c, c0 + 15 * n);
  }
}
