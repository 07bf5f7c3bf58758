package dev.loupe.kernel;

import jdk.incubator.vector.FloatVector;

/// Sums, maxima, minima and products down the columns of rows of neighbouring values: lanes are
/// columns, rows are taken in order.
final class ColumnMath {
  private ColumnMath() {}

  /// Reduces `rows` rows, `step` apart, of `n` values each; a mean is left a sum.
  static void reduce(
      ReduceKind kind, float[] a, int at, int rows, int step, int n, float[] out, int outAt) {
    int c = 0;
    for (; c + 4 * Lanes.N <= n; c += 4 * Lanes.N) {
      switch (kind) {
        case SUM, MEAN -> sum4(a, at + c, rows, step, out, outAt + c);
        case MAX -> max4(a, at + c, rows, step, out, outAt + c);
        case MIN -> min4(a, at + c, rows, step, out, outAt + c);
        case PRODUCT -> product4(a, at + c, rows, step, out, outAt + c);
      }
    }
    for (; c + Lanes.N <= n; c += Lanes.N) {
      switch (kind) {
        case SUM, MEAN -> sum1(a, at + c, rows, step, out, outAt + c);
        case MAX -> max1(a, at + c, rows, step, out, outAt + c);
        case MIN -> min1(a, at + c, rows, step, out, outAt + c);
        case PRODUCT -> product1(a, at + c, rows, step, out, outAt + c);
      }
    }
    for (; c < n; c++) {
      float y = kind.start();
      for (int r = 0; r < rows; r++) {
        y = kind.join(y, a[at + c + r * step]);
      }
      out[outAt + c] = y;
    }
  }

  private static void sum4(float[] a, int at, int rows, int step, float[] out, int outAt) {
    FloatVector s0 = FloatVector.broadcast(Lanes.F, 0);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    for (int r = 0; r < rows; r++, at += step) {
      s0 = s0.add(FloatVector.fromArray(Lanes.F, a, at));
      s1 = s1.add(FloatVector.fromArray(Lanes.F, a, at + Lanes.N));
      s2 = s2.add(FloatVector.fromArray(Lanes.F, a, at + 2 * Lanes.N));
      s3 = s3.add(FloatVector.fromArray(Lanes.F, a, at + 3 * Lanes.N));
    }
    s0.intoArray(out, outAt);
    s1.intoArray(out, outAt + Lanes.N);
    s2.intoArray(out, outAt + 2 * Lanes.N);
    s3.intoArray(out, outAt + 3 * Lanes.N);
  }

  private static void sum1(float[] a, int at, int rows, int step, float[] out, int outAt) {
    FloatVector s = FloatVector.broadcast(Lanes.F, 0);
    for (int r = 0; r < rows; r++, at += step) {
      s = s.add(FloatVector.fromArray(Lanes.F, a, at));
    }
    s.intoArray(out, outAt);
  }

  private static void max4(float[] a, int at, int rows, int step, float[] out, int outAt) {
    FloatVector s0 = FloatVector.broadcast(Lanes.F, Float.NEGATIVE_INFINITY);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    for (int r = 0; r < rows; r++, at += step) {
      s0 = s0.max(FloatVector.fromArray(Lanes.F, a, at));
      s1 = s1.max(FloatVector.fromArray(Lanes.F, a, at + Lanes.N));
      s2 = s2.max(FloatVector.fromArray(Lanes.F, a, at + 2 * Lanes.N));
      s3 = s3.max(FloatVector.fromArray(Lanes.F, a, at + 3 * Lanes.N));
    }
    s0.intoArray(out, outAt);
    s1.intoArray(out, outAt + Lanes.N);
    s2.intoArray(out, outAt + 2 * Lanes.N);
    s3.intoArray(out, outAt + 3 * Lanes.N);
  }

  private static void max1(float[] a, int at, int rows, int step, float[] out, int outAt) {
    FloatVector s = FloatVector.broadcast(Lanes.F, Float.NEGATIVE_INFINITY);
    for (int r = 0; r < rows; r++, at += step) {
      s = s.max(FloatVector.fromArray(Lanes.F, a, at));
    }
    s.intoArray(out, outAt);
  }

  private static void min4(float[] a, int at, int rows, int step, float[] out, int outAt) {
    FloatVector s0 = FloatVector.broadcast(Lanes.F, Float.POSITIVE_INFINITY);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    for (int r = 0; r < rows; r++, at += step) {
      s0 = s0.min(FloatVector.fromArray(Lanes.F, a, at));
      s1 = s1.min(FloatVector.fromArray(Lanes.F, a, at + Lanes.N));
      s2 = s2.min(FloatVector.fromArray(Lanes.F, a, at + 2 * Lanes.N));
      s3 = s3.min(FloatVector.fromArray(Lanes.F, a, at + 3 * Lanes.N));
    }
    s0.intoArray(out, outAt);
    s1.intoArray(out, outAt + Lanes.N);
    s2.intoArray(out, outAt + 2 * Lanes.N);
    s3.intoArray(out, outAt + 3 * Lanes.N);
  }

  private static void min1(float[] a, int at, int rows, int step, float[] out, int outAt) {
    FloatVector s = FloatVector.broadcast(Lanes.F, Float.POSITIVE_INFINITY);
    for (int r = 0; r < rows; r++, at += step) {
      s = s.min(FloatVector.fromArray(Lanes.F, a, at));
    }
    s.intoArray(out, outAt);
  }

  private static void product4(float[] a, int at, int rows, int step, float[] out, int outAt) {
    FloatVector s0 = FloatVector.broadcast(Lanes.F, 1);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    for (int r = 0; r < rows; r++, at += step) {
      s0 = s0.mul(FloatVector.fromArray(Lanes.F, a, at));
      s1 = s1.mul(FloatVector.fromArray(Lanes.F, a, at + Lanes.N));
      s2 = s2.mul(FloatVector.fromArray(Lanes.F, a, at + 2 * Lanes.N));
      s3 = s3.mul(FloatVector.fromArray(Lanes.F, a, at + 3 * Lanes.N));
    }
    s0.intoArray(out, outAt);
    s1.intoArray(out, outAt + Lanes.N);
    s2.intoArray(out, outAt + 2 * Lanes.N);
    s3.intoArray(out, outAt + 3 * Lanes.N);
  }

  private static void product1(float[] a, int at, int rows, int step, float[] out, int outAt) {
    FloatVector s = FloatVector.broadcast(Lanes.F, 1);
    for (int r = 0; r < rows; r++, at += step) {
      s = s.mul(FloatVector.fromArray(Lanes.F, a, at));
    }
    s.intoArray(out, outAt);
  }
}
