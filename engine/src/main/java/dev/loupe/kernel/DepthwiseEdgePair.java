package dev.loupe.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// The sides of a block, as [DepthwiseEdge], of two vectors of channels at a time, which share
/// addresses.
final class DepthwiseEdgePair {
  private DepthwiseEdgePair() {}

  /// Computes them: parameters as there.
  static void run(
      float[] in,
      int at,
      int line,
      int step,
      int stride,
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
      float high,
      int sides) {
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
    FloatVector biasa = FloatVector.fromArray(Lanes.F, e, e0);
    FloatVector biasb = FloatVector.fromArray(Lanes.F, e, e0 + n);
    FloatVector l = FloatVector.broadcast(Lanes.F, low);
    FloatVector h = FloatVector.broadcast(Lanes.F, high);
    int before = (1 - stride) * line;
    int after = rows * stride * line;
    int left = (1 - stride) * step;
    int right = count * stride * step;
    int topCount = (sides & DepthwiseEdge.TOP) == 0 ? 0 : count;
    for (int i = 0; i < topCount; i++) {
      int p = at + before + i * stride * step;
      int q = to - toLine + i * toStep;
      FloatVector ya = FloatVector.fromArray(Lanes.F, in, p).fma(w10a, FloatVector.zero(Lanes.F));
      FloatVector yb =
          FloatVector.fromArray(Lanes.F, in, p + n).fma(w10b, FloatVector.zero(Lanes.F));
      p += step;
      ya = FloatVector.fromArray(Lanes.F, in, p).fma(w11a, ya);
      yb = FloatVector.fromArray(Lanes.F, in, p + n).fma(w11b, yb);
      p += step;
      ya = FloatVector.fromArray(Lanes.F, in, p).fma(w12a, ya);
      yb = FloatVector.fromArray(Lanes.F, in, p + n).fma(w12b, yb);
      p += line - 2 * step;
      ya = FloatVector.fromArray(Lanes.F, in, p).fma(w20a, ya);
      yb = FloatVector.fromArray(Lanes.F, in, p + n).fma(w20b, yb);
      p += step;
      ya = FloatVector.fromArray(Lanes.F, in, p).fma(w21a, ya);
      yb = FloatVector.fromArray(Lanes.F, in, p + n).fma(w21b, yb);
      p += step;
      ya = FloatVector.fromArray(Lanes.F, in, p).fma(w22a, ya);
      yb = FloatVector.fromArray(Lanes.F, in, p + n).fma(w22b, yb);
      ya = ya.add(biasa);
      ya = ya.blend(l, ya.compare(VectorOperators.LE, l));
      ya = ya.blend(h, ya.compare(VectorOperators.GE, h));
      ya.intoArray(out, q);
      yb = yb.add(biasb);
      yb = yb.blend(l, yb.compare(VectorOperators.LE, l));
      yb = yb.blend(h, yb.compare(VectorOperators.GE, h));
      yb.intoArray(out, q + n);
    }
    int bottomCount = (sides & DepthwiseEdge.BOTTOM) == 0 ? 0 : count;
    for (int i = 0; i < bottomCount; i++) {
      int p = at + after + i * stride * step;
      int q = to + rows * toLine + i * toStep;
      FloatVector ya = FloatVector.fromArray(Lanes.F, in, p).fma(w00a, FloatVector.zero(Lanes.F));
      FloatVector yb =
          FloatVector.fromArray(Lanes.F, in, p + n).fma(w00b, FloatVector.zero(Lanes.F));
      p += step;
      ya = FloatVector.fromArray(Lanes.F, in, p).fma(w01a, ya);
      yb = FloatVector.fromArray(Lanes.F, in, p + n).fma(w01b, yb);
      p += step;
      ya = FloatVector.fromArray(Lanes.F, in, p).fma(w02a, ya);
      yb = FloatVector.fromArray(Lanes.F, in, p + n).fma(w02b, yb);
      p += line - 2 * step;
      ya = FloatVector.fromArray(Lanes.F, in, p).fma(w10a, ya);
      yb = FloatVector.fromArray(Lanes.F, in, p + n).fma(w10b, yb);
      p += step;
      ya = FloatVector.fromArray(Lanes.F, in, p).fma(w11a, ya);
      yb = FloatVector.fromArray(Lanes.F, in, p + n).fma(w11b, yb);
      p += step;
      ya = FloatVector.fromArray(Lanes.F, in, p).fma(w12a, ya);
      yb = FloatVector.fromArray(Lanes.F, in, p + n).fma(w12b, yb);
      ya = ya.add(biasa);
      ya = ya.blend(l, ya.compare(VectorOperators.LE, l));
      ya = ya.blend(h, ya.compare(VectorOperators.GE, h));
      ya.intoArray(out, q);
      yb = yb.add(biasb);
      yb = yb.blend(l, yb.compare(VectorOperators.LE, l));
      yb = yb.blend(h, yb.compare(VectorOperators.GE, h));
      yb.intoArray(out, q + n);
    }
    int leftCount = (sides & DepthwiseEdge.LEFT) == 0 ? 0 : rows;
    for (int j = 0; j < leftCount; j++) {
      int p = at + left + j * stride * line;
      int q = to - toStep + j * toLine;
      FloatVector ya = FloatVector.fromArray(Lanes.F, in, p).fma(w01a, FloatVector.zero(Lanes.F));
      FloatVector yb =
          FloatVector.fromArray(Lanes.F, in, p + n).fma(w01b, FloatVector.zero(Lanes.F));
      p += step;
      ya = FloatVector.fromArray(Lanes.F, in, p).fma(w02a, ya);
      yb = FloatVector.fromArray(Lanes.F, in, p + n).fma(w02b, yb);
      p += line - step;
      ya = FloatVector.fromArray(Lanes.F, in, p).fma(w11a, ya);
      yb = FloatVector.fromArray(Lanes.F, in, p + n).fma(w11b, yb);
      p += step;
      ya = FloatVector.fromArray(Lanes.F, in, p).fma(w12a, ya);
      yb = FloatVector.fromArray(Lanes.F, in, p + n).fma(w12b, yb);
      p += line - step;
      ya = FloatVector.fromArray(Lanes.F, in, p).fma(w21a, ya);
      yb = FloatVector.fromArray(Lanes.F, in, p + n).fma(w21b, yb);
      p += step;
      ya = FloatVector.fromArray(Lanes.F, in, p).fma(w22a, ya);
      yb = FloatVector.fromArray(Lanes.F, in, p + n).fma(w22b, yb);
      ya = ya.add(biasa);
      ya = ya.blend(l, ya.compare(VectorOperators.LE, l));
      ya = ya.blend(h, ya.compare(VectorOperators.GE, h));
      ya.intoArray(out, q);
      yb = yb.add(biasb);
      yb = yb.blend(l, yb.compare(VectorOperators.LE, l));
      yb = yb.blend(h, yb.compare(VectorOperators.GE, h));
      yb.intoArray(out, q + n);
    }
    int rightCount = (sides & DepthwiseEdge.RIGHT) == 0 ? 0 : rows;
    for (int j = 0; j < rightCount; j++) {
      int p = at + right + j * stride * line;
      int q = to + count * toStep + j * toLine;
      FloatVector ya = FloatVector.fromArray(Lanes.F, in, p).fma(w00a, FloatVector.zero(Lanes.F));
      FloatVector yb =
          FloatVector.fromArray(Lanes.F, in, p + n).fma(w00b, FloatVector.zero(Lanes.F));
      p += step;
      ya = FloatVector.fromArray(Lanes.F, in, p).fma(w01a, ya);
      yb = FloatVector.fromArray(Lanes.F, in, p + n).fma(w01b, yb);
      p += line - step;
      ya = FloatVector.fromArray(Lanes.F, in, p).fma(w10a, ya);
      yb = FloatVector.fromArray(Lanes.F, in, p + n).fma(w10b, yb);
      p += step;
      ya = FloatVector.fromArray(Lanes.F, in, p).fma(w11a, ya);
      yb = FloatVector.fromArray(Lanes.F, in, p + n).fma(w11b, yb);
      p += line - step;
      ya = FloatVector.fromArray(Lanes.F, in, p).fma(w20a, ya);
      yb = FloatVector.fromArray(Lanes.F, in, p + n).fma(w20b, yb);
      p += step;
      ya = FloatVector.fromArray(Lanes.F, in, p).fma(w21a, ya);
      yb = FloatVector.fromArray(Lanes.F, in, p + n).fma(w21b, yb);
      ya = ya.add(biasa);
      ya = ya.blend(l, ya.compare(VectorOperators.LE, l));
      ya = ya.blend(h, ya.compare(VectorOperators.GE, h));
      ya.intoArray(out, q);
      yb = yb.add(biasb);
      yb = yb.blend(l, yb.compare(VectorOperators.LE, l));
      yb = yb.blend(h, yb.compare(VectorOperators.GE, h));
      yb.intoArray(out, q + n);
    }
    if ((sides & DepthwiseEdge.TOP) != 0 && (sides & DepthwiseEdge.LEFT) != 0) {
      int p = at + before + left;
      int q = to - toLine - toStep;
      FloatVector ya = FloatVector.fromArray(Lanes.F, in, p).fma(w11a, FloatVector.zero(Lanes.F));
      FloatVector yb =
          FloatVector.fromArray(Lanes.F, in, p + n).fma(w11b, FloatVector.zero(Lanes.F));
      p += step;
      ya = FloatVector.fromArray(Lanes.F, in, p).fma(w12a, ya);
      yb = FloatVector.fromArray(Lanes.F, in, p + n).fma(w12b, yb);
      p += line - step;
      ya = FloatVector.fromArray(Lanes.F, in, p).fma(w21a, ya);
      yb = FloatVector.fromArray(Lanes.F, in, p + n).fma(w21b, yb);
      p += step;
      ya = FloatVector.fromArray(Lanes.F, in, p).fma(w22a, ya);
      yb = FloatVector.fromArray(Lanes.F, in, p + n).fma(w22b, yb);
      ya = ya.add(biasa);
      ya = ya.blend(l, ya.compare(VectorOperators.LE, l));
      ya = ya.blend(h, ya.compare(VectorOperators.GE, h));
      ya.intoArray(out, q);
      yb = yb.add(biasb);
      yb = yb.blend(l, yb.compare(VectorOperators.LE, l));
      yb = yb.blend(h, yb.compare(VectorOperators.GE, h));
      yb.intoArray(out, q + n);
    }
    if ((sides & DepthwiseEdge.TOP) != 0 && (sides & DepthwiseEdge.RIGHT) != 0) {
      int p = at + before + right;
      int q = to - toLine + count * toStep;
      FloatVector ya = FloatVector.fromArray(Lanes.F, in, p).fma(w10a, FloatVector.zero(Lanes.F));
      FloatVector yb =
          FloatVector.fromArray(Lanes.F, in, p + n).fma(w10b, FloatVector.zero(Lanes.F));
      p += step;
      ya = FloatVector.fromArray(Lanes.F, in, p).fma(w11a, ya);
      yb = FloatVector.fromArray(Lanes.F, in, p + n).fma(w11b, yb);
      p += line - step;
      ya = FloatVector.fromArray(Lanes.F, in, p).fma(w20a, ya);
      yb = FloatVector.fromArray(Lanes.F, in, p + n).fma(w20b, yb);
      p += step;
      ya = FloatVector.fromArray(Lanes.F, in, p).fma(w21a, ya);
      yb = FloatVector.fromArray(Lanes.F, in, p + n).fma(w21b, yb);
      ya = ya.add(biasa);
      ya = ya.blend(l, ya.compare(VectorOperators.LE, l));
      ya = ya.blend(h, ya.compare(VectorOperators.GE, h));
      ya.intoArray(out, q);
      yb = yb.add(biasb);
      yb = yb.blend(l, yb.compare(VectorOperators.LE, l));
      yb = yb.blend(h, yb.compare(VectorOperators.GE, h));
      yb.intoArray(out, q + n);
    }
    if ((sides & DepthwiseEdge.BOTTOM) != 0 && (sides & DepthwiseEdge.LEFT) != 0) {
      int p = at + after + left;
      int q = to + rows * toLine - toStep;
      FloatVector ya = FloatVector.fromArray(Lanes.F, in, p).fma(w01a, FloatVector.zero(Lanes.F));
      FloatVector yb =
          FloatVector.fromArray(Lanes.F, in, p + n).fma(w01b, FloatVector.zero(Lanes.F));
      p += step;
      ya = FloatVector.fromArray(Lanes.F, in, p).fma(w02a, ya);
      yb = FloatVector.fromArray(Lanes.F, in, p + n).fma(w02b, yb);
      p += line - step;
      ya = FloatVector.fromArray(Lanes.F, in, p).fma(w11a, ya);
      yb = FloatVector.fromArray(Lanes.F, in, p + n).fma(w11b, yb);
      p += step;
      ya = FloatVector.fromArray(Lanes.F, in, p).fma(w12a, ya);
      yb = FloatVector.fromArray(Lanes.F, in, p + n).fma(w12b, yb);
      ya = ya.add(biasa);
      ya = ya.blend(l, ya.compare(VectorOperators.LE, l));
      ya = ya.blend(h, ya.compare(VectorOperators.GE, h));
      ya.intoArray(out, q);
      yb = yb.add(biasb);
      yb = yb.blend(l, yb.compare(VectorOperators.LE, l));
      yb = yb.blend(h, yb.compare(VectorOperators.GE, h));
      yb.intoArray(out, q + n);
    }
    if ((sides & DepthwiseEdge.BOTTOM) != 0 && (sides & DepthwiseEdge.RIGHT) != 0) {
      int p = at + after + right;
      int q = to + rows * toLine + count * toStep;
      FloatVector ya = FloatVector.fromArray(Lanes.F, in, p).fma(w00a, FloatVector.zero(Lanes.F));
      FloatVector yb =
          FloatVector.fromArray(Lanes.F, in, p + n).fma(w00b, FloatVector.zero(Lanes.F));
      p += step;
      ya = FloatVector.fromArray(Lanes.F, in, p).fma(w01a, ya);
      yb = FloatVector.fromArray(Lanes.F, in, p + n).fma(w01b, yb);
      p += line - step;
      ya = FloatVector.fromArray(Lanes.F, in, p).fma(w10a, ya);
      yb = FloatVector.fromArray(Lanes.F, in, p + n).fma(w10b, yb);
      p += step;
      ya = FloatVector.fromArray(Lanes.F, in, p).fma(w11a, ya);
      yb = FloatVector.fromArray(Lanes.F, in, p + n).fma(w11b, yb);
      ya = ya.add(biasa);
      ya = ya.blend(l, ya.compare(VectorOperators.LE, l));
      ya = ya.blend(h, ya.compare(VectorOperators.GE, h));
      ya.intoArray(out, q);
      yb = yb.add(biasb);
      yb = yb.blend(l, yb.compare(VectorOperators.LE, l));
      yb = yb.blend(h, yb.compare(VectorOperators.GE, h));
      yb.intoArray(out, q + n);
    }
  }
}
