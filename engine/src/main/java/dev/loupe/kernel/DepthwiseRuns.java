package dev.loupe.kernel;

import jdk.incubator.vector.FloatVector;

/// Sums of products of neighbours along runs of pixels, read in place: `c[c0 + k cLine + t cTap +
/// n] += sum over j, i of a[a0 + k aLine + t aTap + j aRow + i aStep + n] * b[b0 + j bRow + i
/// bStep + n]`, for three taps t of three or two lines k of taps. Lanes n are channels.
///
/// Each value of c is one chain of fused multiply-adds in the order of the pixels, at any width.
/// All sums stay in registers, so a value of b is read once for all taps. Lines may be rows of
/// taps or columns.
final class DepthwiseRuns {
  private DepthwiseRuns() {}

  /// Three lines of taps.
  ///
  /// @param vectors of channels: 1 or 2
  /// @param aLine from one line of taps to the next
  /// @param aTap from tap to tap of a line
  /// @param rows of pixels
  /// @param count pixels of a row
  static void nine(
      int vectors,
      float[] a,
      int a0,
      int aLine,
      int aTap,
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
      int cLine,
      int cTap) {
    if (vectors == 2) {
      nineTwo(a, a0, aLine, aTap, aRow, aStep, b, b0, bRow, bStep, rows, count, c, c0, cLine, cTap);
    } else {
      nineOne(a, a0, aLine, aTap, aRow, aStep, b, b0, bRow, bStep, rows, count, c, c0, cLine, cTap);
    }
  }

  /// Two lines of taps, one row of pixels.
  static void six(
      int vectors,
      float[] a,
      int a0,
      int aLine,
      int aTap,
      int aStep,
      float[] b,
      int b0,
      int bStep,
      int count,
      float[] c,
      int c0,
      int cLine,
      int cTap) {
    if (vectors == 2) {
      sixTwo(a, a0, aLine, aTap, aStep, b, b0, bStep, count, c, c0, cLine, cTap);
    } else {
      sixOne(a, a0, aLine, aTap, aStep, b, b0, bStep, count, c, c0, cLine, cTap);
    }
  }

  /// Two lines of two taps, one pixel. There are too few for a compiler that vectors would need.
  static void four(
      int channels,
      float[] a,
      int a0,
      int aLine,
      int aTap,
      float[] b,
      int b0,
      float[] c,
      int c0,
      int cLine,
      int cTap) {
    for (int n = 0; n < channels; n++) {
      float u = b[b0 + n];
      int p = a0 + n;
      int q = c0 + n;
      c[q] = Math.fma(a[p], u, c[q]);
      c[q + cTap] = Math.fma(a[p + aTap], u, c[q + cTap]);
      c[q + cLine] = Math.fma(a[p + aLine], u, c[q + cLine]);
      c[q + cLine + cTap] = Math.fma(a[p + aLine + aTap], u, c[q + cLine + cTap]);
    }
  }

  private static void nineTwo(
      float[] a,
      int a0,
      int aLine,
      int aTap,
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
      int cLine,
      int cTap) {
    int n = Lanes.N;
    FloatVector x0a = FloatVector.fromArray(Lanes.F, c, c0);
    FloatVector x0b = FloatVector.fromArray(Lanes.F, c, c0 + n);
    FloatVector x1a = FloatVector.fromArray(Lanes.F, c, c0 + cTap);
    FloatVector x1b = FloatVector.fromArray(Lanes.F, c, c0 + cTap + n);
    FloatVector x2a = FloatVector.fromArray(Lanes.F, c, c0 + 2 * cTap);
    FloatVector x2b = FloatVector.fromArray(Lanes.F, c, c0 + 2 * cTap + n);
    FloatVector y0a = FloatVector.fromArray(Lanes.F, c, c0 + cLine);
    FloatVector y0b = FloatVector.fromArray(Lanes.F, c, c0 + cLine + n);
    FloatVector y1a = FloatVector.fromArray(Lanes.F, c, c0 + cLine + cTap);
    FloatVector y1b = FloatVector.fromArray(Lanes.F, c, c0 + cLine + cTap + n);
    FloatVector y2a = FloatVector.fromArray(Lanes.F, c, c0 + cLine + 2 * cTap);
    FloatVector y2b = FloatVector.fromArray(Lanes.F, c, c0 + cLine + 2 * cTap + n);
    FloatVector z0a = FloatVector.fromArray(Lanes.F, c, c0 + 2 * cLine);
    FloatVector z0b = FloatVector.fromArray(Lanes.F, c, c0 + 2 * cLine + n);
    FloatVector z1a = FloatVector.fromArray(Lanes.F, c, c0 + 2 * cLine + cTap);
    FloatVector z1b = FloatVector.fromArray(Lanes.F, c, c0 + 2 * cLine + cTap + n);
    FloatVector z2a = FloatVector.fromArray(Lanes.F, c, c0 + 2 * cLine + 2 * cTap);
    FloatVector z2b = FloatVector.fromArray(Lanes.F, c, c0 + 2 * cLine + 2 * cTap + n);
    for (int j = 0; j < rows; j++) {
      int ap = a0 + j * aRow;
      int bp = b0 + j * bRow;
      for (int i = 0; i < count; i++) {
        int q = bp + i * bStep;
        FloatVector u = FloatVector.fromArray(Lanes.F, b, q);
        FloatVector v = FloatVector.fromArray(Lanes.F, b, q + n);
        int p = ap + i * aStep;
        x0a = FloatVector.fromArray(Lanes.F, a, p).fma(u, x0a);
        x0b = FloatVector.fromArray(Lanes.F, a, p + n).fma(v, x0b);
        p += aTap;
        x1a = FloatVector.fromArray(Lanes.F, a, p).fma(u, x1a);
        x1b = FloatVector.fromArray(Lanes.F, a, p + n).fma(v, x1b);
        p += aTap;
        x2a = FloatVector.fromArray(Lanes.F, a, p).fma(u, x2a);
        x2b = FloatVector.fromArray(Lanes.F, a, p + n).fma(v, x2b);
        p += aLine - 2 * aTap;
        y0a = FloatVector.fromArray(Lanes.F, a, p).fma(u, y0a);
        y0b = FloatVector.fromArray(Lanes.F, a, p + n).fma(v, y0b);
        p += aTap;
        y1a = FloatVector.fromArray(Lanes.F, a, p).fma(u, y1a);
        y1b = FloatVector.fromArray(Lanes.F, a, p + n).fma(v, y1b);
        p += aTap;
        y2a = FloatVector.fromArray(Lanes.F, a, p).fma(u, y2a);
        y2b = FloatVector.fromArray(Lanes.F, a, p + n).fma(v, y2b);
        p += aLine - 2 * aTap;
        z0a = FloatVector.fromArray(Lanes.F, a, p).fma(u, z0a);
        z0b = FloatVector.fromArray(Lanes.F, a, p + n).fma(v, z0b);
        p += aTap;
        z1a = FloatVector.fromArray(Lanes.F, a, p).fma(u, z1a);
        z1b = FloatVector.fromArray(Lanes.F, a, p + n).fma(v, z1b);
        p += aTap;
        z2a = FloatVector.fromArray(Lanes.F, a, p).fma(u, z2a);
        z2b = FloatVector.fromArray(Lanes.F, a, p + n).fma(v, z2b);
      }
    }
    x0a.intoArray(c, c0);
    x0b.intoArray(c, c0 + n);
    x1a.intoArray(c, c0 + cTap);
    x1b.intoArray(c, c0 + cTap + n);
    x2a.intoArray(c, c0 + 2 * cTap);
    x2b.intoArray(c, c0 + 2 * cTap + n);
    y0a.intoArray(c, c0 + cLine);
    y0b.intoArray(c, c0 + cLine + n);
    y1a.intoArray(c, c0 + cLine + cTap);
    y1b.intoArray(c, c0 + cLine + cTap + n);
    y2a.intoArray(c, c0 + cLine + 2 * cTap);
    y2b.intoArray(c, c0 + cLine + 2 * cTap + n);
    z0a.intoArray(c, c0 + 2 * cLine);
    z0b.intoArray(c, c0 + 2 * cLine + n);
    z1a.intoArray(c, c0 + 2 * cLine + cTap);
    z1b.intoArray(c, c0 + 2 * cLine + cTap + n);
    z2a.intoArray(c, c0 + 2 * cLine + 2 * cTap);
    z2b.intoArray(c, c0 + 2 * cLine + 2 * cTap + n);
  }

  private static void nineOne(
      float[] a,
      int a0,
      int aLine,
      int aTap,
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
      int cLine,
      int cTap) {
    FloatVector x0 = FloatVector.fromArray(Lanes.F, c, c0);
    FloatVector x1 = FloatVector.fromArray(Lanes.F, c, c0 + cTap);
    FloatVector x2 = FloatVector.fromArray(Lanes.F, c, c0 + 2 * cTap);
    FloatVector y0 = FloatVector.fromArray(Lanes.F, c, c0 + cLine);
    FloatVector y1 = FloatVector.fromArray(Lanes.F, c, c0 + cLine + cTap);
    FloatVector y2 = FloatVector.fromArray(Lanes.F, c, c0 + cLine + 2 * cTap);
    FloatVector z0 = FloatVector.fromArray(Lanes.F, c, c0 + 2 * cLine);
    FloatVector z1 = FloatVector.fromArray(Lanes.F, c, c0 + 2 * cLine + cTap);
    FloatVector z2 = FloatVector.fromArray(Lanes.F, c, c0 + 2 * cLine + 2 * cTap);
    for (int j = 0; j < rows; j++) {
      int ap = a0 + j * aRow;
      int bp = b0 + j * bRow;
      for (int i = 0; i < count; i++) {
        int q = bp + i * bStep;
        FloatVector u = FloatVector.fromArray(Lanes.F, b, q);
        int p = ap + i * aStep;
        x0 = FloatVector.fromArray(Lanes.F, a, p).fma(u, x0);
        p += aTap;
        x1 = FloatVector.fromArray(Lanes.F, a, p).fma(u, x1);
        p += aTap;
        x2 = FloatVector.fromArray(Lanes.F, a, p).fma(u, x2);
        p += aLine - 2 * aTap;
        y0 = FloatVector.fromArray(Lanes.F, a, p).fma(u, y0);
        p += aTap;
        y1 = FloatVector.fromArray(Lanes.F, a, p).fma(u, y1);
        p += aTap;
        y2 = FloatVector.fromArray(Lanes.F, a, p).fma(u, y2);
        p += aLine - 2 * aTap;
        z0 = FloatVector.fromArray(Lanes.F, a, p).fma(u, z0);
        p += aTap;
        z1 = FloatVector.fromArray(Lanes.F, a, p).fma(u, z1);
        p += aTap;
        z2 = FloatVector.fromArray(Lanes.F, a, p).fma(u, z2);
      }
    }
    x0.intoArray(c, c0);
    x1.intoArray(c, c0 + cTap);
    x2.intoArray(c, c0 + 2 * cTap);
    y0.intoArray(c, c0 + cLine);
    y1.intoArray(c, c0 + cLine + cTap);
    y2.intoArray(c, c0 + cLine + 2 * cTap);
    z0.intoArray(c, c0 + 2 * cLine);
    z1.intoArray(c, c0 + 2 * cLine + cTap);
    z2.intoArray(c, c0 + 2 * cLine + 2 * cTap);
  }

  private static void sixTwo(
      float[] a,
      int a0,
      int aLine,
      int aTap,
      int aStep,
      float[] b,
      int b0,
      int bStep,
      int count,
      float[] c,
      int c0,
      int cLine,
      int cTap) {
    int n = Lanes.N;
    FloatVector x0a = FloatVector.fromArray(Lanes.F, c, c0);
    FloatVector x0b = FloatVector.fromArray(Lanes.F, c, c0 + n);
    FloatVector x1a = FloatVector.fromArray(Lanes.F, c, c0 + cTap);
    FloatVector x1b = FloatVector.fromArray(Lanes.F, c, c0 + cTap + n);
    FloatVector x2a = FloatVector.fromArray(Lanes.F, c, c0 + 2 * cTap);
    FloatVector x2b = FloatVector.fromArray(Lanes.F, c, c0 + 2 * cTap + n);
    FloatVector y0a = FloatVector.fromArray(Lanes.F, c, c0 + cLine);
    FloatVector y0b = FloatVector.fromArray(Lanes.F, c, c0 + cLine + n);
    FloatVector y1a = FloatVector.fromArray(Lanes.F, c, c0 + cLine + cTap);
    FloatVector y1b = FloatVector.fromArray(Lanes.F, c, c0 + cLine + cTap + n);
    FloatVector y2a = FloatVector.fromArray(Lanes.F, c, c0 + cLine + 2 * cTap);
    FloatVector y2b = FloatVector.fromArray(Lanes.F, c, c0 + cLine + 2 * cTap + n);
    for (int i = 0; i < count; i++) {
      int q = b0 + i * bStep;
      FloatVector u = FloatVector.fromArray(Lanes.F, b, q);
      FloatVector v = FloatVector.fromArray(Lanes.F, b, q + n);
      int p = a0 + i * aStep;
      x0a = FloatVector.fromArray(Lanes.F, a, p).fma(u, x0a);
      x0b = FloatVector.fromArray(Lanes.F, a, p + n).fma(v, x0b);
      p += aTap;
      x1a = FloatVector.fromArray(Lanes.F, a, p).fma(u, x1a);
      x1b = FloatVector.fromArray(Lanes.F, a, p + n).fma(v, x1b);
      p += aTap;
      x2a = FloatVector.fromArray(Lanes.F, a, p).fma(u, x2a);
      x2b = FloatVector.fromArray(Lanes.F, a, p + n).fma(v, x2b);
      p += aLine - 2 * aTap;
      y0a = FloatVector.fromArray(Lanes.F, a, p).fma(u, y0a);
      y0b = FloatVector.fromArray(Lanes.F, a, p + n).fma(v, y0b);
      p += aTap;
      y1a = FloatVector.fromArray(Lanes.F, a, p).fma(u, y1a);
      y1b = FloatVector.fromArray(Lanes.F, a, p + n).fma(v, y1b);
      p += aTap;
      y2a = FloatVector.fromArray(Lanes.F, a, p).fma(u, y2a);
      y2b = FloatVector.fromArray(Lanes.F, a, p + n).fma(v, y2b);
    }
    x0a.intoArray(c, c0);
    x0b.intoArray(c, c0 + n);
    x1a.intoArray(c, c0 + cTap);
    x1b.intoArray(c, c0 + cTap + n);
    x2a.intoArray(c, c0 + 2 * cTap);
    x2b.intoArray(c, c0 + 2 * cTap + n);
    y0a.intoArray(c, c0 + cLine);
    y0b.intoArray(c, c0 + cLine + n);
    y1a.intoArray(c, c0 + cLine + cTap);
    y1b.intoArray(c, c0 + cLine + cTap + n);
    y2a.intoArray(c, c0 + cLine + 2 * cTap);
    y2b.intoArray(c, c0 + cLine + 2 * cTap + n);
  }

  private static void sixOne(
      float[] a,
      int a0,
      int aLine,
      int aTap,
      int aStep,
      float[] b,
      int b0,
      int bStep,
      int count,
      float[] c,
      int c0,
      int cLine,
      int cTap) {
    FloatVector x0 = FloatVector.fromArray(Lanes.F, c, c0);
    FloatVector x1 = FloatVector.fromArray(Lanes.F, c, c0 + cTap);
    FloatVector x2 = FloatVector.fromArray(Lanes.F, c, c0 + 2 * cTap);
    FloatVector y0 = FloatVector.fromArray(Lanes.F, c, c0 + cLine);
    FloatVector y1 = FloatVector.fromArray(Lanes.F, c, c0 + cLine + cTap);
    FloatVector y2 = FloatVector.fromArray(Lanes.F, c, c0 + cLine + 2 * cTap);
    for (int i = 0; i < count; i++) {
      int q = b0 + i * bStep;
      FloatVector u = FloatVector.fromArray(Lanes.F, b, q);
      int p = a0 + i * aStep;
      x0 = FloatVector.fromArray(Lanes.F, a, p).fma(u, x0);
      p += aTap;
      x1 = FloatVector.fromArray(Lanes.F, a, p).fma(u, x1);
      p += aTap;
      x2 = FloatVector.fromArray(Lanes.F, a, p).fma(u, x2);
      p += aLine - 2 * aTap;
      y0 = FloatVector.fromArray(Lanes.F, a, p).fma(u, y0);
      p += aTap;
      y1 = FloatVector.fromArray(Lanes.F, a, p).fma(u, y1);
      p += aTap;
      y2 = FloatVector.fromArray(Lanes.F, a, p).fma(u, y2);
    }
    x0.intoArray(c, c0);
    x1.intoArray(c, c0 + cTap);
    x2.intoArray(c, c0 + 2 * cTap);
    y0.intoArray(c, c0 + cLine);
    y1.intoArray(c, c0 + cLine + cTap);
    y2.intoArray(c, c0 + cLine + 2 * cTap);
  }
}
