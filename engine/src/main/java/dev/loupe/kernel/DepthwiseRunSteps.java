package dev.loupe.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/// The sums of [DepthwiseRunRows] with a stride of 2 along rows: pixel by pixel, a column of what
/// lies under it stays in registers for its right neighbour.
///
/// Each value of c is one chain of fused multiply-adds in the order of the pixels, at any width.
/// Two rows at a time were slower: seven loads serve 9 multiply-adds, and most of the time goes
/// into bringing the source.
final class DepthwiseRunSteps {
  private DepthwiseRunSteps() {}

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
    int down = l.down();
    int aStep = l.step();
    int step = 2 * aStep;
    int middle = (1 - l.left()) * aStep;
    int before = -aStep;
    int bLine = l.targetLine();
    int bStep = l.targetStep();
    int end = l.columns() - 1;
    boolean beyond = 2 * end - l.left() + 2 < l.width();
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
    for (int j = from; j < to; j++) {
      int h = down * j - l.top();
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
      for (int i = 0; i < end; i++) {
        int f = i * bStep;
        int e = i * step;
        FloatVector t0 = FloatVector.fromArray(Lanes.F, b, v0 + f);
        FloatVector q0 =
            FloatVector.fromArray(Lanes.F, a, u0 + e)
                .reinterpretAsInts()
                .and(m0)
                .reinterpretAsFloats();
        FloatVector q1 = FloatVector.fromArray(Lanes.F, a, u1 + e);
        FloatVector q2 =
            FloatVector.fromArray(Lanes.F, a, u2 + e)
                .reinterpretAsInts()
                .and(m2)
                .reinterpretAsFloats();
        e += aStep;
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
        p0 = n0;
        p1 = n1;
        p2 = n2;
      }
      FloatVector t0 = FloatVector.fromArray(Lanes.F, b, v0 + end * bStep);
      int e = end * step;
      FloatVector q0 =
          FloatVector.fromArray(Lanes.F, a, u0 + e)
              .reinterpretAsInts()
              .and(m0)
              .reinterpretAsFloats();
      FloatVector q1 = FloatVector.fromArray(Lanes.F, a, u1 + e);
      FloatVector q2 =
          FloatVector.fromArray(Lanes.F, a, u2 + e)
              .reinterpretAsInts()
              .and(m2)
              .reinterpretAsFloats();
      s0 = p0.fma(t0, s0);
      s1 = q0.fma(t0, s1);
      s3 = p1.fma(t0, s3);
      s4 = q1.fma(t0, s4);
      s6 = p2.fma(t0, s6);
      s7 = q2.fma(t0, s7);
      if (beyond) {
        int over = end * step + aStep;
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
