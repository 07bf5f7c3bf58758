package dev.loupe.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/// The way back of convolutions of 3 by 3 with a stride of 2 and a padding of 1: a pixel that is
/// read, its right neighbour and the two below give 2 by 2 pixels, which meet one, two, two and
/// four taps. Weights and the left column of what is read stay in registers; every value is read
/// for two rows and written once.
///
/// Each value is one chain of fused multiply-adds in the order of the taps, at any width.
final class DepthwiseSpread {
  private DepthwiseSpread() {}

  /// Computes some pairs of rows.
  ///
  /// @param in what is read; the lattice starts in the plane at `in0`
  /// @param w0 the weights of the first tap; taps lie `wStep` apart
  /// @param from the first row that is read
  /// @param to the end of these rows
  /// @param height rows of the plane that is written
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
      int height,
      float[] out,
      int out0,
      float[] b,
      int b0,
      float least,
      float most) {
    int line = l.line();
    int step = l.step();
    int outLine = l.targetLine();
    int outStep = l.targetStep();
    int end = l.width() - 1;
    boolean even = l.columns() == 2 * l.width();
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
      boolean below = j + 1 < l.height();
      boolean second = 2 * j + 1 < height;
      int u0 = in0 + j * line;
      int u1 = below ? u0 + line : u0;
      IntVector m = IntVector.broadcast(Lanes.I, below ? -1 : 0);
      int v0 = out0 + 2 * j * outLine;
      int v1 = v0 + outLine;
      FloatVector p0 = FloatVector.fromArray(Lanes.F, in, u0);
      FloatVector p1 =
          FloatVector.fromArray(Lanes.F, in, u1).reinterpretAsInts().and(m).reinterpretAsFloats();
      for (int i = 0; i < end; i++) {
        int e = i * step + step;
        FloatVector n0 = FloatVector.fromArray(Lanes.F, in, u0 + e);
        FloatVector n1 =
            FloatVector.fromArray(Lanes.F, in, u1 + e)
                .reinterpretAsInts()
                .and(m)
                .reinterpretAsFloats();
        int f = v0 + 2 * i * outStep;
        FloatVector x = p0.fma(k4, zero);
        x = x.add(bias);
        x = x.blend(low, x.compare(VectorOperators.LE, low));
        x = x.blend(high, x.compare(VectorOperators.GE, high));
        x.intoArray(out, f);
        x = n0.fma(k3, zero);
        x = p0.fma(k5, x);
        x = x.add(bias);
        x = x.blend(low, x.compare(VectorOperators.LE, low));
        x = x.blend(high, x.compare(VectorOperators.GE, high));
        x.intoArray(out, f + outStep);
        if (second) {
          int g = v1 + 2 * i * outStep;
          FloatVector y = p1.fma(k1, zero);
          y = p0.fma(k7, y);
          y = y.add(bias);
          y = y.blend(low, y.compare(VectorOperators.LE, low));
          y = y.blend(high, y.compare(VectorOperators.GE, high));
          y.intoArray(out, g);
          y = n1.fma(k0, zero);
          y = p1.fma(k2, y);
          y = n0.fma(k6, y);
          y = p0.fma(k8, y);
          y = y.add(bias);
          y = y.blend(low, y.compare(VectorOperators.LE, low));
          y = y.blend(high, y.compare(VectorOperators.GE, high));
          y.intoArray(out, g + outStep);
        }
        p0 = n0;
        p1 = n1;
      }
      int f = v0 + 2 * end * outStep;
      FloatVector x = p0.fma(k4, zero);
      x = x.add(bias);
      x = x.blend(low, x.compare(VectorOperators.LE, low));
      x = x.blend(high, x.compare(VectorOperators.GE, high));
      x.intoArray(out, f);
      if (even) {
        x = p0.fma(k5, zero);
        x = x.add(bias);
        x = x.blend(low, x.compare(VectorOperators.LE, low));
        x = x.blend(high, x.compare(VectorOperators.GE, high));
        x.intoArray(out, f + outStep);
      }
      if (second) {
        int g = v1 + 2 * end * outStep;
        FloatVector y = p1.fma(k1, zero);
        y = p0.fma(k7, y);
        y = y.add(bias);
        y = y.blend(low, y.compare(VectorOperators.LE, low));
        y = y.blend(high, y.compare(VectorOperators.GE, high));
        y.intoArray(out, g);
        if (even) {
          y = p1.fma(k2, zero);
          y = p0.fma(k8, y);
          y = y.add(bias);
          y = y.blend(low, y.compare(VectorOperators.LE, low));
          y = y.blend(high, y.compare(VectorOperators.GE, high));
          y.intoArray(out, g + outStep);
        }
      }
    }
  }
}
