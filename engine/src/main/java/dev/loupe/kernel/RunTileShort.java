package dev.loupe.kernel;

import jdk.incubator.vector.FloatVector;

/// The [RunTile]s for vectors of fewer than 16 lanes, whose machines have 16 registers; those of
/// one vector are in [RunTileShortOne].
///
/// Places go on by a step each instead of being multiplied. The last row comes first where that
/// saves the compiler a check for each row between: it would otherwise read all rows at once, for
/// which there are too few registers.
final class RunTileShort {
  private RunTileShort() {}

  /// Computes one tile, see [RunTile#tile].
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
      case 206 ->
          rows6x2(
              a, a0, aPlane, aRow, aStep, b, b0, bPlane, bRow, bStep, planes, rows, count, c, c0);
      case 205 ->
          rows5x2(
              a, a0, aPlane, aRow, aStep, b, b0, bPlane, bRow, bStep, planes, rows, count, c, c0);
      case 204 ->
          rows4x2(
              a, a0, aPlane, aRow, aStep, b, b0, bPlane, bRow, bStep, planes, rows, count, c, c0);
      case 108 ->
          RunTileShortOne.rows8x1(
              a, a0, aPlane, aRow, aStep, b, b0, bPlane, bRow, bStep, planes, rows, count, c, c0);
      case 106 ->
          RunTileShortOne.rows6x1(
              a, a0, aPlane, aRow, aStep, b, b0, bPlane, bRow, bStep, planes, rows, count, c, c0);
      default ->
          RunTileShortOne.rows5x1(
              a, a0, aPlane, aRow, aStep, b, b0, bPlane, bRow, bStep, planes, rows, count, c, c0);
    }
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
    int ap = a0;
    int bp = b0;
    int left = rows;
    for (int j = 0; j < planes * rows; j++) {
      int p = ap;
      int q = bp;
      for (int i = 0; i < count; i++) {
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
    int ap = a0;
    int bp = b0;
    int left = rows;
    for (int j = 0; j < planes * rows; j++) {
      int p = ap;
      int q = bp;
      for (int i = 0; i < count; i++) {
        FloatVector u0 = FloatVector.fromArray(Lanes.F, b, q);
        FloatVector u1 = FloatVector.fromArray(Lanes.F, b, q + n);
        FloatVector s = FloatVector.broadcast(Lanes.F, a[p + 4]);
        x4 = s.fma(u0, x4);
        y4 = s.fma(u1, y4);
        s = FloatVector.broadcast(Lanes.F, a[p]);
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
    y0.add(FloatVector.fromArray(Lanes.F, c, c0 + n)).intoArray(c, c0 + n);
    x1.add(FloatVector.fromArray(Lanes.F, c, c0 + 2 * n)).intoArray(c, c0 + 2 * n);
    y1.add(FloatVector.fromArray(Lanes.F, c, c0 + 3 * n)).intoArray(c, c0 + 3 * n);
    x2.add(FloatVector.fromArray(Lanes.F, c, c0 + 4 * n)).intoArray(c, c0 + 4 * n);
    y2.add(FloatVector.fromArray(Lanes.F, c, c0 + 5 * n)).intoArray(c, c0 + 5 * n);
    x3.add(FloatVector.fromArray(Lanes.F, c, c0 + 6 * n)).intoArray(c, c0 + 6 * n);
    y3.add(FloatVector.fromArray(Lanes.F, c, c0 + 7 * n)).intoArray(c, c0 + 7 * n);
    x4.add(FloatVector.fromArray(Lanes.F, c, c0 + 8 * n)).intoArray(c, c0 + 8 * n);
    y4.add(FloatVector.fromArray(Lanes.F, c, c0 + 9 * n)).intoArray(c, c0 + 9 * n);
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
    FloatVector x0 = FloatVector.zero(Lanes.F);
    FloatVector y0 = FloatVector.zero(Lanes.F);
    FloatVector x1 = FloatVector.zero(Lanes.F);
    FloatVector y1 = FloatVector.zero(Lanes.F);
    FloatVector x2 = FloatVector.zero(Lanes.F);
    FloatVector y2 = FloatVector.zero(Lanes.F);
    FloatVector x3 = FloatVector.zero(Lanes.F);
    FloatVector y3 = FloatVector.zero(Lanes.F);
    int ap = a0;
    int bp = b0;
    int left = rows;
    for (int j = 0; j < planes * rows; j++) {
      int p = ap;
      int q = bp;
      for (int i = 0; i < count; i++) {
        FloatVector u0 = FloatVector.fromArray(Lanes.F, b, q);
        FloatVector u1 = FloatVector.fromArray(Lanes.F, b, q + n);
        FloatVector s = FloatVector.broadcast(Lanes.F, a[p + 3]);
        x3 = s.fma(u0, x3);
        y3 = s.fma(u1, y3);
        s = FloatVector.broadcast(Lanes.F, a[p]);
        x0 = s.fma(u0, x0);
        y0 = s.fma(u1, y0);
        s = FloatVector.broadcast(Lanes.F, a[p + 1]);
        x1 = s.fma(u0, x1);
        y1 = s.fma(u1, y1);
        s = FloatVector.broadcast(Lanes.F, a[p + 2]);
        x2 = s.fma(u0, x2);
        y2 = s.fma(u1, y2);
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
    y0.add(FloatVector.fromArray(Lanes.F, c, c0 + n)).intoArray(c, c0 + n);
    x1.add(FloatVector.fromArray(Lanes.F, c, c0 + 2 * n)).intoArray(c, c0 + 2 * n);
    y1.add(FloatVector.fromArray(Lanes.F, c, c0 + 3 * n)).intoArray(c, c0 + 3 * n);
    x2.add(FloatVector.fromArray(Lanes.F, c, c0 + 4 * n)).intoArray(c, c0 + 4 * n);
    y2.add(FloatVector.fromArray(Lanes.F, c, c0 + 5 * n)).intoArray(c, c0 + 5 * n);
    x3.add(FloatVector.fromArray(Lanes.F, c, c0 + 6 * n)).intoArray(c, c0 + 6 * n);
    y3.add(FloatVector.fromArray(Lanes.F, c, c0 + 7 * n)).intoArray(c, c0 + 7 * n);
  }
}
