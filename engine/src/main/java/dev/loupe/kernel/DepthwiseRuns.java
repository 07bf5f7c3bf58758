package dev.loupe.kernel;

import jdk.incubator.vector.FloatVector;

/// Sums of products of neighbours along runs of pixels, read in place: `c[k][n] += sum over j, i of
/// a[a0 + k aLine + j aRow + i aStep + n] * b[b0 + j bRow + i bStep + n]`, for one tap, or
/// three taps k one below the other. Lanes n are channels.
///
/// Each value of c is one chain of fused multiply-adds in the order of the pixels, at any width.
/// Three taps of four vectors are 12 sums in flight, and share what they read of b.
final class DepthwiseRuns {
  private DepthwiseRuns() {}

  /// Three taps.
  ///
  /// @param vectors of channels: 1, 2 or 4
  /// @param aLine from tap to tap of a
  /// @param count pixels of a run
  /// @param cStep from tap to tap of c
  static void three(
      int vectors,
      float[] a,
      int a0,
      int aLine,
      int aRow,
      int aStep,
      float[] b,
      int b0,
      int bRow,
      int bStep,
      int rows,
      int count,
      float[] c,
      int c0,
      int cStep) {
    switch (vectors) {
      case 4 -> three4(a, a0, aLine, aRow, aStep, b, b0, bRow, bStep, rows, count, c, c0, cStep);
      case 2 -> three2(a, a0, aLine, aRow, aStep, b, b0, bRow, bStep, rows, count, c, c0, cStep);
      default -> three1(a, a0, aLine, aRow, aStep, b, b0, bRow, bStep, rows, count, c, c0, cStep);
    }
  }

  /// One tap.
  static void one(
      int vectors,
      float[] a,
      int a0,
      int aRow,
      int aStep,
      float[] b,
      int b0,
      int bRow,
      int bStep,
      int rows,
      int count,
      float[] c,
      int c0) {
    switch (vectors) {
      case 4 -> one4(a, a0, aRow, aStep, b, b0, bRow, bStep, rows, count, c, c0);
      case 2 -> one2(a, a0, aRow, aStep, b, b0, bRow, bStep, rows, count, c, c0);
      default -> one1(a, a0, aRow, aStep, b, b0, bRow, bStep, rows, count, c, c0);
    }
  }

  private static void three4(
      float[] a,
      int a0,
      int aLine,
      int aRow,
      int aStep,
      float[] b,
      int b0,
      int bRow,
      int bStep,
      int rows,
      int count,
      float[] c,
      int c0,
      int cStep) {
    int n = Lanes.N;
    FloatVector x0 = FloatVector.fromArray(Lanes.F, c, c0);
    FloatVector x1 = FloatVector.fromArray(Lanes.F, c, c0 + n);
    FloatVector x2 = FloatVector.fromArray(Lanes.F, c, c0 + 2 * n);
    FloatVector x3 = FloatVector.fromArray(Lanes.F, c, c0 + 3 * n);
    FloatVector y0 = FloatVector.fromArray(Lanes.F, c, c0 + cStep);
    FloatVector y1 = FloatVector.fromArray(Lanes.F, c, c0 + cStep + n);
    FloatVector y2 = FloatVector.fromArray(Lanes.F, c, c0 + cStep + 2 * n);
    FloatVector y3 = FloatVector.fromArray(Lanes.F, c, c0 + cStep + 3 * n);
    FloatVector z0 = FloatVector.fromArray(Lanes.F, c, c0 + 2 * cStep);
    FloatVector z1 = FloatVector.fromArray(Lanes.F, c, c0 + 2 * cStep + n);
    FloatVector z2 = FloatVector.fromArray(Lanes.F, c, c0 + 2 * cStep + 2 * n);
    FloatVector z3 = FloatVector.fromArray(Lanes.F, c, c0 + 2 * cStep + 3 * n);
    for (int j = 0; j < rows; j++) {
      int ap = a0 + j * aRow;
      int bp = b0 + j * bRow;
      for (int i = 0; i < count; i++) {
        int p = ap + i * aStep;
        int q = bp + i * bStep;
        int r = p + aLine;
        int s = r + aLine;
        FloatVector u0 = FloatVector.fromArray(Lanes.F, b, q);
        FloatVector u1 = FloatVector.fromArray(Lanes.F, b, q + n);
        FloatVector u2 = FloatVector.fromArray(Lanes.F, b, q + 2 * n);
        FloatVector u3 = FloatVector.fromArray(Lanes.F, b, q + 3 * n);
        x0 = FloatVector.fromArray(Lanes.F, a, p).fma(u0, x0);
        x1 = FloatVector.fromArray(Lanes.F, a, p + n).fma(u1, x1);
        x2 = FloatVector.fromArray(Lanes.F, a, p + 2 * n).fma(u2, x2);
        x3 = FloatVector.fromArray(Lanes.F, a, p + 3 * n).fma(u3, x3);
        y0 = FloatVector.fromArray(Lanes.F, a, r).fma(u0, y0);
        y1 = FloatVector.fromArray(Lanes.F, a, r + n).fma(u1, y1);
        y2 = FloatVector.fromArray(Lanes.F, a, r + 2 * n).fma(u2, y2);
        y3 = FloatVector.fromArray(Lanes.F, a, r + 3 * n).fma(u3, y3);
        z0 = FloatVector.fromArray(Lanes.F, a, s).fma(u0, z0);
        z1 = FloatVector.fromArray(Lanes.F, a, s + n).fma(u1, z1);
        z2 = FloatVector.fromArray(Lanes.F, a, s + 2 * n).fma(u2, z2);
        z3 = FloatVector.fromArray(Lanes.F, a, s + 3 * n).fma(u3, z3);
      }
    }
    x0.intoArray(c, c0);
    x1.intoArray(c, c0 + n);
    x2.intoArray(c, c0 + 2 * n);
    x3.intoArray(c, c0 + 3 * n);
    y0.intoArray(c, c0 + cStep);
    y1.intoArray(c, c0 + cStep + n);
    y2.intoArray(c, c0 + cStep + 2 * n);
    y3.intoArray(c, c0 + cStep + 3 * n);
    z0.intoArray(c, c0 + 2 * cStep);
    z1.intoArray(c, c0 + 2 * cStep + n);
    z2.intoArray(c, c0 + 2 * cStep + 2 * n);
    z3.intoArray(c, c0 + 2 * cStep + 3 * n);
  }

  private static void three2(
      float[] a,
      int a0,
      int aLine,
      int aRow,
      int aStep,
      float[] b,
      int b0,
      int bRow,
      int bStep,
      int rows,
      int count,
      float[] c,
      int c0,
      int cStep) {
    int n = Lanes.N;
    FloatVector x0 = FloatVector.fromArray(Lanes.F, c, c0);
    FloatVector x1 = FloatVector.fromArray(Lanes.F, c, c0 + n);
    FloatVector y0 = FloatVector.fromArray(Lanes.F, c, c0 + cStep);
    FloatVector y1 = FloatVector.fromArray(Lanes.F, c, c0 + cStep + n);
    FloatVector z0 = FloatVector.fromArray(Lanes.F, c, c0 + 2 * cStep);
    FloatVector z1 = FloatVector.fromArray(Lanes.F, c, c0 + 2 * cStep + n);
    for (int j = 0; j < rows; j++) {
      int ap = a0 + j * aRow;
      int bp = b0 + j * bRow;
      for (int i = 0; i < count; i++) {
        int p = ap + i * aStep;
        int q = bp + i * bStep;
        int r = p + aLine;
        int s = r + aLine;
        FloatVector u0 = FloatVector.fromArray(Lanes.F, b, q);
        FloatVector u1 = FloatVector.fromArray(Lanes.F, b, q + n);
        x0 = FloatVector.fromArray(Lanes.F, a, p).fma(u0, x0);
        x1 = FloatVector.fromArray(Lanes.F, a, p + n).fma(u1, x1);
        y0 = FloatVector.fromArray(Lanes.F, a, r).fma(u0, y0);
        y1 = FloatVector.fromArray(Lanes.F, a, r + n).fma(u1, y1);
        z0 = FloatVector.fromArray(Lanes.F, a, s).fma(u0, z0);
        z1 = FloatVector.fromArray(Lanes.F, a, s + n).fma(u1, z1);
      }
    }
    x0.intoArray(c, c0);
    x1.intoArray(c, c0 + n);
    y0.intoArray(c, c0 + cStep);
    y1.intoArray(c, c0 + cStep + n);
    z0.intoArray(c, c0 + 2 * cStep);
    z1.intoArray(c, c0 + 2 * cStep + n);
  }

  private static void three1(
      float[] a,
      int a0,
      int aLine,
      int aRow,
      int aStep,
      float[] b,
      int b0,
      int bRow,
      int bStep,
      int rows,
      int count,
      float[] c,
      int c0,
      int cStep) {
    FloatVector x0 = FloatVector.fromArray(Lanes.F, c, c0);
    FloatVector y0 = FloatVector.fromArray(Lanes.F, c, c0 + cStep);
    FloatVector z0 = FloatVector.fromArray(Lanes.F, c, c0 + 2 * cStep);
    for (int j = 0; j < rows; j++) {
      int ap = a0 + j * aRow;
      int bp = b0 + j * bRow;
      for (int i = 0; i < count; i++) {
        int p = ap + i * aStep;
        int q = bp + i * bStep;
        int r = p + aLine;
        int s = r + aLine;
        FloatVector u0 = FloatVector.fromArray(Lanes.F, b, q);
        x0 = FloatVector.fromArray(Lanes.F, a, p).fma(u0, x0);
        y0 = FloatVector.fromArray(Lanes.F, a, r).fma(u0, y0);
        z0 = FloatVector.fromArray(Lanes.F, a, s).fma(u0, z0);
      }
    }
    x0.intoArray(c, c0);
    y0.intoArray(c, c0 + cStep);
    z0.intoArray(c, c0 + 2 * cStep);
  }

  private static void one4(
      float[] a,
      int a0,
      int aRow,
      int aStep,
      float[] b,
      int b0,
      int bRow,
      int bStep,
      int rows,
      int count,
      float[] c,
      int c0) {
    int n = Lanes.N;
    FloatVector x0 = FloatVector.fromArray(Lanes.F, c, c0);
    FloatVector x1 = FloatVector.fromArray(Lanes.F, c, c0 + n);
    FloatVector x2 = FloatVector.fromArray(Lanes.F, c, c0 + 2 * n);
    FloatVector x3 = FloatVector.fromArray(Lanes.F, c, c0 + 3 * n);
    for (int j = 0; j < rows; j++) {
      int ap = a0 + j * aRow;
      int bp = b0 + j * bRow;
      for (int i = 0; i < count; i++) {
        int p = ap + i * aStep;
        int q = bp + i * bStep;
        FloatVector u0 = FloatVector.fromArray(Lanes.F, b, q);
        FloatVector u1 = FloatVector.fromArray(Lanes.F, b, q + n);
        FloatVector u2 = FloatVector.fromArray(Lanes.F, b, q + 2 * n);
        FloatVector u3 = FloatVector.fromArray(Lanes.F, b, q + 3 * n);
        x0 = FloatVector.fromArray(Lanes.F, a, p).fma(u0, x0);
        x1 = FloatVector.fromArray(Lanes.F, a, p + n).fma(u1, x1);
        x2 = FloatVector.fromArray(Lanes.F, a, p + 2 * n).fma(u2, x2);
        x3 = FloatVector.fromArray(Lanes.F, a, p + 3 * n).fma(u3, x3);
      }
    }
    x0.intoArray(c, c0);
    x1.intoArray(c, c0 + n);
    x2.intoArray(c, c0 + 2 * n);
    x3.intoArray(c, c0 + 3 * n);
  }

  private static void one2(
      float[] a,
      int a0,
      int aRow,
      int aStep,
      float[] b,
      int b0,
      int bRow,
      int bStep,
      int rows,
      int count,
      float[] c,
      int c0) {
    int n = Lanes.N;
    FloatVector x0 = FloatVector.fromArray(Lanes.F, c, c0);
    FloatVector x1 = FloatVector.fromArray(Lanes.F, c, c0 + n);
    for (int j = 0; j < rows; j++) {
      int ap = a0 + j * aRow;
      int bp = b0 + j * bRow;
      for (int i = 0; i < count; i++) {
        int p = ap + i * aStep;
        int q = bp + i * bStep;
        FloatVector u0 = FloatVector.fromArray(Lanes.F, b, q);
        FloatVector u1 = FloatVector.fromArray(Lanes.F, b, q + n);
        x0 = FloatVector.fromArray(Lanes.F, a, p).fma(u0, x0);
        x1 = FloatVector.fromArray(Lanes.F, a, p + n).fma(u1, x1);
      }
    }
    x0.intoArray(c, c0);
    x1.intoArray(c, c0 + n);
  }

  private static void one1(
      float[] a,
      int a0,
      int aRow,
      int aStep,
      float[] b,
      int b0,
      int bRow,
      int bStep,
      int rows,
      int count,
      float[] c,
      int c0) {
    FloatVector x0 = FloatVector.fromArray(Lanes.F, c, c0);
    for (int j = 0; j < rows; j++) {
      int ap = a0 + j * aRow;
      int bp = b0 + j * bRow;
      for (int i = 0; i < count; i++) {
        int p = ap + i * aStep;
        int q = bp + i * bStep;
        FloatVector u0 = FloatVector.fromArray(Lanes.F, b, q);
        x0 = FloatVector.fromArray(Lanes.F, a, p).fma(u0, x0);
      }
    }
    x0.intoArray(c, c0);
  }
}
