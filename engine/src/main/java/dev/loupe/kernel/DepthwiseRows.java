package dev.loupe.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/// Convolutions of 3 by 3 and stride 1 along rows, two rows of pixels at a time: the weights of a
/// vector of channels stay in registers, and so does what lies under a pixel, for its right
/// neighbour. A pixel of two rows loads four vectors for 18 multiply-adds.
///
/// Left of the first column the registers are zero, rows above and below the plane are masked:
/// there is no border. Each value is one chain of fused multiply-adds in the order of the taps, at
/// any width. Steps may be negative: on the way back the kernel is turned, and so rows start at
/// the last pixel.
final class DepthwiseRows {
  private DepthwiseRows() {}

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
    int step = l.step();
    int middle = (1 - l.left()) * step;
    int before = -step;
    int outLine = l.targetLine();
    int outStep = l.targetStep();
    int end = l.columns() - 1;
    boolean beyond = end - l.left() + 2 < l.width();
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
    for (int k = from; k < to; k += 2) {
      // The last pair goes back over a row that is done.
      int j = Math.min(k, to - 2);
      int h = j - l.top();
      boolean first = h >= 0;
      boolean last = h + 3 < l.height();
      int u1 = in0 + (h + 1) * line + middle;
      int u0 = first ? u1 - line : u1;
      int u2 = u1 + line;
      int u3 = last ? u1 + 2 * line : u1;
      IntVector m0 = IntVector.broadcast(Lanes.I, first ? -1 : 0);
      IntVector m3 = IntVector.broadcast(Lanes.I, last ? -1 : 0);
      int v0 = out0 + j * outLine;
      int v1 = v0 + outLine;
      FloatVector p0 = zero;
      FloatVector p1 = zero;
      FloatVector p2 = zero;
      FloatVector p3 = zero;
      if (l.left() == 0) {
        p0 =
            FloatVector.fromArray(Lanes.F, in, u0 + before)
                .reinterpretAsInts()
                .and(m0)
                .reinterpretAsFloats();
        p1 = FloatVector.fromArray(Lanes.F, in, u1 + before);
        p2 = FloatVector.fromArray(Lanes.F, in, u2 + before);
        p3 =
            FloatVector.fromArray(Lanes.F, in, u3 + before)
                .reinterpretAsInts()
                .and(m3)
                .reinterpretAsFloats();
      }
      FloatVector q0 =
          FloatVector.fromArray(Lanes.F, in, u0).reinterpretAsInts().and(m0).reinterpretAsFloats();
      FloatVector q1 = FloatVector.fromArray(Lanes.F, in, u1);
      FloatVector q2 = FloatVector.fromArray(Lanes.F, in, u2);
      FloatVector q3 =
          FloatVector.fromArray(Lanes.F, in, u3).reinterpretAsInts().and(m3).reinterpretAsFloats();
      for (int i = 0; i < end; i++) {
        int f = i * outStep;
        int e = i * step;
        e += step;
        FloatVector n0 =
            FloatVector.fromArray(Lanes.F, in, u0 + e)
                .reinterpretAsInts()
                .and(m0)
                .reinterpretAsFloats();
        FloatVector n1 = FloatVector.fromArray(Lanes.F, in, u1 + e);
        FloatVector n2 = FloatVector.fromArray(Lanes.F, in, u2 + e);
        FloatVector n3 =
            FloatVector.fromArray(Lanes.F, in, u3 + e)
                .reinterpretAsInts()
                .and(m3)
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
        FloatVector x1 = p1.fma(k0, zero);
        x1 = q1.fma(k1, x1);
        x1 = n1.fma(k2, x1);
        x1 = p2.fma(k3, x1);
        x1 = q2.fma(k4, x1);
        x1 = n2.fma(k5, x1);
        x1 = p3.fma(k6, x1);
        x1 = q3.fma(k7, x1);
        x1 = n3.fma(k8, x1);
        x0 = x0.add(bias);
        x0 = x0.blend(low, x0.compare(VectorOperators.LE, low));
        x0 = x0.blend(high, x0.compare(VectorOperators.GE, high));
        x0.intoArray(out, v0 + f);
        x1 = x1.add(bias);
        x1 = x1.blend(low, x1.compare(VectorOperators.LE, low));
        x1 = x1.blend(high, x1.compare(VectorOperators.GE, high));
        x1.intoArray(out, v1 + f);
        p0 = q0;
        q0 = n0;
        p1 = q1;
        q1 = n1;
        p2 = q2;
        q2 = n2;
        p3 = q3;
        q3 = n3;
      }
      int e = end * step;
      FloatVector n0 = zero;
      FloatVector n1 = zero;
      FloatVector n2 = zero;
      FloatVector n3 = zero;
      if (beyond) {
        e += step;
        n0 =
            FloatVector.fromArray(Lanes.F, in, u0 + e)
                .reinterpretAsInts()
                .and(m0)
                .reinterpretAsFloats();
        n1 = FloatVector.fromArray(Lanes.F, in, u1 + e);
        n2 = FloatVector.fromArray(Lanes.F, in, u2 + e);
        n3 =
            FloatVector.fromArray(Lanes.F, in, u3 + e)
                .reinterpretAsInts()
                .and(m3)
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
      FloatVector x1 = p1.fma(k0, zero);
      x1 = q1.fma(k1, x1);
      x1 = n1.fma(k2, x1);
      x1 = p2.fma(k3, x1);
      x1 = q2.fma(k4, x1);
      x1 = n2.fma(k5, x1);
      x1 = p3.fma(k6, x1);
      x1 = q3.fma(k7, x1);
      x1 = n3.fma(k8, x1);
      x0 = x0.add(bias);
      x0 = x0.blend(low, x0.compare(VectorOperators.LE, low));
      x0 = x0.blend(high, x0.compare(VectorOperators.GE, high));
      x0.intoArray(out, v0 + end * outStep);
      x1 = x1.add(bias);
      x1 = x1.blend(low, x1.compare(VectorOperators.LE, low));
      x1 = x1.blend(high, x1.compare(VectorOperators.GE, high));
      x1.intoArray(out, v1 + end * outStep);
    }
  }
}
