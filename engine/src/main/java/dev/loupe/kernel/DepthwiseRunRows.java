package dev.loupe.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/// Sums of products of neighbours for kernels of 3 by 3 and stride 1, both operands read where they
/// lie, two rows of pixels at a time: `c[t] += sum over h, w of a[h + t / 3][w + t % 3] * b[h][w]`.
/// Lanes are channels.
///
/// What lies under a pixel stays in registers for its right neighbour: a pixel of two rows loads
/// six vectors for 18 multiply-adds. Left of the first column these registers are zero, rows
/// above and below the plane are masked: there is no border. Each value of c is one chain of fused
/// multiply-adds in the order of the pairs of rows, their pixels, and the two rows, at any width.
final class DepthwiseRunRows {
  private DepthwiseRunRows() {}

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
    int before = -step;
    int bLine = l.targetLine();
    int bStep = l.targetStep();
    int end = l.columns() - 1;
    boolean beyond = end - l.left() + 2 < l.width();
    FloatVector zero = FloatVector.zero(Lanes.F);
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
      FloatVector p0 = zero;
      FloatVector p1 = zero;
      FloatVector p2 = zero;
      FloatVector p3 = zero;
      if (l.left() == 0) {
        p0 =
            FloatVector.fromArray(Lanes.F, a, u0 + before)
                .reinterpretAsInts()
                .and(m0)
                .reinterpretAsFloats();
        p1 = FloatVector.fromArray(Lanes.F, a, u1 + before);
        p2 = FloatVector.fromArray(Lanes.F, a, u2 + before);
        p3 =
            FloatVector.fromArray(Lanes.F, a, u3 + before)
                .reinterpretAsInts()
                .and(m3)
                .reinterpretAsFloats();
      }
      FloatVector q0 =
          FloatVector.fromArray(Lanes.F, a, u0).reinterpretAsInts().and(m0).reinterpretAsFloats();
      FloatVector q1 = FloatVector.fromArray(Lanes.F, a, u1);
      FloatVector q2 = FloatVector.fromArray(Lanes.F, a, u2);
      FloatVector q3 =
          FloatVector.fromArray(Lanes.F, a, u3).reinterpretAsInts().and(m3).reinterpretAsFloats();
      for (int i = 0; i < end; i++) {
        int f = i * bStep;
        int e = i * step;
        FloatVector t0 = FloatVector.fromArray(Lanes.F, b, v0 + f);
        FloatVector t1 = FloatVector.fromArray(Lanes.F, b, v1 + f);
        e += step;
        FloatVector n0 =
            FloatVector.fromArray(Lanes.F, a, u0 + e)
                .reinterpretAsInts()
                .and(m0)
                .reinterpretAsFloats();
        FloatVector n1 = FloatVector.fromArray(Lanes.F, a, u1 + e);
        FloatVector n2 = FloatVector.fromArray(Lanes.F, a, u2 + e);
        FloatVector n3 =
            FloatVector.fromArray(Lanes.F, a, u3 + e)
                .reinterpretAsInts()
                .and(m3)
                .reinterpretAsFloats();
        s0 = p0.fma(t0, s0);
        s1 = q0.fma(t0, s1);
        s2 = n0.fma(t0, s2);
        s3 = p1.fma(t0, s3);
        s4 = q1.fma(t0, s4);
        s5 = n1.fma(t0, s5);
        s6 = p2.fma(t0, s6);
        s7 = q2.fma(t0, s7);
        s8 = n2.fma(t0, s8);
        s0 = p1.fma(t1, s0);
        s1 = q1.fma(t1, s1);
        s2 = n1.fma(t1, s2);
        s3 = p2.fma(t1, s3);
        s4 = q2.fma(t1, s4);
        s5 = n2.fma(t1, s5);
        s6 = p3.fma(t1, s6);
        s7 = q3.fma(t1, s7);
        s8 = n3.fma(t1, s8);
        p0 = q0;
        q0 = n0;
        p1 = q1;
        q1 = n1;
        p2 = q2;
        q2 = n2;
        p3 = q3;
        q3 = n3;
      }
      FloatVector t0 = FloatVector.fromArray(Lanes.F, b, v0 + end * bStep);
      FloatVector t1 = FloatVector.fromArray(Lanes.F, b, v1 + end * bStep);
      s0 = p0.fma(t0, s0);
      s1 = q0.fma(t0, s1);
      s3 = p1.fma(t0, s3);
      s4 = q1.fma(t0, s4);
      s6 = p2.fma(t0, s6);
      s7 = q2.fma(t0, s7);
      s0 = p1.fma(t1, s0);
      s1 = q1.fma(t1, s1);
      s3 = p2.fma(t1, s3);
      s4 = q2.fma(t1, s4);
      s6 = p3.fma(t1, s6);
      s7 = q3.fma(t1, s7);
      if (beyond) {
        int over = end * step + step;
        FloatVector n0 =
            FloatVector.fromArray(Lanes.F, a, u0 + over)
                .reinterpretAsInts()
                .and(m0)
                .reinterpretAsFloats();
        FloatVector n1 = FloatVector.fromArray(Lanes.F, a, u1 + over);
        FloatVector n2 = FloatVector.fromArray(Lanes.F, a, u2 + over);
        FloatVector n3 =
            FloatVector.fromArray(Lanes.F, a, u3 + over)
                .reinterpretAsInts()
                .and(m3)
                .reinterpretAsFloats();
        s2 = n0.fma(t0, s2);
        s5 = n1.fma(t0, s5);
        s8 = n2.fma(t0, s8);
        s2 = n1.fma(t1, s2);
        s5 = n2.fma(t1, s5);
        s8 = n3.fma(t1, s8);
      }
    }
    for (; j < to; j++) {
      int h = j - l.top();
      boolean first = h >= 0;
      boolean last = h + 2 < l.height();
      int u1 = a0 + (h + 1) * line + middle;
      int u0 = first ? u1 - line : u1;
      int u2 = last ? u1 + line : u1;
      IntVector m0 = IntVector.broadcast(Lanes.I, first ? -1 : 0);
      IntVector m2 = IntVector.broadcast(Lanes.I, last ? -1 : 0);
      int v0 = b0 + j * bLine;
      FloatVector p0 = zero;
      FloatVector p1 = zero;
      FloatVector p2 = zero;
      if (l.left() == 0) {
        p0 =
            FloatVector.fromArray(Lanes.F, a, u0 + before)
                .reinterpretAsInts()
                .and(m0)
                .reinterpretAsFloats();
        p1 = FloatVector.fromArray(Lanes.F, a, u1 + before);
        p2 =
            FloatVector.fromArray(Lanes.F, a, u2 + before)
                .reinterpretAsInts()
                .and(m2)
                .reinterpretAsFloats();
      }
      FloatVector q0 =
          FloatVector.fromArray(Lanes.F, a, u0).reinterpretAsInts().and(m0).reinterpretAsFloats();
      FloatVector q1 = FloatVector.fromArray(Lanes.F, a, u1);
      FloatVector q2 =
          FloatVector.fromArray(Lanes.F, a, u2).reinterpretAsInts().and(m2).reinterpretAsFloats();
      for (int i = 0; i < end; i++) {
        int f = i * bStep;
        int e = i * step;
        FloatVector t0 = FloatVector.fromArray(Lanes.F, b, v0 + f);
        e += step;
        FloatVector n0 =
            FloatVector.fromArray(Lanes.F, a, u0 + e)
                .reinterpretAsInts()
                .and(m0)
                .reinterpretAsFloats();
        FloatVector n1 = FloatVector.fromArray(Lanes.F, a, u1 + e);
        FloatVector n2 =
            FloatVector.fromArray(Lanes.F, a, u2 + e)
                .reinterpretAsInts()
                .and(m2)
                .reinterpretAsFloats();
        s0 = p0.fma(t0, s0);
        s1 = q0.fma(t0, s1);
        s2 = n0.fma(t0, s2);
        s3 = p1.fma(t0, s3);
        s4 = q1.fma(t0, s4);
        s5 = n1.fma(t0, s5);
        s6 = p2.fma(t0, s6);
        s7 = q2.fma(t0, s7);
        s8 = n2.fma(t0, s8);
        p0 = q0;
        q0 = n0;
        p1 = q1;
        q1 = n1;
        p2 = q2;
        q2 = n2;
      }
      FloatVector t0 = FloatVector.fromArray(Lanes.F, b, v0 + end * bStep);
      s0 = p0.fma(t0, s0);
      s1 = q0.fma(t0, s1);
      s3 = p1.fma(t0, s3);
      s4 = q1.fma(t0, s4);
      s6 = p2.fma(t0, s6);
      s7 = q2.fma(t0, s7);
      if (beyond) {
        int over = end * step + step;
        s2 =
            FloatVector.fromArray(Lanes.F, a, u0 + over)
                .reinterpretAsInts()
                .and(m0)
                .reinterpretAsFloats()
                .fma(t0, s2);
        s5 = FloatVector.fromArray(Lanes.F, a, u1 + over).fma(t0, s5);
        s8 =
            FloatVector.fromArray(Lanes.F, a, u2 + over)
                .reinterpretAsInts()
                .and(m2)
                .reinterpretAsFloats()
                .fma(t0, s8);
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
