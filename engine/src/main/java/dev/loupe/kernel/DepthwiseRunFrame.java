package dev.loupe.kernel;

import jdk.incubator.vector.FloatVector;

/// Sums of products of neighbours over the pixels at the borders of a plane, for 3x3 taps with a
/// padding of 1: `c[c0 + k cLine + t cTap + n] += sum over j, i of a[a0 + (j + k - 1) aLine + (i
/// + t - 1) aStep + n] * b[b0 + j bLine + i bStep + n]`, where that lies inside of a. Lanes n are
/// channels.
///
/// Each value of c is one chain of fused multiply-adds, at any width: the first and the last row
/// in turn, then the first and the last column, then the corners.
final class DepthwiseRunFrame {
  private DepthwiseRunFrame() {}

  /// Adds them.
  ///
  /// @param vectors of channels: 1 or 2
  /// @param rows of a plane: at least 2
  /// @param count pixels of a row: at least 2
  static void add(
      int vectors,
      float[] a,
      int a0,
      int aLine,
      int aStep,
      float[] b,
      int b0,
      int bLine,
      int bStep,
      int rows,
      int count,
      float[] c,
      int c0,
      int cLine,
      int cTap) {
    if (vectors == 2) {
      two(a, a0, aLine, aStep, b, b0, bLine, bStep, rows, count, c, c0, cLine, cTap);
    } else {
      one(a, a0, aLine, aStep, b, b0, bLine, bStep, rows, count, c, c0, cLine, cTap);
    }
  }

  private static void two(
      float[] a,
      int a0,
      int aLine,
      int aStep,
      float[] b,
      int b0,
      int bLine,
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
    int a1 = a0 + (rows - 2) * aLine;
    int b1 = b0 + (rows - 1) * bLine;
    for (int i = 1; i < count - 1; i++) {
      FloatVector u = FloatVector.fromArray(Lanes.F, b, b0 + i * bStep);
      FloatVector ub = FloatVector.fromArray(Lanes.F, b, b0 + i * bStep + n);
      FloatVector v = FloatVector.fromArray(Lanes.F, b, b1 + i * bStep);
      FloatVector vb = FloatVector.fromArray(Lanes.F, b, b1 + i * bStep + n);
      int p = a0 + (i - 1) * aStep;
      int q = a1 + (i - 1) * aStep;
      y0a = FloatVector.fromArray(Lanes.F, a, p).fma(u, y0a);
      y0b = FloatVector.fromArray(Lanes.F, a, p + n).fma(ub, y0b);
      x0a = FloatVector.fromArray(Lanes.F, a, q).fma(v, x0a);
      x0b = FloatVector.fromArray(Lanes.F, a, q + n).fma(vb, x0b);
      z0a = FloatVector.fromArray(Lanes.F, a, p + aLine).fma(u, z0a);
      z0b = FloatVector.fromArray(Lanes.F, a, p + aLine + n).fma(ub, z0b);
      y0a = FloatVector.fromArray(Lanes.F, a, q + aLine).fma(v, y0a);
      y0b = FloatVector.fromArray(Lanes.F, a, q + aLine + n).fma(vb, y0b);
      p += aStep;
      q += aStep;
      y1a = FloatVector.fromArray(Lanes.F, a, p).fma(u, y1a);
      y1b = FloatVector.fromArray(Lanes.F, a, p + n).fma(ub, y1b);
      x1a = FloatVector.fromArray(Lanes.F, a, q).fma(v, x1a);
      x1b = FloatVector.fromArray(Lanes.F, a, q + n).fma(vb, x1b);
      z1a = FloatVector.fromArray(Lanes.F, a, p + aLine).fma(u, z1a);
      z1b = FloatVector.fromArray(Lanes.F, a, p + aLine + n).fma(ub, z1b);
      y1a = FloatVector.fromArray(Lanes.F, a, q + aLine).fma(v, y1a);
      y1b = FloatVector.fromArray(Lanes.F, a, q + aLine + n).fma(vb, y1b);
      p += aStep;
      q += aStep;
      y2a = FloatVector.fromArray(Lanes.F, a, p).fma(u, y2a);
      y2b = FloatVector.fromArray(Lanes.F, a, p + n).fma(ub, y2b);
      x2a = FloatVector.fromArray(Lanes.F, a, q).fma(v, x2a);
      x2b = FloatVector.fromArray(Lanes.F, a, q + n).fma(vb, x2b);
      z2a = FloatVector.fromArray(Lanes.F, a, p + aLine).fma(u, z2a);
      z2b = FloatVector.fromArray(Lanes.F, a, p + aLine + n).fma(ub, z2b);
      y2a = FloatVector.fromArray(Lanes.F, a, q + aLine).fma(v, y2a);
      y2b = FloatVector.fromArray(Lanes.F, a, q + aLine + n).fma(vb, y2b);
    }
    a1 = a0 + (count - 2) * aStep;
    b1 = b0 + (count - 1) * bStep;
    for (int j = 1; j < rows - 1; j++) {
      FloatVector u = FloatVector.fromArray(Lanes.F, b, b0 + j * bLine);
      FloatVector ub = FloatVector.fromArray(Lanes.F, b, b0 + j * bLine + n);
      FloatVector v = FloatVector.fromArray(Lanes.F, b, b1 + j * bLine);
      FloatVector vb = FloatVector.fromArray(Lanes.F, b, b1 + j * bLine + n);
      int p = a0 + (j - 1) * aLine;
      int q = a1 + (j - 1) * aLine;
      x1a = FloatVector.fromArray(Lanes.F, a, p).fma(u, x1a);
      x1b = FloatVector.fromArray(Lanes.F, a, p + n).fma(ub, x1b);
      x0a = FloatVector.fromArray(Lanes.F, a, q).fma(v, x0a);
      x0b = FloatVector.fromArray(Lanes.F, a, q + n).fma(vb, x0b);
      x2a = FloatVector.fromArray(Lanes.F, a, p + aStep).fma(u, x2a);
      x2b = FloatVector.fromArray(Lanes.F, a, p + aStep + n).fma(ub, x2b);
      x1a = FloatVector.fromArray(Lanes.F, a, q + aStep).fma(v, x1a);
      x1b = FloatVector.fromArray(Lanes.F, a, q + aStep + n).fma(vb, x1b);
      p += aLine;
      q += aLine;
      y1a = FloatVector.fromArray(Lanes.F, a, p).fma(u, y1a);
      y1b = FloatVector.fromArray(Lanes.F, a, p + n).fma(ub, y1b);
      y0a = FloatVector.fromArray(Lanes.F, a, q).fma(v, y0a);
      y0b = FloatVector.fromArray(Lanes.F, a, q + n).fma(vb, y0b);
      y2a = FloatVector.fromArray(Lanes.F, a, p + aStep).fma(u, y2a);
      y2b = FloatVector.fromArray(Lanes.F, a, p + aStep + n).fma(ub, y2b);
      y1a = FloatVector.fromArray(Lanes.F, a, q + aStep).fma(v, y1a);
      y1b = FloatVector.fromArray(Lanes.F, a, q + aStep + n).fma(vb, y1b);
      p += aLine;
      q += aLine;
      z1a = FloatVector.fromArray(Lanes.F, a, p).fma(u, z1a);
      z1b = FloatVector.fromArray(Lanes.F, a, p + n).fma(ub, z1b);
      z0a = FloatVector.fromArray(Lanes.F, a, q).fma(v, z0a);
      z0b = FloatVector.fromArray(Lanes.F, a, q + n).fma(vb, z0b);
      z2a = FloatVector.fromArray(Lanes.F, a, p + aStep).fma(u, z2a);
      z2b = FloatVector.fromArray(Lanes.F, a, p + aStep + n).fma(ub, z2b);
      z1a = FloatVector.fromArray(Lanes.F, a, q + aStep).fma(v, z1a);
      z1b = FloatVector.fromArray(Lanes.F, a, q + aStep + n).fma(vb, z1b);
    }
    int p = a0 + (rows - 2) * aLine;
    int q = a1 + (rows - 2) * aLine;
    FloatVector u = FloatVector.fromArray(Lanes.F, b, b0);
    FloatVector ub = FloatVector.fromArray(Lanes.F, b, b0 + n);
    FloatVector v = FloatVector.fromArray(Lanes.F, b, b1);
    FloatVector vb = FloatVector.fromArray(Lanes.F, b, b1 + n);
    y1a = FloatVector.fromArray(Lanes.F, a, a0).fma(u, y1a);
    y1b = FloatVector.fromArray(Lanes.F, a, a0 + n).fma(ub, y1b);
    y0a = FloatVector.fromArray(Lanes.F, a, a1).fma(v, y0a);
    y0b = FloatVector.fromArray(Lanes.F, a, a1 + n).fma(vb, y0b);
    y2a = FloatVector.fromArray(Lanes.F, a, a0 + aStep).fma(u, y2a);
    y2b = FloatVector.fromArray(Lanes.F, a, a0 + aStep + n).fma(ub, y2b);
    y1a = FloatVector.fromArray(Lanes.F, a, a1 + aStep).fma(v, y1a);
    y1b = FloatVector.fromArray(Lanes.F, a, a1 + aStep + n).fma(vb, y1b);
    z1a = FloatVector.fromArray(Lanes.F, a, a0 + aLine).fma(u, z1a);
    z1b = FloatVector.fromArray(Lanes.F, a, a0 + aLine + n).fma(ub, z1b);
    z0a = FloatVector.fromArray(Lanes.F, a, a1 + aLine).fma(v, z0a);
    z0b = FloatVector.fromArray(Lanes.F, a, a1 + aLine + n).fma(vb, z0b);
    z2a = FloatVector.fromArray(Lanes.F, a, a0 + aStep + aLine).fma(u, z2a);
    z2b = FloatVector.fromArray(Lanes.F, a, a0 + aStep + aLine + n).fma(ub, z2b);
    z1a = FloatVector.fromArray(Lanes.F, a, a1 + aStep + aLine).fma(v, z1a);
    z1b = FloatVector.fromArray(Lanes.F, a, a1 + aStep + aLine + n).fma(vb, z1b);
    FloatVector s = FloatVector.fromArray(Lanes.F, b, b0 + (rows - 1) * bLine);
    FloatVector sb = FloatVector.fromArray(Lanes.F, b, b0 + (rows - 1) * bLine + n);
    FloatVector t = FloatVector.fromArray(Lanes.F, b, b1 + (rows - 1) * bLine);
    FloatVector tb = FloatVector.fromArray(Lanes.F, b, b1 + (rows - 1) * bLine + n);
    x1a = FloatVector.fromArray(Lanes.F, a, p).fma(s, x1a);
    x1b = FloatVector.fromArray(Lanes.F, a, p + n).fma(sb, x1b);
    x0a = FloatVector.fromArray(Lanes.F, a, q).fma(t, x0a);
    x0b = FloatVector.fromArray(Lanes.F, a, q + n).fma(tb, x0b);
    x2a = FloatVector.fromArray(Lanes.F, a, p + aStep).fma(s, x2a);
    x2b = FloatVector.fromArray(Lanes.F, a, p + aStep + n).fma(sb, x2b);
    x1a = FloatVector.fromArray(Lanes.F, a, q + aStep).fma(t, x1a);
    x1b = FloatVector.fromArray(Lanes.F, a, q + aStep + n).fma(tb, x1b);
    y1a = FloatVector.fromArray(Lanes.F, a, p + aLine).fma(s, y1a);
    y1b = FloatVector.fromArray(Lanes.F, a, p + aLine + n).fma(sb, y1b);
    y0a = FloatVector.fromArray(Lanes.F, a, q + aLine).fma(t, y0a);
    y0b = FloatVector.fromArray(Lanes.F, a, q + aLine + n).fma(tb, y0b);
    y2a = FloatVector.fromArray(Lanes.F, a, p + aStep + aLine).fma(s, y2a);
    y2b = FloatVector.fromArray(Lanes.F, a, p + aStep + aLine + n).fma(sb, y2b);
    y1a = FloatVector.fromArray(Lanes.F, a, q + aStep + aLine).fma(t, y1a);
    y1b = FloatVector.fromArray(Lanes.F, a, q + aStep + aLine + n).fma(tb, y1b);
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

  private static void one(
      float[] a,
      int a0,
      int aLine,
      int aStep,
      float[] b,
      int b0,
      int bLine,
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
    int a1 = a0 + (rows - 2) * aLine;
    int b1 = b0 + (rows - 1) * bLine;
    for (int i = 1; i < count - 1; i++) {
      FloatVector u = FloatVector.fromArray(Lanes.F, b, b0 + i * bStep);
      FloatVector v = FloatVector.fromArray(Lanes.F, b, b1 + i * bStep);
      int p = a0 + (i - 1) * aStep;
      int q = a1 + (i - 1) * aStep;
      y0 = FloatVector.fromArray(Lanes.F, a, p).fma(u, y0);
      x0 = FloatVector.fromArray(Lanes.F, a, q).fma(v, x0);
      z0 = FloatVector.fromArray(Lanes.F, a, p + aLine).fma(u, z0);
      y0 = FloatVector.fromArray(Lanes.F, a, q + aLine).fma(v, y0);
      p += aStep;
      q += aStep;
      y1 = FloatVector.fromArray(Lanes.F, a, p).fma(u, y1);
      x1 = FloatVector.fromArray(Lanes.F, a, q).fma(v, x1);
      z1 = FloatVector.fromArray(Lanes.F, a, p + aLine).fma(u, z1);
      y1 = FloatVector.fromArray(Lanes.F, a, q + aLine).fma(v, y1);
      p += aStep;
      q += aStep;
      y2 = FloatVector.fromArray(Lanes.F, a, p).fma(u, y2);
      x2 = FloatVector.fromArray(Lanes.F, a, q).fma(v, x2);
      z2 = FloatVector.fromArray(Lanes.F, a, p + aLine).fma(u, z2);
      y2 = FloatVector.fromArray(Lanes.F, a, q + aLine).fma(v, y2);
    }
    a1 = a0 + (count - 2) * aStep;
    b1 = b0 + (count - 1) * bStep;
    for (int j = 1; j < rows - 1; j++) {
      FloatVector u = FloatVector.fromArray(Lanes.F, b, b0 + j * bLine);
      FloatVector v = FloatVector.fromArray(Lanes.F, b, b1 + j * bLine);
      int p = a0 + (j - 1) * aLine;
      int q = a1 + (j - 1) * aLine;
      x1 = FloatVector.fromArray(Lanes.F, a, p).fma(u, x1);
      x0 = FloatVector.fromArray(Lanes.F, a, q).fma(v, x0);
      x2 = FloatVector.fromArray(Lanes.F, a, p + aStep).fma(u, x2);
      x1 = FloatVector.fromArray(Lanes.F, a, q + aStep).fma(v, x1);
      p += aLine;
      q += aLine;
      y1 = FloatVector.fromArray(Lanes.F, a, p).fma(u, y1);
      y0 = FloatVector.fromArray(Lanes.F, a, q).fma(v, y0);
      y2 = FloatVector.fromArray(Lanes.F, a, p + aStep).fma(u, y2);
      y1 = FloatVector.fromArray(Lanes.F, a, q + aStep).fma(v, y1);
      p += aLine;
      q += aLine;
      z1 = FloatVector.fromArray(Lanes.F, a, p).fma(u, z1);
      z0 = FloatVector.fromArray(Lanes.F, a, q).fma(v, z0);
      z2 = FloatVector.fromArray(Lanes.F, a, p + aStep).fma(u, z2);
      z1 = FloatVector.fromArray(Lanes.F, a, q + aStep).fma(v, z1);
    }
    int p = a0 + (rows - 2) * aLine;
    int q = a1 + (rows - 2) * aLine;
    FloatVector u = FloatVector.fromArray(Lanes.F, b, b0);
    FloatVector v = FloatVector.fromArray(Lanes.F, b, b1);
    y1 = FloatVector.fromArray(Lanes.F, a, a0).fma(u, y1);
    y0 = FloatVector.fromArray(Lanes.F, a, a1).fma(v, y0);
    y2 = FloatVector.fromArray(Lanes.F, a, a0 + aStep).fma(u, y2);
    y1 = FloatVector.fromArray(Lanes.F, a, a1 + aStep).fma(v, y1);
    z1 = FloatVector.fromArray(Lanes.F, a, a0 + aLine).fma(u, z1);
    z0 = FloatVector.fromArray(Lanes.F, a, a1 + aLine).fma(v, z0);
    z2 = FloatVector.fromArray(Lanes.F, a, a0 + aStep + aLine).fma(u, z2);
    z1 = FloatVector.fromArray(Lanes.F, a, a1 + aStep + aLine).fma(v, z1);
    FloatVector s = FloatVector.fromArray(Lanes.F, b, b0 + (rows - 1) * bLine);
    FloatVector t = FloatVector.fromArray(Lanes.F, b, b1 + (rows - 1) * bLine);
    x1 = FloatVector.fromArray(Lanes.F, a, p).fma(s, x1);
    x0 = FloatVector.fromArray(Lanes.F, a, q).fma(t, x0);
    x2 = FloatVector.fromArray(Lanes.F, a, p + aStep).fma(s, x2);
    x1 = FloatVector.fromArray(Lanes.F, a, q + aStep).fma(t, x1);
    y1 = FloatVector.fromArray(Lanes.F, a, p + aLine).fma(s, y1);
    y0 = FloatVector.fromArray(Lanes.F, a, q + aLine).fma(t, y0);
    y2 = FloatVector.fromArray(Lanes.F, a, p + aStep + aLine).fma(s, y2);
    y1 = FloatVector.fromArray(Lanes.F, a, q + aStep + aLine).fma(t, y1);
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
}
