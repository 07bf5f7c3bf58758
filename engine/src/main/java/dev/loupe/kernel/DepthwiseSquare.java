package dev.loupe.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// Register tiles of 2 by 2 pixels for kernels of 3 by 3: the weights of one or two vectors of
/// channels stay in registers while a tile goes over the pixels. 16 loads serve 36 multiply-adds.
///
/// Each value is one chain of fused multiply-adds in the order of the taps, at any width. Steps
/// may be negative: on the way back the kernel is turned, and so tiles start at the last pixel.
final class DepthwiseSquare {
  /// Rows and columns of a tile.
  static final int SIDE = 2;

  private DepthwiseSquare() {}

  /// Computes a plane's pixels, or those of some rows.
  ///
  /// @param vectors of channels: 1 or 2
  /// @param at where the first tap of the first pixel reads
  /// @param line from row to row of what is read
  /// @param step from pixel to pixel
  /// @param w0 the weights of the first tap; taps lie `wStep` apart
  /// @param rows of pixels, at least 2
  /// @param count pixels of a row, at least 2
  /// @param e each channel gets its bias, from `e0` on
  /// @param low all at most this becomes it
  /// @param high all at least this becomes it
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
      two(in, at, line, step, w, w0, wStep, rows, count, out, to, toLine, toStep, e, e0, low, high);
    } else {
      one(in, at, line, step, w, w0, wStep, rows, count, out, to, toLine, toStep, e, e0, low, high);
    }
  }

  private static void two(
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
    for (int j = 0; j < rows; j += 2) {
      // The last tiles go back over values that are done.
      int row = Math.min(j, rows - 2);
      int ap = at + row * line;
      int op = to + row * toLine;
      for (int i = 0; i < count; i += 2) {
        int column = Math.min(i, count - 2);
        int p = ap + column * step;
        int q = op + column * toStep;
        FloatVector x = FloatVector.fromArray(Lanes.F, in, p);
        FloatVector a0x = x.fma(w00a, FloatVector.zero(Lanes.F));
        x = FloatVector.fromArray(Lanes.F, in, p + n);
        FloatVector a0y = x.fma(w00b, FloatVector.zero(Lanes.F));
        p += step;
        x = FloatVector.fromArray(Lanes.F, in, p);
        a0x = x.fma(w01a, a0x);
        FloatVector a1x = x.fma(w00a, FloatVector.zero(Lanes.F));
        x = FloatVector.fromArray(Lanes.F, in, p + n);
        a0y = x.fma(w01b, a0y);
        FloatVector a1y = x.fma(w00b, FloatVector.zero(Lanes.F));
        p += step;
        x = FloatVector.fromArray(Lanes.F, in, p);
        a0x = x.fma(w02a, a0x);
        a1x = x.fma(w01a, a1x);
        x = FloatVector.fromArray(Lanes.F, in, p + n);
        a0y = x.fma(w02b, a0y);
        a1y = x.fma(w01b, a1y);
        p += step;
        x = FloatVector.fromArray(Lanes.F, in, p);
        a1x = x.fma(w02a, a1x);
        x = FloatVector.fromArray(Lanes.F, in, p + n);
        a1y = x.fma(w02b, a1y);
        p += line - 3 * step;
        x = FloatVector.fromArray(Lanes.F, in, p);
        a0x = x.fma(w10a, a0x);
        FloatVector b0x = x.fma(w00a, FloatVector.zero(Lanes.F));
        x = FloatVector.fromArray(Lanes.F, in, p + n);
        a0y = x.fma(w10b, a0y);
        FloatVector b0y = x.fma(w00b, FloatVector.zero(Lanes.F));
        p += step;
        x = FloatVector.fromArray(Lanes.F, in, p);
        a0x = x.fma(w11a, a0x);
        a1x = x.fma(w10a, a1x);
        b0x = x.fma(w01a, b0x);
        FloatVector b1x = x.fma(w00a, FloatVector.zero(Lanes.F));
        x = FloatVector.fromArray(Lanes.F, in, p + n);
        a0y = x.fma(w11b, a0y);
        a1y = x.fma(w10b, a1y);
        b0y = x.fma(w01b, b0y);
        FloatVector b1y = x.fma(w00b, FloatVector.zero(Lanes.F));
        p += step;
        x = FloatVector.fromArray(Lanes.F, in, p);
        a0x = x.fma(w12a, a0x);
        a1x = x.fma(w11a, a1x);
        b0x = x.fma(w02a, b0x);
        b1x = x.fma(w01a, b1x);
        x = FloatVector.fromArray(Lanes.F, in, p + n);
        a0y = x.fma(w12b, a0y);
        a1y = x.fma(w11b, a1y);
        b0y = x.fma(w02b, b0y);
        b1y = x.fma(w01b, b1y);
        p += step;
        x = FloatVector.fromArray(Lanes.F, in, p);
        a1x = x.fma(w12a, a1x);
        b1x = x.fma(w02a, b1x);
        x = FloatVector.fromArray(Lanes.F, in, p + n);
        a1y = x.fma(w12b, a1y);
        b1y = x.fma(w02b, b1y);
        p += line - 3 * step;
        x = FloatVector.fromArray(Lanes.F, in, p);
        a0x = x.fma(w20a, a0x);
        b0x = x.fma(w10a, b0x);
        x = FloatVector.fromArray(Lanes.F, in, p + n);
        a0y = x.fma(w20b, a0y);
        b0y = x.fma(w10b, b0y);
        p += step;
        x = FloatVector.fromArray(Lanes.F, in, p);
        a0x = x.fma(w21a, a0x);
        a1x = x.fma(w20a, a1x);
        b0x = x.fma(w11a, b0x);
        b1x = x.fma(w10a, b1x);
        x = FloatVector.fromArray(Lanes.F, in, p + n);
        a0y = x.fma(w21b, a0y);
        a1y = x.fma(w20b, a1y);
        b0y = x.fma(w11b, b0y);
        b1y = x.fma(w10b, b1y);
        p += step;
        x = FloatVector.fromArray(Lanes.F, in, p);
        a0x = x.fma(w22a, a0x);
        a1x = x.fma(w21a, a1x);
        b0x = x.fma(w12a, b0x);
        b1x = x.fma(w11a, b1x);
        x = FloatVector.fromArray(Lanes.F, in, p + n);
        a0y = x.fma(w22b, a0y);
        a1y = x.fma(w21b, a1y);
        b0y = x.fma(w12b, b0y);
        b1y = x.fma(w11b, b1y);
        p += step;
        x = FloatVector.fromArray(Lanes.F, in, p);
        a1x = x.fma(w22a, a1x);
        b1x = x.fma(w12a, b1x);
        x = FloatVector.fromArray(Lanes.F, in, p + n);
        a1y = x.fma(w22b, a1y);
        b1y = x.fma(w12b, b1y);
        p += line - 3 * step;
        x = FloatVector.fromArray(Lanes.F, in, p);
        b0x = x.fma(w20a, b0x);
        x = FloatVector.fromArray(Lanes.F, in, p + n);
        b0y = x.fma(w20b, b0y);
        p += step;
        x = FloatVector.fromArray(Lanes.F, in, p);
        b0x = x.fma(w21a, b0x);
        b1x = x.fma(w20a, b1x);
        x = FloatVector.fromArray(Lanes.F, in, p + n);
        b0y = x.fma(w21b, b0y);
        b1y = x.fma(w20b, b1y);
        p += step;
        x = FloatVector.fromArray(Lanes.F, in, p);
        b0x = x.fma(w22a, b0x);
        b1x = x.fma(w21a, b1x);
        x = FloatVector.fromArray(Lanes.F, in, p + n);
        b0y = x.fma(w22b, b0y);
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
    for (int j = 0; j < rows; j += 2) {
      // The last tiles go back over values that are done.
      int row = Math.min(j, rows - 2);
      int ap = at + row * line;
      int op = to + row * toLine;
      for (int i = 0; i < count; i += 2) {
        int column = Math.min(i, count - 2);
        int p = ap + column * step;
        int q = op + column * toStep;
        FloatVector x = FloatVector.fromArray(Lanes.F, in, p);
        FloatVector a0 = x.fma(w00, FloatVector.zero(Lanes.F));
        p += step;
        x = FloatVector.fromArray(Lanes.F, in, p);
        a0 = x.fma(w01, a0);
        FloatVector a1 = x.fma(w00, FloatVector.zero(Lanes.F));
        p += step;
        x = FloatVector.fromArray(Lanes.F, in, p);
        a0 = x.fma(w02, a0);
        a1 = x.fma(w01, a1);
        p += step;
        x = FloatVector.fromArray(Lanes.F, in, p);
        a1 = x.fma(w02, a1);
        p += line - 3 * step;
        x = FloatVector.fromArray(Lanes.F, in, p);
        a0 = x.fma(w10, a0);
        FloatVector b0 = x.fma(w00, FloatVector.zero(Lanes.F));
        p += step;
        x = FloatVector.fromArray(Lanes.F, in, p);
        a0 = x.fma(w11, a0);
        a1 = x.fma(w10, a1);
        b0 = x.fma(w01, b0);
        FloatVector b1 = x.fma(w00, FloatVector.zero(Lanes.F));
        p += step;
        x = FloatVector.fromArray(Lanes.F, in, p);
        a0 = x.fma(w12, a0);
        a1 = x.fma(w11, a1);
        b0 = x.fma(w02, b0);
        b1 = x.fma(w01, b1);
        p += step;
        x = FloatVector.fromArray(Lanes.F, in, p);
        a1 = x.fma(w12, a1);
        b1 = x.fma(w02, b1);
        p += line - 3 * step;
        x = FloatVector.fromArray(Lanes.F, in, p);
        a0 = x.fma(w20, a0);
        b0 = x.fma(w10, b0);
        p += step;
        x = FloatVector.fromArray(Lanes.F, in, p);
        a0 = x.fma(w21, a0);
        a1 = x.fma(w20, a1);
        b0 = x.fma(w11, b0);
        b1 = x.fma(w10, b1);
        p += step;
        x = FloatVector.fromArray(Lanes.F, in, p);
        a0 = x.fma(w22, a0);
        a1 = x.fma(w21, a1);
        b0 = x.fma(w12, b0);
        b1 = x.fma(w11, b1);
        p += step;
        x = FloatVector.fromArray(Lanes.F, in, p);
        a1 = x.fma(w22, a1);
        b1 = x.fma(w12, b1);
        p += line - 3 * step;
        x = FloatVector.fromArray(Lanes.F, in, p);
        b0 = x.fma(w20, b0);
        p += step;
        x = FloatVector.fromArray(Lanes.F, in, p);
        b0 = x.fma(w21, b0);
        b1 = x.fma(w20, b1);
        p += step;
        x = FloatVector.fromArray(Lanes.F, in, p);
        b0 = x.fma(w22, b0);
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
