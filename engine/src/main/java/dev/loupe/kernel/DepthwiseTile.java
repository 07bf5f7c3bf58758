package dev.loupe.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// Register tiles for kernels of 3 by 3: the taps of some neighbouring pixels unrolled, channels in
/// the innermost loop.
///
/// So source and output are walked through line after line of memory, which is what bounds these
/// layers; a value that is read serves all pixels of the tile that meet it. Each value is one chain
/// of fused multiply-adds in the order of the taps. Steps may be negative: on the way back the
/// kernel is turned, and so the tile starts at its last pixel.
///
/// Parameters of all: `in` is read at `at + y line + x step`, from the first tap of the first pixel
/// on; the weights of the first tap are at `w0`, taps lie `wStep` apart; channels are `first` to
/// `end`, a multiple of the vector; pixels go to `to + y toLine + x toStep`. A value gets its
/// channel's bias, from `e0` on, then is kept between `low` and `high`.
final class DepthwiseTile {
  /// Rows of [#square] and [#edge].
  static final int ROWS = 3;

  /// Columns of [#square] and [#pair].
  static final int COLUMNS = 2;

  /// Columns of [#border].
  static final int BORDER = 3;

  private DepthwiseTile() {}

  /// 3 rows of 2 pixels: 29 loads for 54 multiply-adds.
  static void square(
      float[] in,
      int at,
      int line,
      int step,
      float[] w,
      int w0,
      int wStep,
      int first,
      int end,
      float[] out,
      int to,
      int toLine,
      int toStep,
      float[] e,
      int e0,
      float low,
      float high) {
    int at1 = at + line;
    int at2 = at + 2 * line;
    int at3 = at + 3 * line;
    int at4 = at + 4 * line;
    int to1 = to + toLine;
    int to2 = to + 2 * toLine;
    FloatVector l = FloatVector.broadcast(Lanes.F, low);
    FloatVector h = FloatVector.broadcast(Lanes.F, high);
    for (int c = first; c < end; c += Lanes.N) {
      int k = w0 + c;
      FloatVector w00 = FloatVector.fromArray(Lanes.F, w, k);
      FloatVector w01 = FloatVector.fromArray(Lanes.F, w, k + wStep);
      FloatVector w02 = FloatVector.fromArray(Lanes.F, w, k + 2 * wStep);
      FloatVector w10 = FloatVector.fromArray(Lanes.F, w, k + 3 * wStep);
      FloatVector w11 = FloatVector.fromArray(Lanes.F, w, k + 4 * wStep);
      FloatVector w12 = FloatVector.fromArray(Lanes.F, w, k + 5 * wStep);
      FloatVector w20 = FloatVector.fromArray(Lanes.F, w, k + 6 * wStep);
      FloatVector w21 = FloatVector.fromArray(Lanes.F, w, k + 7 * wStep);
      FloatVector w22 = FloatVector.fromArray(Lanes.F, w, k + 8 * wStep);
      FloatVector a0 = FloatVector.zero(Lanes.F);
      FloatVector a1 = a0;
      FloatVector b0 = a0;
      FloatVector b1 = a0;
      FloatVector c0 = a0;
      FloatVector c1 = a0;
      int i = at + c;
      FloatVector x = FloatVector.fromArray(Lanes.F, in, i);
      a0 = x.fma(w00, a0);
      x = FloatVector.fromArray(Lanes.F, in, i + step);
      a0 = x.fma(w01, a0);
      a1 = x.fma(w00, a1);
      x = FloatVector.fromArray(Lanes.F, in, i + 2 * step);
      a0 = x.fma(w02, a0);
      a1 = x.fma(w01, a1);
      x = FloatVector.fromArray(Lanes.F, in, i + 3 * step);
      a1 = x.fma(w02, a1);
      i = at1 + c;
      x = FloatVector.fromArray(Lanes.F, in, i);
      a0 = x.fma(w10, a0);
      b0 = x.fma(w00, b0);
      x = FloatVector.fromArray(Lanes.F, in, i + step);
      a0 = x.fma(w11, a0);
      a1 = x.fma(w10, a1);
      b0 = x.fma(w01, b0);
      b1 = x.fma(w00, b1);
      x = FloatVector.fromArray(Lanes.F, in, i + 2 * step);
      a0 = x.fma(w12, a0);
      a1 = x.fma(w11, a1);
      b0 = x.fma(w02, b0);
      b1 = x.fma(w01, b1);
      x = FloatVector.fromArray(Lanes.F, in, i + 3 * step);
      a1 = x.fma(w12, a1);
      b1 = x.fma(w02, b1);
      i = at2 + c;
      x = FloatVector.fromArray(Lanes.F, in, i);
      a0 = x.fma(w20, a0);
      b0 = x.fma(w10, b0);
      c0 = x.fma(w00, c0);
      x = FloatVector.fromArray(Lanes.F, in, i + step);
      a0 = x.fma(w21, a0);
      a1 = x.fma(w20, a1);
      b0 = x.fma(w11, b0);
      b1 = x.fma(w10, b1);
      c0 = x.fma(w01, c0);
      c1 = x.fma(w00, c1);
      x = FloatVector.fromArray(Lanes.F, in, i + 2 * step);
      a0 = x.fma(w22, a0);
      a1 = x.fma(w21, a1);
      b0 = x.fma(w12, b0);
      b1 = x.fma(w11, b1);
      c0 = x.fma(w02, c0);
      c1 = x.fma(w01, c1);
      x = FloatVector.fromArray(Lanes.F, in, i + 3 * step);
      a1 = x.fma(w22, a1);
      b1 = x.fma(w12, b1);
      c1 = x.fma(w02, c1);
      i = at3 + c;
      x = FloatVector.fromArray(Lanes.F, in, i);
      b0 = x.fma(w20, b0);
      c0 = x.fma(w10, c0);
      x = FloatVector.fromArray(Lanes.F, in, i + step);
      b0 = x.fma(w21, b0);
      b1 = x.fma(w20, b1);
      c0 = x.fma(w11, c0);
      c1 = x.fma(w10, c1);
      x = FloatVector.fromArray(Lanes.F, in, i + 2 * step);
      b0 = x.fma(w22, b0);
      b1 = x.fma(w21, b1);
      c0 = x.fma(w12, c0);
      c1 = x.fma(w11, c1);
      x = FloatVector.fromArray(Lanes.F, in, i + 3 * step);
      b1 = x.fma(w22, b1);
      c1 = x.fma(w12, c1);
      i = at4 + c;
      x = FloatVector.fromArray(Lanes.F, in, i);
      c0 = x.fma(w20, c0);
      x = FloatVector.fromArray(Lanes.F, in, i + step);
      c0 = x.fma(w21, c0);
      c1 = x.fma(w20, c1);
      x = FloatVector.fromArray(Lanes.F, in, i + 2 * step);
      c0 = x.fma(w22, c0);
      c1 = x.fma(w21, c1);
      x = FloatVector.fromArray(Lanes.F, in, i + 3 * step);
      c1 = x.fma(w22, c1);
      FloatVector bias = FloatVector.fromArray(Lanes.F, e, e0 + c);
      int o = to + c;
      a0 = a0.add(bias);
      a0 = a0.blend(l, a0.compare(VectorOperators.LE, l));
      a0 = a0.blend(h, a0.compare(VectorOperators.GE, h));
      a0.intoArray(out, o);
      a1 = a1.add(bias);
      a1 = a1.blend(l, a1.compare(VectorOperators.LE, l));
      a1 = a1.blend(h, a1.compare(VectorOperators.GE, h));
      a1.intoArray(out, o + toStep);
      o = to1 + c;
      b0 = b0.add(bias);
      b0 = b0.blend(l, b0.compare(VectorOperators.LE, l));
      b0 = b0.blend(h, b0.compare(VectorOperators.GE, h));
      b0.intoArray(out, o);
      b1 = b1.add(bias);
      b1 = b1.blend(l, b1.compare(VectorOperators.LE, l));
      b1 = b1.blend(h, b1.compare(VectorOperators.GE, h));
      b1.intoArray(out, o + toStep);
      o = to2 + c;
      c0 = c0.add(bias);
      c0 = c0.blend(l, c0.compare(VectorOperators.LE, l));
      c0 = c0.blend(h, c0.compare(VectorOperators.GE, h));
      c0.intoArray(out, o);
      c1 = c1.add(bias);
      c1 = c1.blend(l, c1.compare(VectorOperators.LE, l));
      c1 = c1.blend(h, c1.compare(VectorOperators.GE, h));
      c1.intoArray(out, o + toStep);
    }
  }

  /// 3 pixels below each other, of which each meets 2 columns of taps.
  static void edge(
      float[] in,
      int at,
      int line,
      int step,
      float[] w,
      int w0,
      int wStep,
      int first,
      int end,
      float[] out,
      int to,
      int toLine,
      int toStep,
      float[] e,
      int e0,
      float low,
      float high) {
    int at1 = at + line;
    int at2 = at + 2 * line;
    int at3 = at + 3 * line;
    int at4 = at + 4 * line;
    int to1 = to + toLine;
    int to2 = to + 2 * toLine;
    FloatVector l = FloatVector.broadcast(Lanes.F, low);
    FloatVector h = FloatVector.broadcast(Lanes.F, high);
    for (int c = first; c < end; c += Lanes.N) {
      int k = w0 + c;
      FloatVector w00 = FloatVector.fromArray(Lanes.F, w, k);
      FloatVector w01 = FloatVector.fromArray(Lanes.F, w, k + wStep);
      FloatVector w10 = FloatVector.fromArray(Lanes.F, w, k + 3 * wStep);
      FloatVector w11 = FloatVector.fromArray(Lanes.F, w, k + 4 * wStep);
      FloatVector w20 = FloatVector.fromArray(Lanes.F, w, k + 6 * wStep);
      FloatVector w21 = FloatVector.fromArray(Lanes.F, w, k + 7 * wStep);
      FloatVector a0 = FloatVector.zero(Lanes.F);
      FloatVector b0 = a0;
      FloatVector c0 = a0;
      int i = at + c;
      FloatVector x = FloatVector.fromArray(Lanes.F, in, i);
      a0 = x.fma(w00, a0);
      x = FloatVector.fromArray(Lanes.F, in, i + step);
      a0 = x.fma(w01, a0);
      i = at1 + c;
      x = FloatVector.fromArray(Lanes.F, in, i);
      a0 = x.fma(w10, a0);
      b0 = x.fma(w00, b0);
      x = FloatVector.fromArray(Lanes.F, in, i + step);
      a0 = x.fma(w11, a0);
      b0 = x.fma(w01, b0);
      i = at2 + c;
      x = FloatVector.fromArray(Lanes.F, in, i);
      a0 = x.fma(w20, a0);
      b0 = x.fma(w10, b0);
      c0 = x.fma(w00, c0);
      x = FloatVector.fromArray(Lanes.F, in, i + step);
      a0 = x.fma(w21, a0);
      b0 = x.fma(w11, b0);
      c0 = x.fma(w01, c0);
      i = at3 + c;
      x = FloatVector.fromArray(Lanes.F, in, i);
      b0 = x.fma(w20, b0);
      c0 = x.fma(w10, c0);
      x = FloatVector.fromArray(Lanes.F, in, i + step);
      b0 = x.fma(w21, b0);
      c0 = x.fma(w11, c0);
      i = at4 + c;
      x = FloatVector.fromArray(Lanes.F, in, i);
      c0 = x.fma(w20, c0);
      x = FloatVector.fromArray(Lanes.F, in, i + step);
      c0 = x.fma(w21, c0);
      FloatVector bias = FloatVector.fromArray(Lanes.F, e, e0 + c);
      int o = to + c;
      a0 = a0.add(bias);
      a0 = a0.blend(l, a0.compare(VectorOperators.LE, l));
      a0 = a0.blend(h, a0.compare(VectorOperators.GE, h));
      a0.intoArray(out, o);
      o = to1 + c;
      b0 = b0.add(bias);
      b0 = b0.blend(l, b0.compare(VectorOperators.LE, l));
      b0 = b0.blend(h, b0.compare(VectorOperators.GE, h));
      b0.intoArray(out, o);
      o = to2 + c;
      c0 = c0.add(bias);
      c0 = c0.blend(l, c0.compare(VectorOperators.LE, l));
      c0 = c0.blend(h, c0.compare(VectorOperators.GE, h));
      c0.intoArray(out, o);
    }
  }

  /// 3 pixels side by side, of which each meets 2 rows of taps.
  static void border(
      float[] in,
      int at,
      int line,
      int step,
      float[] w,
      int w0,
      int wStep,
      int first,
      int end,
      float[] out,
      int to,
      int toLine,
      int toStep,
      float[] e,
      int e0,
      float low,
      float high) {
    int at1 = at + line;
    FloatVector l = FloatVector.broadcast(Lanes.F, low);
    FloatVector h = FloatVector.broadcast(Lanes.F, high);
    for (int c = first; c < end; c += Lanes.N) {
      int k = w0 + c;
      FloatVector w00 = FloatVector.fromArray(Lanes.F, w, k);
      FloatVector w01 = FloatVector.fromArray(Lanes.F, w, k + wStep);
      FloatVector w02 = FloatVector.fromArray(Lanes.F, w, k + 2 * wStep);
      FloatVector w10 = FloatVector.fromArray(Lanes.F, w, k + 3 * wStep);
      FloatVector w11 = FloatVector.fromArray(Lanes.F, w, k + 4 * wStep);
      FloatVector w12 = FloatVector.fromArray(Lanes.F, w, k + 5 * wStep);
      FloatVector a0 = FloatVector.zero(Lanes.F);
      FloatVector a1 = a0;
      FloatVector a2 = a0;
      int i = at + c;
      FloatVector x = FloatVector.fromArray(Lanes.F, in, i);
      a0 = x.fma(w00, a0);
      x = FloatVector.fromArray(Lanes.F, in, i + step);
      a0 = x.fma(w01, a0);
      a1 = x.fma(w00, a1);
      x = FloatVector.fromArray(Lanes.F, in, i + 2 * step);
      a0 = x.fma(w02, a0);
      a1 = x.fma(w01, a1);
      a2 = x.fma(w00, a2);
      x = FloatVector.fromArray(Lanes.F, in, i + 3 * step);
      a1 = x.fma(w02, a1);
      a2 = x.fma(w01, a2);
      x = FloatVector.fromArray(Lanes.F, in, i + 4 * step);
      a2 = x.fma(w02, a2);
      i = at1 + c;
      x = FloatVector.fromArray(Lanes.F, in, i);
      a0 = x.fma(w10, a0);
      x = FloatVector.fromArray(Lanes.F, in, i + step);
      a0 = x.fma(w11, a0);
      a1 = x.fma(w10, a1);
      x = FloatVector.fromArray(Lanes.F, in, i + 2 * step);
      a0 = x.fma(w12, a0);
      a1 = x.fma(w11, a1);
      a2 = x.fma(w10, a2);
      x = FloatVector.fromArray(Lanes.F, in, i + 3 * step);
      a1 = x.fma(w12, a1);
      a2 = x.fma(w11, a2);
      x = FloatVector.fromArray(Lanes.F, in, i + 4 * step);
      a2 = x.fma(w12, a2);
      FloatVector bias = FloatVector.fromArray(Lanes.F, e, e0 + c);
      int o = to + c;
      a0 = a0.add(bias);
      a0 = a0.blend(l, a0.compare(VectorOperators.LE, l));
      a0 = a0.blend(h, a0.compare(VectorOperators.GE, h));
      a0.intoArray(out, o);
      a1 = a1.add(bias);
      a1 = a1.blend(l, a1.compare(VectorOperators.LE, l));
      a1 = a1.blend(h, a1.compare(VectorOperators.GE, h));
      a1.intoArray(out, o + toStep);
      a2 = a2.add(bias);
      a2 = a2.blend(l, a2.compare(VectorOperators.LE, l));
      a2 = a2.blend(h, a2.compare(VectorOperators.GE, h));
      a2.intoArray(out, o + 2 * toStep);
    }
  }

  /// 2 pixels side by side, 2 steps apart: stride 2.
  static void pair(
      float[] in,
      int at,
      int line,
      int step,
      float[] w,
      int w0,
      int wStep,
      int first,
      int end,
      float[] out,
      int to,
      int toLine,
      int toStep,
      float[] e,
      int e0,
      float low,
      float high) {
    int at1 = at + line;
    int at2 = at + 2 * line;
    FloatVector l = FloatVector.broadcast(Lanes.F, low);
    FloatVector h = FloatVector.broadcast(Lanes.F, high);
    for (int c = first; c < end; c += Lanes.N) {
      int k = w0 + c;
      FloatVector w00 = FloatVector.fromArray(Lanes.F, w, k);
      FloatVector w01 = FloatVector.fromArray(Lanes.F, w, k + wStep);
      FloatVector w02 = FloatVector.fromArray(Lanes.F, w, k + 2 * wStep);
      FloatVector w10 = FloatVector.fromArray(Lanes.F, w, k + 3 * wStep);
      FloatVector w11 = FloatVector.fromArray(Lanes.F, w, k + 4 * wStep);
      FloatVector w12 = FloatVector.fromArray(Lanes.F, w, k + 5 * wStep);
      FloatVector w20 = FloatVector.fromArray(Lanes.F, w, k + 6 * wStep);
      FloatVector w21 = FloatVector.fromArray(Lanes.F, w, k + 7 * wStep);
      FloatVector w22 = FloatVector.fromArray(Lanes.F, w, k + 8 * wStep);
      FloatVector a0 = FloatVector.zero(Lanes.F);
      FloatVector a1 = a0;
      int i = at + c;
      FloatVector x = FloatVector.fromArray(Lanes.F, in, i);
      a0 = x.fma(w00, a0);
      x = FloatVector.fromArray(Lanes.F, in, i + step);
      a0 = x.fma(w01, a0);
      x = FloatVector.fromArray(Lanes.F, in, i + 2 * step);
      a0 = x.fma(w02, a0);
      a1 = x.fma(w00, a1);
      x = FloatVector.fromArray(Lanes.F, in, i + 3 * step);
      a1 = x.fma(w01, a1);
      x = FloatVector.fromArray(Lanes.F, in, i + 4 * step);
      a1 = x.fma(w02, a1);
      i = at1 + c;
      x = FloatVector.fromArray(Lanes.F, in, i);
      a0 = x.fma(w10, a0);
      x = FloatVector.fromArray(Lanes.F, in, i + step);
      a0 = x.fma(w11, a0);
      x = FloatVector.fromArray(Lanes.F, in, i + 2 * step);
      a0 = x.fma(w12, a0);
      a1 = x.fma(w10, a1);
      x = FloatVector.fromArray(Lanes.F, in, i + 3 * step);
      a1 = x.fma(w11, a1);
      x = FloatVector.fromArray(Lanes.F, in, i + 4 * step);
      a1 = x.fma(w12, a1);
      i = at2 + c;
      x = FloatVector.fromArray(Lanes.F, in, i);
      a0 = x.fma(w20, a0);
      x = FloatVector.fromArray(Lanes.F, in, i + step);
      a0 = x.fma(w21, a0);
      x = FloatVector.fromArray(Lanes.F, in, i + 2 * step);
      a0 = x.fma(w22, a0);
      a1 = x.fma(w20, a1);
      x = FloatVector.fromArray(Lanes.F, in, i + 3 * step);
      a1 = x.fma(w21, a1);
      x = FloatVector.fromArray(Lanes.F, in, i + 4 * step);
      a1 = x.fma(w22, a1);
      FloatVector bias = FloatVector.fromArray(Lanes.F, e, e0 + c);
      int o = to + c;
      a0 = a0.add(bias);
      a0 = a0.blend(l, a0.compare(VectorOperators.LE, l));
      a0 = a0.blend(h, a0.compare(VectorOperators.GE, h));
      a0.intoArray(out, o);
      a1 = a1.add(bias);
      a1 = a1.blend(l, a1.compare(VectorOperators.LE, l));
      a1 = a1.blend(h, a1.compare(VectorOperators.GE, h));
      a1.intoArray(out, o + toStep);
    }
  }
}
