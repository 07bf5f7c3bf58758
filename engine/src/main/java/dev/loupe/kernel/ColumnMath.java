package dev.loupe.kernel;

import jdk.incubator.vector.FloatVector;

/// Sums and maxima down the columns of rows of neighbouring values: lanes are columns, rows are
/// taken in order.
final class ColumnMath {
  private ColumnMath() {}

  /// Reduces `rows` rows, `step` apart, of `n` values each.
  static void reduce(
      boolean max, float[] a, int at, int rows, int step, int n, float[] out, int outAt) {
    int c = 0;
    for (; c + 4 * Lanes.N <= n; c += 4 * Lanes.N) {
      if (max) {
        max4(a, at + c, rows, step, out, outAt + c);
      } else {
        sum4(a, at + c, rows, step, out, outAt + c);
      }
    }
    for (; c + Lanes.N <= n; c += Lanes.N) {
      if (max) {
        max1(a, at + c, rows, step, out, outAt + c);
      } else {
        sum1(a, at + c, rows, step, out, outAt + c);
      }
    }
    for (; c < n; c++) {
      out[outAt + c] = max ? max(a, at + c, rows, step) : sum(a, at + c, rows, step);
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

  private static float sum(float[] a, int at, int rows, int step) {
    float s = 0;
    for (int r = 0; r < rows; r++, at += step) {
      s += a[at];
    }
    return s;
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

  private static float max(float[] a, int at, int rows, int step) {
    float s = Float.NEGATIVE_INFINITY;
    for (int r = 0; r < rows; r++, at += step) {
      s = Math.max(s, a[at]);
    }
    return s;
  }
}
