package dev.loupe.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/// The convolutions of [DepthwiseRows] with a stride of 2 along rows: pixel by pixel, a column of
/// what lies under it stays in registers for its right neighbour.
final class DepthwiseSteps {
  private DepthwiseSteps() {}

  /// Computes some rows of pixels.
  ///
  /// @param in what is read; the lattice starts in the plane at `in0`
  /// @param w0 the weights of the first tap; taps lie `wStep` apart
  /// @param from the first row of the lattice
  /// @param to the end of the rows
  /// @param out what is written; the lattice starts in the plane at `out0`
  /// @param b each channel gets its bias, from `b0` on
  /// @param least all at most this becomes it
  /// @param most all at least this becomes it
  static void run(
      DepthwiseLattice l,
      float[] in,
      int in0,
      float[] w,
      int w0,
      int wStep,
      int from,
      int to,
      float[] out,
      int out0,
      float[] b,
      int b0,
      float least,
      float most) {
    int line = l.line();
    int down = l.down();
    int inStep = l.step();
    int step = 2 * inStep;
    int middle = (1 - l.left()) * inStep;
    int before = -inStep;
    int outLine = l.targetLine();
    int outStep = l.targetStep();
    int end = l.columns() - 1;
    boolean beyond = 2 * end - l.left() + 2 < l.width();
    FloatVector k0 = FloatVector.fromArray(Lanes.F, w, w0);
    FloatVector k1 = FloatVector.fromArray(Lanes.F, w, w0 + wStep);
    FloatVector k2 = FloatVector.fromArray(Lanes.F, w, w0 + 2 * wStep);
    FloatVector k3 = FloatVector.fromArray(Lanes.F, w, w0 + 3 * wStep);
    FloatVector k4 = FloatVector.fromArray(Lanes.F, w, w0 + 4 * wStep);
    FloatVector k5 = FloatVector.fromArray(Lanes.F, w, w0 + 5 * wStep);
    FloatVector k6 = FloatVector.fromArray(Lanes.F, w, w0 + 6 * wStep);
    FloatVector k7 = FloatVector.fromArray(Lanes.F, w, w0 + 7 * wStep);
    FloatVector k8 = FloatVector.fromArray(Lanes.F, w, w0 + 8 * wStep);
    FloatVector zero = FloatVector.zero(Lanes.F);
    FloatVector bias = FloatVector.fromArray(Lanes.F, b, b0);
    FloatVector low = FloatVector.broadcast(Lanes.F, least);
    FloatVector high = FloatVector.broadcast(Lanes.F, most);
    for (int j = from; j < to; j++) {
      int h = down * j - l.top();
      boolean first = h >= 0;
      boolean last = h + 2 < l.height();
      int u1 = in0 + (h + 1) * line + middle;
      int u0 = first ? u1 - line : u1;
      int u2 = last ? u1 + line : u1;
      IntVector m0 = IntVector.broadcast(Lanes.I, first ? -1 : 0);
      IntVector m2 = IntVector.broadcast(Lanes.I, last ? -1 : 0);
      int v0 = out0 + j * outLine;
      FloatVector p0 = zero;
      FloatVector p1 = zero;
      FloatVector p2 = zero;
      if (l.left() == 0) {
        p0 =
            FloatVector.fromArray(Lanes.F, in, u0 + before)
                .reinterpretAsInts()
                .and(m0)
                .reinterpretAsFloats();
        p1 = FloatVector.fromArray(Lanes.F, in, u1 + before);
        p2 =
            FloatVector.fromArray(Lanes.F, in, u2 + before)
                .reinterpretAsInts()
                .and(m2)
                .reinterpretAsFloats();
      }
      for (int i = 0; i < end; i++) {
        int f = i * outStep;
        int e = i * step;
        FloatVector q0 =
            FloatVector.fromArray(Lanes.F, in, u0 + e)
                .reinterpretAsInts()
                .and(m0)
                .reinterpretAsFloats();
        FloatVector q1 = FloatVector.fromArray(Lanes.F, in, u1 + e);
        FloatVector q2 =
            FloatVector.fromArray(Lanes.F, in, u2 + e)
                .reinterpretAsInts()
                .and(m2)
                .reinterpretAsFloats();
        e += inStep;
        FloatVector n0 =
            FloatVector.fromArray(Lanes.F, in, u0 + e)
                .reinterpretAsInts()
                .and(m0)
                .reinterpretAsFloats();
        FloatVector n1 = FloatVector.fromArray(Lanes.F, in, u1 + e);
        FloatVector n2 =
            FloatVector.fromArray(Lanes.F, in, u2 + e)
                .reinterpretAsInts()
                .and(m2)
                .reinterpretAsFloats();
        FloatVector x0 = p0.fma(k0, zero);
        x0 = q0.fma(k1, x0);
        x0 = n0.fma(k2, x0);
        x0 = p1.fma(k3, x0);
        x0 = q1.fma(k4, x0);
        x0 = n1.fma(k5, x0);
        x0 = p2.fma(k6, x0);
        x0 = q2.fma(k7, x0);
        x0 = n2.fma(k8, x0);
        x0 = x0.add(bias);
        x0 = x0.blend(low, x0.compare(VectorOperators.LE, low));
        x0 = x0.blend(high, x0.compare(VectorOperators.GE, high));
        x0.intoArray(out, v0 + f);
        p0 = n0;
        p1 = n1;
        p2 = n2;
      }
      int e = end * step;
      FloatVector q0 =
          FloatVector.fromArray(Lanes.F, in, u0 + e)
              .reinterpretAsInts()
              .and(m0)
              .reinterpretAsFloats();
      FloatVector q1 = FloatVector.fromArray(Lanes.F, in, u1 + e);
      FloatVector q2 =
          FloatVector.fromArray(Lanes.F, in, u2 + e)
              .reinterpretAsInts()
              .and(m2)
              .reinterpretAsFloats();
      FloatVector n0 = zero;
      FloatVector n1 = zero;
      FloatVector n2 = zero;
      if (beyond) {
        e += inStep;
        n0 =
            FloatVector.fromArray(Lanes.F, in, u0 + e)
                .reinterpretAsInts()
                .and(m0)
                .reinterpretAsFloats();
        n1 = FloatVector.fromArray(Lanes.F, in, u1 + e);
        n2 =
            FloatVector.fromArray(Lanes.F, in, u2 + e)
                .reinterpretAsInts()
                .and(m2)
                .reinterpretAsFloats();
      }
      FloatVector x0 = p0.fma(k0, zero);
      x0 = q0.fma(k1, x0);
      x0 = n0.fma(k2, x0);
      x0 = p1.fma(k3, x0);
      x0 = q1.fma(k4, x0);
      x0 = n1.fma(k5, x0);
      x0 = p2.fma(k6, x0);
      x0 = q2.fma(k7, x0);
      x0 = n2.fma(k8, x0);
      x0 = x0.add(bias);
      x0 = x0.blend(low, x0.compare(VectorOperators.LE, low));
      x0 = x0.blend(high, x0.compare(VectorOperators.GE, high));
      x0.intoArray(out, v0 + end * outStep);
    }
  }
}
