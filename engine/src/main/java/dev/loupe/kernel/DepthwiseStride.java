package dev.loupe.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// Register tiles of 2 by 2 pixels for kernels of 3 by 3 with stride 2: the weights of one or
/// two vectors of channels stay in registers while a tile goes over the pixels. 25 loads serve 36
/// multiply-adds.
///
/// Each value is one chain of fused multiply-adds in the order of the taps, at any width. Steps
/// may be negative: on the way back the kernel is turned, and so tiles start at the last pixel.
final class DepthwiseStride {
  private DepthwiseStride() {}

  /// Computes pixels: parameters as for [DepthwiseSquare].
  static void run(
      int vectors,
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
    if (vectors == 2) {
      DepthwiseStridePair.run(
          in, at, line, step, w, w0, wStep, rows, count, out, to, toLine, toStep, e, e0, low, high);
    } else {
      one(in, at, line, step, w, w0, wStep, rows, count, out, to, toLine, toStep, e, e0, low, high);
    }
  }

  private static void one(
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
    FloatVector w00 = FloatVector.fromArray(Lanes.F, w, w0);
    FloatVector w01 = FloatVector.fromArray(Lanes.F, w, w0 + wStep);
    FloatVector w02 = FloatVector.fromArray(Lanes.F, w, w0 + 2 * wStep);
    FloatVector w10 = FloatVector.fromArray(Lanes.F, w, w0 + 3 * wStep);
    FloatVector w11 = FloatVector.fromArray(Lanes.F, w, w0 + 4 * wStep);
    FloatVector w12 = FloatVector.fromArray(Lanes.F, w, w0 + 5 * wStep);
    FloatVector w20 = FloatVector.fromArray(Lanes.F, w, w0 + 6 * wStep);
    FloatVector w21 = FloatVector.fromArray(Lanes.F, w, w0 + 7 * wStep);
    FloatVector w22 = FloatVector.fromArray(Lanes.F, w, w0 + 8 * wStep);
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
        FloatVector a0 = x.fma(w00, FloatVector.zero(Lanes.F));
        p += step;
        x = FloatVector.fromArray(Lanes.F, in, p);
        a0 = x.fma(w01, a0);
        p += step;
        x = FloatVector.fromArray(Lanes.F, in, p);
        a0 = x.fma(w02, a0);
        FloatVector a1 = x.fma(w00, FloatVector.zero(Lanes.F));
        p += step;
        x = FloatVector.fromArray(Lanes.F, in, p);
        a1 = x.fma(w01, a1);
        p += step;
        x = FloatVector.fromArray(Lanes.F, in, p);
        a1 = x.fma(w02, a1);
        p += line - 4 * step;
        x = FloatVector.fromArray(Lanes.F, in, p);
        a0 = x.fma(w10, a0);
        p += step;
        x = FloatVector.fromArray(Lanes.F, in, p);
        a0 = x.fma(w11, a0);
        p += step;
        x = FloatVector.fromArray(Lanes.F, in, p);
        a0 = x.fma(w12, a0);
        a1 = x.fma(w10, a1);
        p += step;
        x = FloatVector.fromArray(Lanes.F, in, p);
        a1 = x.fma(w11, a1);
        p += step;
        x = FloatVector.fromArray(Lanes.F, in, p);
        a1 = x.fma(w12, a1);
        p += line - 4 * step;
        x = FloatVector.fromArray(Lanes.F, in, p);
        a0 = x.fma(w20, a0);
        FloatVector b0 = x.fma(w00, FloatVector.zero(Lanes.F));
        p += step;
        x = FloatVector.fromArray(Lanes.F, in, p);
        a0 = x.fma(w21, a0);
        b0 = x.fma(w01, b0);
        p += step;
        x = FloatVector.fromArray(Lanes.F, in, p);
        a0 = x.fma(w22, a0);
        a1 = x.fma(w20, a1);
        b0 = x.fma(w02, b0);
        FloatVector b1 = x.fma(w00, FloatVector.zero(Lanes.F));
        p += step;
        x = FloatVector.fromArray(Lanes.F, in, p);
        a1 = x.fma(w21, a1);
        b1 = x.fma(w01, b1);
        p += step;
        x = FloatVector.fromArray(Lanes.F, in, p);
        a1 = x.fma(w22, a1);
        b1 = x.fma(w02, b1);
        p += line - 4 * step;
        x = FloatVector.fromArray(Lanes.F, in, p);
        b0 = x.fma(w10, b0);
        p += step;
        x = FloatVector.fromArray(Lanes.F, in, p);
        b0 = x.fma(w11, b0);
        p += step;
        x = FloatVector.fromArray(Lanes.F, in, p);
        b0 = x.fma(w12, b0);
        b1 = x.fma(w10, b1);
        p += step;
        x = FloatVector.fromArray(Lanes.F, in, p);
        b1 = x.fma(w11, b1);
        p += step;
        x = FloatVector.fromArray(Lanes.F, in, p);
        b1 = x.fma(w12, b1);
        p += line - 4 * step;
        x = FloatVector.fromArray(Lanes.F, in, p);
        b0 = x.fma(w20, b0);
        p += step;
        x = FloatVector.fromArray(Lanes.F, in, p);
        b0 = x.fma(w21, b0);
        p += step;
        x = FloatVector.fromArray(Lanes.F, in, p);
        b0 = x.fma(w22, b0);
        b1 = x.fma(w20, b1);
        p += step;
        x = FloatVector.fromArray(Lanes.F, in, p);
        b1 = x.fma(w21, b1);
        p += step;
        x = FloatVector.fromArray(Lanes.F, in, p);
        b1 = x.fma(w22, b1);
        FloatVector bias = FloatVector.fromArray(Lanes.F, e, e0);
        a0 = a0.add(bias);
        a0 = a0.blend(l, a0.compare(VectorOperators.LE, l));
        a0 = a0.blend(h, a0.compare(VectorOperators.GE, h));
        a0.intoArray(out, q);
        q += toStep;
        a1 = a1.add(bias);
        a1 = a1.blend(l, a1.compare(VectorOperators.LE, l));
        a1 = a1.blend(h, a1.compare(VectorOperators.GE, h));
        a1.intoArray(out, q);
        q += toLine - toStep;
        b0 = b0.add(bias);
        b0 = b0.blend(l, b0.compare(VectorOperators.LE, l));
        b0 = b0.blend(h, b0.compare(VectorOperators.GE, h));
        b0.intoArray(out, q);
        q += toStep;
        b1 = b1.add(bias);
        b1 = b1.blend(l, b1.compare(VectorOperators.LE, l));
        b1 = b1.blend(h, b1.compare(VectorOperators.GE, h));
        b1.intoArray(out, q);
      }
    }
  }
}
