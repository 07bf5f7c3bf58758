package dev.loupe.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/// The sums of [DepthwiseRunRows] where there are 16 registers: nine sums and the pixels over a
/// column of the source stay there, instead of what lies under a pixel. A column of two rows of
/// pixels loads six vectors for 18 multiply-adds as well, and the window has six values, not 12.
///
/// Each value of c is the same chain as there.
final class DepthwiseRunColumns {
  private DepthwiseRunColumns() {}

  /// Adds some rows of pixels.
  ///
  /// @param a the source; the lattice starts in the plane at `a0`
  /// @param b the gradient of the target; the plane starts at `b0`
  /// @param from the first row of the lattice
  /// @param to the end of the rows
  /// @param c the sums; taps lie `cTap` apart
  static void add(
      DepthwiseLattice l,
      float[] a,
      int a0,
      float[] b,
      int b0,
      int from,
      int to,
      float[] c,
      int c0,
      int cTap) {
    int line = l.line();
    int step = l.step();
    int middle = (1 - l.left()) * step;
    int before = l.left() == 0 ? step : 0;
    IntVector ml = IntVector.broadcast(Lanes.I, l.left() == 0 ? -1 : 0);
    int bLine = l.targetLine();
    int bStep = l.targetStep();
    int end = l.columns() - 1;
    boolean beyond = end - l.left() + 2 < l.width();
    FloatVector s0 = FloatVector.fromArray(Lanes.F, c, c0);
    FloatVector s1 = FloatVector.fromArray(Lanes.F, c, c0 + cTap);
    FloatVector s2 = FloatVector.fromArray(Lanes.F, c, c0 + 2 * cTap);
    FloatVector s3 = FloatVector.fromArray(Lanes.F, c, c0 + 3 * cTap);
    FloatVector s4 = FloatVector.fromArray(Lanes.F, c, c0 + 4 * cTap);
    FloatVector s5 = FloatVector.fromArray(Lanes.F, c, c0 + 5 * cTap);
    FloatVector s6 = FloatVector.fromArray(Lanes.F, c, c0 + 6 * cTap);
    FloatVector s7 = FloatVector.fromArray(Lanes.F, c, c0 + 7 * cTap);
    FloatVector s8 = FloatVector.fromArray(Lanes.F, c, c0 + 8 * cTap);
    int j = from;
    for (; j + 1 < to; j += 2) {
      int h = j - l.top();
      boolean first = h >= 0;
      boolean last = h + 3 < l.height();
      int u1 = a0 + (h + 1) * line + middle;
      int u0 = first ? u1 - line : u1;
      int u2 = u1 + line;
      int u3 = last ? u1 + 2 * line : u1;
      IntVector m0 = IntVector.broadcast(Lanes.I, first ? -1 : 0);
      IntVector m3 = IntVector.broadcast(Lanes.I, last ? -1 : 0);
      int v0 = b0 + j * bLine;
      int v1 = v0 + bLine;
      FloatVector q0 = FloatVector.fromArray(Lanes.F, b, v0);
      FloatVector q1 = FloatVector.fromArray(Lanes.F, b, v1);
      FloatVector x =
          FloatVector.fromArray(Lanes.F, a, u0 - before)
              .reinterpretAsInts()
              .and(m0)
              .and(ml)
              .reinterpretAsFloats();
      s0 = x.fma(q0, s0);
      x =
          FloatVector.fromArray(Lanes.F, a, u1 - before)
              .reinterpretAsInts()
              .and(ml)
              .reinterpretAsFloats();
      s3 = x.fma(q0, s3);
      s0 = x.fma(q1, s0);
      x =
          FloatVector.fromArray(Lanes.F, a, u2 - before)
              .reinterpretAsInts()
              .and(ml)
              .reinterpretAsFloats();
      s6 = x.fma(q0, s6);
      s3 = x.fma(q1, s3);
      x =
          FloatVector.fromArray(Lanes.F, a, u3 - before)
              .reinterpretAsInts()
              .and(m3)
              .and(ml)
              .reinterpretAsFloats();
      s6 = x.fma(q1, s6);
      FloatVector p0 = q0;
      FloatVector p1 = q1;
      q0 = FloatVector.fromArray(Lanes.F, b, v0 + bStep);
      q1 = FloatVector.fromArray(Lanes.F, b, v1 + bStep);
      x = FloatVector.fromArray(Lanes.F, a, u0).reinterpretAsInts().and(m0).reinterpretAsFloats();
      s1 = x.fma(p0, s1);
      s0 = x.fma(q0, s0);
      x = FloatVector.fromArray(Lanes.F, a, u1);
      s4 = x.fma(p0, s4);
      s3 = x.fma(q0, s3);
      s1 = x.fma(p1, s1);
      s0 = x.fma(q1, s0);
      x = FloatVector.fromArray(Lanes.F, a, u2);
      s7 = x.fma(p0, s7);
      s6 = x.fma(q0, s6);
      s4 = x.fma(p1, s4);
      s3 = x.fma(q1, s3);
      x = FloatVector.fromArray(Lanes.F, a, u3).reinterpretAsInts().and(m3).reinterpretAsFloats();
      s7 = x.fma(p1, s7);
      s6 = x.fma(q1, s6);
      for (int i = 1; i < end; i++) {
        int e = i * step;
        int f = i * bStep + bStep;
        FloatVector n0 = FloatVector.fromArray(Lanes.F, b, v0 + f);
        FloatVector n1 = FloatVector.fromArray(Lanes.F, b, v1 + f);
        x =
            FloatVector.fromArray(Lanes.F, a, u0 + e)
                .reinterpretAsInts()
                .and(m0)
                .reinterpretAsFloats();
        s2 = x.fma(p0, s2);
        s1 = x.fma(q0, s1);
        s0 = x.fma(n0, s0);
        x = FloatVector.fromArray(Lanes.F, a, u1 + e);
        s5 = x.fma(p0, s5);
        s4 = x.fma(q0, s4);
        s3 = x.fma(n0, s3);
        s2 = x.fma(p1, s2);
        s1 = x.fma(q1, s1);
        s0 = x.fma(n1, s0);
        x = FloatVector.fromArray(Lanes.F, a, u2 + e);
        s8 = x.fma(p0, s8);
        s7 = x.fma(q0, s7);
        s6 = x.fma(n0, s6);
        s5 = x.fma(p1, s5);
        s4 = x.fma(q1, s4);
        s3 = x.fma(n1, s3);
        x =
            FloatVector.fromArray(Lanes.F, a, u3 + e)
                .reinterpretAsInts()
                .and(m3)
                .reinterpretAsFloats();
        s8 = x.fma(p1, s8);
        s7 = x.fma(q1, s7);
        s6 = x.fma(n1, s6);
        p0 = q0;
        q0 = n0;
        p1 = q1;
        q1 = n1;
      }
      int e = end * step;
      x =
          FloatVector.fromArray(Lanes.F, a, u0 + e)
              .reinterpretAsInts()
              .and(m0)
              .reinterpretAsFloats();
      s2 = x.fma(p0, s2);
      s1 = x.fma(q0, s1);
      x = FloatVector.fromArray(Lanes.F, a, u1 + e);
      s5 = x.fma(p0, s5);
      s4 = x.fma(q0, s4);
      s2 = x.fma(p1, s2);
      s1 = x.fma(q1, s1);
      x = FloatVector.fromArray(Lanes.F, a, u2 + e);
      s8 = x.fma(p0, s8);
      s7 = x.fma(q0, s7);
      s5 = x.fma(p1, s5);
      s4 = x.fma(q1, s4);
      x =
          FloatVector.fromArray(Lanes.F, a, u3 + e)
              .reinterpretAsInts()
              .and(m3)
              .reinterpretAsFloats();
      s8 = x.fma(p1, s8);
      s7 = x.fma(q1, s7);
      if (beyond) {
        e += step;
        x =
            FloatVector.fromArray(Lanes.F, a, u0 + e)
                .reinterpretAsInts()
                .and(m0)
                .reinterpretAsFloats();
        s2 = x.fma(q0, s2);
        x = FloatVector.fromArray(Lanes.F, a, u1 + e);
        s5 = x.fma(q0, s5);
        s2 = x.fma(q1, s2);
        x = FloatVector.fromArray(Lanes.F, a, u2 + e);
        s8 = x.fma(q0, s8);
        s5 = x.fma(q1, s5);
        x =
            FloatVector.fromArray(Lanes.F, a, u3 + e)
                .reinterpretAsInts()
                .and(m3)
                .reinterpretAsFloats();
        s8 = x.fma(q1, s8);
      }
    }
    if (j < to) {
      int h = j - l.top();
      boolean first = h >= 0;
      boolean last = h + 2 < l.height();
      int u1 = a0 + (h + 1) * line + middle;
      int u0 = first ? u1 - line : u1;
      int u2 = last ? u1 + line : u1;
      IntVector m0 = IntVector.broadcast(Lanes.I, first ? -1 : 0);
      IntVector m2 = IntVector.broadcast(Lanes.I, last ? -1 : 0);
      int v0 = b0 + j * bLine;
      FloatVector q0 = FloatVector.fromArray(Lanes.F, b, v0);
      FloatVector x =
          FloatVector.fromArray(Lanes.F, a, u0 - before)
              .reinterpretAsInts()
              .and(m0)
              .and(ml)
              .reinterpretAsFloats();
      s0 = x.fma(q0, s0);
      x =
          FloatVector.fromArray(Lanes.F, a, u1 - before)
              .reinterpretAsInts()
              .and(ml)
              .reinterpretAsFloats();
      s3 = x.fma(q0, s3);
      x =
          FloatVector.fromArray(Lanes.F, a, u2 - before)
              .reinterpretAsInts()
              .and(m2)
              .and(ml)
              .reinterpretAsFloats();
      s6 = x.fma(q0, s6);
      FloatVector p0 = q0;
      q0 = FloatVector.fromArray(Lanes.F, b, v0 + bStep);
      x = FloatVector.fromArray(Lanes.F, a, u0).reinterpretAsInts().and(m0).reinterpretAsFloats();
      s1 = x.fma(p0, s1);
      s0 = x.fma(q0, s0);
      x = FloatVector.fromArray(Lanes.F, a, u1);
      s4 = x.fma(p0, s4);
      s3 = x.fma(q0, s3);
      x = FloatVector.fromArray(Lanes.F, a, u2).reinterpretAsInts().and(m2).reinterpretAsFloats();
      s7 = x.fma(p0, s7);
      s6 = x.fma(q0, s6);
      for (int i = 1; i < end; i++) {
        int e = i * step;
        int f = i * bStep + bStep;
        FloatVector n0 = FloatVector.fromArray(Lanes.F, b, v0 + f);
        x =
            FloatVector.fromArray(Lanes.F, a, u0 + e)
                .reinterpretAsInts()
                .and(m0)
                .reinterpretAsFloats();
        s2 = x.fma(p0, s2);
        s1 = x.fma(q0, s1);
        s0 = x.fma(n0, s0);
        x = FloatVector.fromArray(Lanes.F, a, u1 + e);
        s5 = x.fma(p0, s5);
        s4 = x.fma(q0, s4);
        s3 = x.fma(n0, s3);
        x =
            FloatVector.fromArray(Lanes.F, a, u2 + e)
                .reinterpretAsInts()
                .and(m2)
                .reinterpretAsFloats();
        s8 = x.fma(p0, s8);
        s7 = x.fma(q0, s7);
        s6 = x.fma(n0, s6);
        p0 = q0;
        q0 = n0;
      }
      int e = end * step;
      x =
          FloatVector.fromArray(Lanes.F, a, u0 + e)
              .reinterpretAsInts()
              .and(m0)
              .reinterpretAsFloats();
      s2 = x.fma(p0, s2);
      s1 = x.fma(q0, s1);
      x = FloatVector.fromArray(Lanes.F, a, u1 + e);
      s5 = x.fma(p0, s5);
      s4 = x.fma(q0, s4);
      x =
          FloatVector.fromArray(Lanes.F, a, u2 + e)
              .reinterpretAsInts()
              .and(m2)
              .reinterpretAsFloats();
      s8 = x.fma(p0, s8);
      s7 = x.fma(q0, s7);
      if (beyond) {
        e += step;
        x =
            FloatVector.fromArray(Lanes.F, a, u0 + e)
                .reinterpretAsInts()
                .and(m0)
                .reinterpretAsFloats();
        s2 = x.fma(q0, s2);
        x = FloatVector.fromArray(Lanes.F, a, u1 + e);
        s5 = x.fma(q0, s5);
        x =
            FloatVector.fromArray(Lanes.F, a, u2 + e)
                .reinterpretAsInts()
                .and(m2)
                .reinterpretAsFloats();
        s8 = x.fma(q0, s8);
      }
    }
    s0.intoArray(c, c0);
    s1.intoArray(c, c0 + cTap);
    s2.intoArray(c, c0 + 2 * cTap);
    s3.intoArray(c, c0 + 3 * cTap);
    s4.intoArray(c, c0 + 4 * cTap);
    s5.intoArray(c, c0 + 5 * cTap);
    s6.intoArray(c, c0 + 6 * cTap);
    s7.intoArray(c, c0 + 7 * cTap);
    s8.intoArray(c, c0 + 8 * cTap);
  }
}
