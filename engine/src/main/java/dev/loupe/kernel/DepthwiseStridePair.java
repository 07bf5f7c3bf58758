package dev.loupe.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// Tiles of 2 by 2 pixels with stride 2, as [DepthwiseStride], of two vectors of channels at a
/// time, which share addresses.
final class DepthwiseStridePair {
  private DepthwiseStridePair() {}

  /// Computes them: parameters as there.
  static void run(
      float[] in,
      int at,
      int line,
      int step,
      float[] w,
      int w0,
      int wStep,
      int rows,
      int count,
      float[] out,
      int to,
      int toLine,
      int toStep,
      float[] e,
      int e0,
      float low,
      float high) {
    int n = Lanes.N;
    FloatVector w00a = FloatVector.fromArray(Lanes.F, w, w0);
    FloatVector w00b = FloatVector.fromArray(Lanes.F, w, w0 + n);
    FloatVector w01a = FloatVector.fromArray(Lanes.F, w, w0 + wStep);
    FloatVector w01b = FloatVector.fromArray(Lanes.F, w, w0 + wStep + n);
    FloatVector w02a = FloatVector.fromArray(Lanes.F, w, w0 + 2 * wStep);
    FloatVector w02b = FloatVector.fromArray(Lanes.F, w, w0 + 2 * wStep + n);
    FloatVector w10a = FloatVector.fromArray(Lanes.F, w, w0 + 3 * wStep);
    FloatVector w10b = FloatVector.fromArray(Lanes.F, w, w0 + 3 * wStep + n);
    FloatVector w11a = FloatVector.fromArray(Lanes.F, w, w0 + 4 * wStep);
    FloatVector w11b = FloatVector.fromArray(Lanes.F, w, w0 + 4 * wStep + n);
    FloatVector w12a = FloatVector.fromArray(Lanes.F, w, w0 + 5 * wStep);
    FloatVector w12b = FloatVector.fromArray(Lanes.F, w, w0 + 5 * wStep + n);
    FloatVector w20a = FloatVector.fromArray(Lanes.F, w, w0 + 6 * wStep);
    FloatVector w20b = FloatVector.fromArray(Lanes.F, w, w0 + 6 * wStep + n);
    FloatVector w21a = FloatVector.fromArray(Lanes.F, w, w0 + 7 * wStep);
    FloatVector w21b = FloatVector.fromArray(Lanes.F, w, w0 + 7 * wStep + n);
    FloatVector w22a = FloatVector.fromArray(Lanes.F, w, w0 + 8 * wStep);
    FloatVector w22b = FloatVector.fromArray(Lanes.F, w, w0 + 8 * wStep + n);
    FloatVector l = FloatVector.broadcast(Lanes.F, low);
    FloatVector h = FloatVector.broadcast(Lanes.F, high);
    for (int j = 0; j < rows; j += DepthwiseSquare.SIDE) {
      // The last tiles go back over values that are done.
      int row = Math.min(j, rows - DepthwiseSquare.SIDE);
      int ap = at + 2 * row * line;
      int op = to + row * toLine;
      for (int i = 0; i < count; i += DepthwiseSquare.SIDE) {
        int column = Math.min(i, count - DepthwiseSquare.SIDE);
        int p = ap + 2 * column * step;
        int q = op + column * toStep;
        FloatVector x = FloatVector.fromArray(Lanes.F, in, p);
        FloatVector a0x = x.fma(w00a, FloatVector.zero(Lanes.F));
        x = FloatVector.fromArray(Lanes.F, in, p + n);
        FloatVector a0y = x.fma(w00b, FloatVector.zero(Lanes.F));
        p += step;
        x = FloatVector.fromArray(Lanes.F, in, p);
        a0x = x.fma(w01a, a0x);
        x = FloatVector.fromArray(Lanes.F, in, p + n);
        a0y = x.fma(w01b, a0y);
        p += step;
        x = FloatVector.fromArray(Lanes.F, in, p);
        a0x = x.fma(w02a, a0x);
        FloatVector a1x = x.fma(w00a, FloatVector.zero(Lanes.F));
        x = FloatVector.fromArray(Lanes.F, in, p + n);
        a0y = x.fma(w02b, a0y);
        FloatVector a1y = x.fma(w00b, FloatVector.zero(Lanes.F));
        p += step;
        x = FloatVector.fromArray(Lanes.F, in, p);
        a1x = x.fma(w01a, a1x);
        x = FloatVector.fromArray(Lanes.F, in, p + n);
        a1y = x.fma(w01b, a1y);
        p += step;
        x = FloatVector.fromArray(Lanes.F, in, p);
        a1x = x.fma(w02a, a1x);
        x = FloatVector.fromArray(Lanes.F, in, p + n);
        a1y = x.fma(w02b, a1y);
        p += line - 4 * step;
        x = FloatVector.fromArray(Lanes.F, in, p);
        a0x = x.fma(w10a, a0x);
        x = FloatVector.fromArray(Lanes.F, in, p + n);
        a0y = x.fma(w10b, a0y);
        p += step;
        x = FloatVector.fromArray(Lanes.F, in, p);
        a0x = x.fma(w11a, a0x);
        x = FloatVector.fromArray(Lanes.F, in, p + n);
        a0y = x.fma(w11b, a0y);
        p += step;
        x = FloatVector.fromArray(Lanes.F, in, p);
        a0x = x.fma(w12a, a0x);
        a1x = x.fma(w10a, a1x);
        x = FloatVector.fromArray(Lanes.F, in, p + n);
        a0y = x.fma(w12b, a0y);
        a1y = x.fma(w10b, a1y);
        p += step;
        x = FloatVector.fromArray(Lanes.F, in, p);
        a1x = x.fma(w11a, a1x);
        x = FloatVector.fromArray(Lanes.F, in, p + n);
        a1y = x.fma(w11b, a1y);
        p += step;
        x = FloatVector.fromArray(Lanes.F, in, p);
        a1x = x.fma(w12a, a1x);
        x = FloatVector.fromArray(Lanes.F, in, p + n);
        a1y = x.fma(w12b, a1y);
        p += line - 4 * step;
        x = FloatVector.fromArray(Lanes.F, in, p);
        a0x = x.fma(w20a, a0x);
        FloatVector b0x = x.fma(w00a, FloatVector.zero(Lanes.F));
        x = FloatVector.fromArray(Lanes.F, in, p + n);
        a0y = x.fma(w20b, a0y);
        FloatVector b0y = x.fma(w00b, FloatVector.zero(Lanes.F));
        p += step;
        x = FloatVector.fromArray(Lanes.F, in, p);
        a0x = x.fma(w21a, a0x);
        b0x = x.fma(w01a, b0x);
        x = FloatVector.fromArray(Lanes.F, in, p + n);
        a0y = x.fma(w21b, a0y);
        b0y = x.fma(w01b, b0y);
        p += step;
        x = FloatVector.fromArray(Lanes.F, in, p);
        a0x = x.fma(w22a, a0x);
        a1x = x.fma(w20a, a1x);
        b0x = x.fma(w02a, b0x);
        FloatVector b1x = x.fma(w00a, FloatVector.zero(Lanes.F));
        x = FloatVector.fromArray(Lanes.F, in, p + n);
        a0y = x.fma(w22b, a0y);
        a1y = x.fma(w20b, a1y);
        b0y = x.fma(w02b, b0y);
        FloatVector b1y = x.fma(w00b, FloatVector.zero(Lanes.F));
        p += step;
        x = FloatVector.fromArray(Lanes.F, in, p);
        a1x = x.fma(w21a, a1x);
        b1x = x.fma(w01a, b1x);
        x = FloatVector.fromArray(Lanes.F, in, p + n);
        a1y = x.fma(w21b, a1y);
        b1y = x.fma(w01b, b1y);
        p += step;
        x = FloatVector.fromArray(Lanes.F, in, p);
        a1x = x.fma(w22a, a1x);
        b1x = x.fma(w02a, b1x);
        x = FloatVector.fromArray(Lanes.F, in, p + n);
        a1y = x.fma(w22b, a1y);
        b1y = x.fma(w02b, b1y);
        p += line - 4 * step;
        x = FloatVector.fromArray(Lanes.F, in, p);
        b0x = x.fma(w10a, b0x);
        x = FloatVector.fromArray(Lanes.F, in, p + n);
        b0y = x.fma(w10b, b0y);
        p += step;
        x = FloatVector.fromArray(Lanes.F, in, p);
        b0x = x.fma(w11a, b0x);
        x = FloatVector.fromArray(Lanes.F, in, p + n);
        b0y = x.fma(w11b, b0y);
        p += step;
        x = FloatVector.fromArray(Lanes.F, in, p);
        b0x = x.fma(w12a, b0x);
        b1x = x.fma(w10a, b1x);
        x = FloatVector.fromArray(Lanes.F, in, p + n);
        b0y = x.fma(w12b, b0y);
        b1y = x.fma(w10b, b1y);
        p += step;
        x = FloatVector.fromArray(Lanes.F, in, p);
        b1x = x.fma(w11a, b1x);
        x = FloatVector.fromArray(Lanes.F, in, p + n);
        b1y = x.fma(w11b, b1y);
        p += step;
        x = FloatVector.fromArray(Lanes.F, in, p);
        b1x = x.fma(w12a, b1x);
        x = FloatVector.fromArray(Lanes.F, in, p + n);
        b1y = x.fma(w12b, b1y);
        p += line - 4 * step;
        x = FloatVector.fromArray(Lanes.F, in, p);
        b0x = x.fma(w20a, b0x);
        x = FloatVector.fromArray(Lanes.F, in, p + n);
        b0y = x.fma(w20b, b0y);
        p += step;
        x = FloatVector.fromArray(Lanes.F, in, p);
        b0x = x.fma(w21a, b0x);
        x = FloatVector.fromArray(Lanes.F, in, p + n);
        b0y = x.fma(w21b, b0y);
        p += step;
        x = FloatVector.fromArray(Lanes.F, in, p);
        b0x = x.fma(w22a, b0x);
        b1x = x.fma(w20a, b1x);
        x = FloatVector.fromArray(Lanes.F, in, p + n);
        b0y = x.fma(w22b, b0y);
        b1y = x.fma(w20b, b1y);
        p += step;
        x = FloatVector.fromArray(Lanes.F, in, p);
        b1x = x.fma(w21a, b1x);
        x = FloatVector.fromArray(Lanes.F, in, p + n);
        b1y = x.fma(w21b, b1y);
        p += step;
        x = FloatVector.fromArray(Lanes.F, in, p);
        b1x = x.fma(w22a, b1x);
        x = FloatVector.fromArray(Lanes.F, in, p + n);
        b1y = x.fma(w22b, b1y);
        FloatVector biasa = FloatVector.fromArray(Lanes.F, e, e0);
        FloatVector biasb = FloatVector.fromArray(Lanes.F, e, e0 + n);
        a0x = a0x.add(biasa);
        a0x = a0x.blend(l, a0x.compare(VectorOperators.LE, l));
        a0x = a0x.blend(h, a0x.compare(VectorOperators.GE, h));
        a0x.intoArray(out, q);
        a0y = a0y.add(biasb);
        a0y = a0y.blend(l, a0y.compare(VectorOperators.LE, l));
        a0y = a0y.blend(h, a0y.compare(VectorOperators.GE, h));
        a0y.intoArray(out, q + n);
        q += toStep;
        a1x = a1x.add(biasa);
        a1x = a1x.blend(l, a1x.compare(VectorOperators.LE, l));
        a1x = a1x.blend(h, a1x.compare(VectorOperators.GE, h));
        a1x.intoArray(out, q);
        a1y = a1y.add(biasb);
        a1y = a1y.blend(l, a1y.compare(VectorOperators.LE, l));
        a1y = a1y.blend(h, a1y.compare(VectorOperators.GE, h));
        a1y.intoArray(out, q + n);
        q += toLine - toStep;
        b0x = b0x.add(biasa);
        b0x = b0x.blend(l, b0x.compare(VectorOperators.LE, l));
        b0x = b0x.blend(h, b0x.compare(VectorOperators.GE, h));
        b0x.intoArray(out, q);
        b0y = b0y.add(biasb);
        b0y = b0y.blend(l, b0y.compare(VectorOperators.LE, l));
        b0y = b0y.blend(h, b0y.compare(VectorOperators.GE, h));
        b0y.intoArray(out, q + n);
        q += toStep;
        b1x = b1x.add(biasa);
        b1x = b1x.blend(l, b1x.compare(VectorOperators.LE, l));
        b1x = b1x.blend(h, b1x.compare(VectorOperators.GE, h));
        b1x.intoArray(out, q);
        b1y = b1y.add(biasb);
        b1y = b1y.blend(l, b1y.compare(VectorOperators.LE, l));
        b1y = b1y.blend(h, b1y.compare(VectorOperators.GE, h));
        b1y.intoArray(out, q + n);
      }
    }
  }
}
