package dev.loupe.kernel;

import jdk.incubator.vector.FloatVector;

/// Sums of products of neighbours over tiles of 2 pixels of a row, which read 2 steps apart:
/// `c[c0 + k cLine + t cTap + n] += sum over j, i of a[a0 + k aLine + j aRow + (t + 2 i) aTap +
/// n] * b[b0 + j bRow + i bStep + n]`, for three taps t of three lines k of taps. Lanes n are
/// channels; the count of pixels i of a row is even.
///
/// Each value of c is one chain of fused multiply-adds in the order of the pixels, at any width.
/// 17 loads serve 18 multiply-adds.
final class DepthwiseRunPair {
  private DepthwiseRunPair() {}

  /// Adds them.
  ///
  /// @param vectors of channels: 1 or 2
  static void add(
      int vectors,
      float[] a,
      int a0,
      int aLine,
      int aTap,
      int aRow,
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
      two(a, a0, aLine, aTap, aRow, b, b0, bRow, bStep, rows, count, c, c0, cLine, cTap);
    } else {
      one(a, a0, aLine, aTap, aRow, b, b0, bRow, bStep, rows, count, c, c0, cLine, cTap);
    }
  }

  private static void two(
      float[] a,
      int a0,
      int aLine,
      int aTap,
      int aRow,
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
      for (int i = 0; i < count; i += 2) {
        int q = bp + i * bStep;
        FloatVector ra = FloatVector.fromArray(Lanes.F, b, q);
        FloatVector rb = FloatVector.fromArray(Lanes.F, b, q + n);
        q += bStep;
        FloatVector sa = FloatVector.fromArray(Lanes.F, b, q);
        FloatVector sb = FloatVector.fromArray(Lanes.F, b, q + n);
        int p = ap + 2 * i * aTap;
        FloatVector d = FloatVector.fromArray(Lanes.F, a, p);
        x0a = d.fma(ra, x0a);
        d = FloatVector.fromArray(Lanes.F, a, p + n);
        x0b = d.fma(rb, x0b);
        p += aTap;
        d = FloatVector.fromArray(Lanes.F, a, p);
        x1a = d.fma(ra, x1a);
        d = FloatVector.fromArray(Lanes.F, a, p + n);
        x1b = d.fma(rb, x1b);
        p += aTap;
        d = FloatVector.fromArray(Lanes.F, a, p);
        x2a = d.fma(ra, x2a);
        x0a = d.fma(sa, x0a);
        d = FloatVector.fromArray(Lanes.F, a, p + n);
        x2b = d.fma(rb, x2b);
        x0b = d.fma(sb, x0b);
        p += aTap;
        d = FloatVector.fromArray(Lanes.F, a, p);
        x1a = d.fma(sa, x1a);
        d = FloatVector.fromArray(Lanes.F, a, p + n);
        x1b = d.fma(sb, x1b);
        p += aTap;
        d = FloatVector.fromArray(Lanes.F, a, p);
        x2a = d.fma(sa, x2a);
        d = FloatVector.fromArray(Lanes.F, a, p + n);
        x2b = d.fma(sb, x2b);
        p += aLine - 4 * aTap;
        d = FloatVector.fromArray(Lanes.F, a, p);
        y0a = d.fma(ra, y0a);
        d = FloatVector.fromArray(Lanes.F, a, p + n);
        y0b = d.fma(rb, y0b);
        p += aTap;
        d = FloatVector.fromArray(Lanes.F, a, p);
        y1a = d.fma(ra, y1a);
        d = FloatVector.fromArray(Lanes.F, a, p + n);
        y1b = d.fma(rb, y1b);
        p += aTap;
        d = FloatVector.fromArray(Lanes.F, a, p);
        y2a = d.fma(ra, y2a);
        y0a = d.fma(sa, y0a);
        d = FloatVector.fromArray(Lanes.F, a, p + n);
        y2b = d.fma(rb, y2b);
        y0b = d.fma(sb, y0b);
        p += aTap;
        d = FloatVector.fromArray(Lanes.F, a, p);
        y1a = d.fma(sa, y1a);
        d = FloatVector.fromArray(Lanes.F, a, p + n);
        y1b = d.fma(sb, y1b);
        p += aTap;
        d = FloatVector.fromArray(Lanes.F, a, p);
        y2a = d.fma(sa, y2a);
        d = FloatVector.fromArray(Lanes.F, a, p + n);
        y2b = d.fma(sb, y2b);
        p += aLine - 4 * aTap;
        d = FloatVector.fromArray(Lanes.F, a, p);
        z0a = d.fma(ra, z0a);
        d = FloatVector.fromArray(Lanes.F, a, p + n);
        z0b = d.fma(rb, z0b);
        p += aTap;
        d = FloatVector.fromArray(Lanes.F, a, p);
        z1a = d.fma(ra, z1a);
        d = FloatVector.fromArray(Lanes.F, a, p + n);
        z1b = d.fma(rb, z1b);
        p += aTap;
        d = FloatVector.fromArray(Lanes.F, a, p);
        z2a = d.fma(ra, z2a);
        z0a = d.fma(sa, z0a);
        d = FloatVector.fromArray(Lanes.F, a, p + n);
        z2b = d.fma(rb, z2b);
        z0b = d.fma(sb, z0b);
        p += aTap;
        d = FloatVector.fromArray(Lanes.F, a, p);
        z1a = d.fma(sa, z1a);
        d = FloatVector.fromArray(Lanes.F, a, p + n);
        z1b = d.fma(sb, z1b);
        p += aTap;
        d = FloatVector.fromArray(Lanes.F, a, p);
        z2a = d.fma(sa, z2a);
        d = FloatVector.fromArray(Lanes.F, a, p + n);
        z2b = d.fma(sb, z2b);
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

  private static void one(
      float[] a,
      int a0,
      int aLine,
      int aTap,
      int aRow,
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
      for (int i = 0; i < count; i += 2) {
        int q = bp + i * bStep;
        FloatVector r = FloatVector.fromArray(Lanes.F, b, q);
        q += bStep;
        FloatVector s = FloatVector.fromArray(Lanes.F, b, q);
        int p = ap + 2 * i * aTap;
        FloatVector d = FloatVector.fromArray(Lanes.F, a, p);
        x0 = d.fma(r, x0);
        p += aTap;
        d = FloatVector.fromArray(Lanes.F, a, p);
        x1 = d.fma(r, x1);
        p += aTap;
        d = FloatVector.fromArray(Lanes.F, a, p);
        x2 = d.fma(r, x2);
        x0 = d.fma(s, x0);
        p += aTap;
        d = FloatVector.fromArray(Lanes.F, a, p);
        x1 = d.fma(s, x1);
        p += aTap;
        d = FloatVector.fromArray(Lanes.F, a, p);
        x2 = d.fma(s, x2);
        p += aLine - 4 * aTap;
        d = FloatVector.fromArray(Lanes.F, a, p);
        y0 = d.fma(r, y0);
        p += aTap;
        d = FloatVector.fromArray(Lanes.F, a, p);
        y1 = d.fma(r, y1);
        p += aTap;
        d = FloatVector.fromArray(Lanes.F, a, p);
        y2 = d.fma(r, y2);
        y0 = d.fma(s, y0);
        p += aTap;
        d = FloatVector.fromArray(Lanes.F, a, p);
        y1 = d.fma(s, y1);
        p += aTap;
        d = FloatVector.fromArray(Lanes.F, a, p);
        y2 = d.fma(s, y2);
        p += aLine - 4 * aTap;
        d = FloatVector.fromArray(Lanes.F, a, p);
        z0 = d.fma(r, z0);
        p += aTap;
        d = FloatVector.fromArray(Lanes.F, a, p);
        z1 = d.fma(r, z1);
        p += aTap;
        d = FloatVector.fromArray(Lanes.F, a, p);
        z2 = d.fma(r, z2);
        z0 = d.fma(s, z0);
        p += aTap;
        d = FloatVector.fromArray(Lanes.F, a, p);
        z1 = d.fma(s, z1);
        p += aTap;
        d = FloatVector.fromArray(Lanes.F, a, p);
        z2 = d.fma(s, z2);
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
}
