package dev.loupe.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// Runs of pixels at a border, which meet two rows or two columns of the taps of a kernel of 3 by
/// 3: their weights stay in registers.
///
/// Each value is one chain of fused multiply-adds, at any width. Pixel i reads at `at + i step + k
/// line + t tap` for tap t of line k, and is written to `to + i toStep`.
final class DepthwiseBorder {
  private DepthwiseBorder() {}

  /// Two lines of three taps.
  ///
  /// @param vectors of channels: 1 or 2
  /// @param w0 the weights of the first tap; others lie `wLine` and `wTap` apart
  /// @param count pixels
  /// @param e each channel gets its bias, from `e0` on
  /// @param low all at most this becomes it
  /// @param high all at least this becomes it
  static void six(
      int vectors,
      float[] in,
      int at,
      int line,
      int tap,
      int step,
      float[] w,
      int w0,
      int wLine,
      int wTap,
      int count,
      float[] out,
      int to,
      int toStep,
      float[] e,
      int e0,
      float low,
      float high) {
    if (vectors == 2) {
      sixTwo(in, at, line, tap, step, w, w0, wLine, wTap, count, out, to, toStep, e, e0, low, high);
    } else {
      sixOne(in, at, line, tap, step, w, w0, wLine, wTap, count, out, to, toStep, e, e0, low, high);
    }
  }

  /// Two lines of two taps: corners.
  static void four(
      int vectors,
      float[] in,
      int at,
      int line,
      int tap,
      int step,
      float[] w,
      int w0,
      int wLine,
      int wTap,
      int count,
      float[] out,
      int to,
      int toStep,
      float[] e,
      int e0,
      float low,
      float high) {
    if (vectors == 2) {
      fourTwo(
          in, at, line, tap, step, w, w0, wLine, wTap, count, out, to, toStep, e, e0, low, high);
    } else {
      fourOne(
          in, at, line, tap, step, w, w0, wLine, wTap, count, out, to, toStep, e, e0, low, high);
    }
  }

  private static void sixTwo(
      float[] in,
      int at,
      int line,
      int tap,
      int step,
      float[] w,
      int w0,
      int wLine,
      int wTap,
      int count,
      float[] out,
      int to,
      int toStep,
      float[] e,
      int e0,
      float low,
      float high) {
    int n = Lanes.N;
    FloatVector w00a = FloatVector.fromArray(Lanes.F, w, w0);
    FloatVector w00b = FloatVector.fromArray(Lanes.F, w, w0 + n);
    FloatVector w01a = FloatVector.fromArray(Lanes.F, w, w0 + wTap);
    FloatVector w01b = FloatVector.fromArray(Lanes.F, w, w0 + wTap + n);
    FloatVector w02a = FloatVector.fromArray(Lanes.F, w, w0 + 2 * wTap);
    FloatVector w02b = FloatVector.fromArray(Lanes.F, w, w0 + 2 * wTap + n);
    FloatVector w10a = FloatVector.fromArray(Lanes.F, w, w0 + wLine);
    FloatVector w10b = FloatVector.fromArray(Lanes.F, w, w0 + wLine + n);
    FloatVector w11a = FloatVector.fromArray(Lanes.F, w, w0 + wLine + wTap);
    FloatVector w11b = FloatVector.fromArray(Lanes.F, w, w0 + wLine + wTap + n);
    FloatVector w12a = FloatVector.fromArray(Lanes.F, w, w0 + wLine + 2 * wTap);
    FloatVector w12b = FloatVector.fromArray(Lanes.F, w, w0 + wLine + 2 * wTap + n);
    FloatVector biasa = FloatVector.fromArray(Lanes.F, e, e0);
    FloatVector biasb = FloatVector.fromArray(Lanes.F, e, e0 + n);
    FloatVector l = FloatVector.broadcast(Lanes.F, low);
    FloatVector h = FloatVector.broadcast(Lanes.F, high);
    for (int i = 0; i < count; i++) {
      int p = at + i * step;
      FloatVector ya = FloatVector.fromArray(Lanes.F, in, p).fma(w00a, FloatVector.zero(Lanes.F));
      FloatVector yb =
          FloatVector.fromArray(Lanes.F, in, p + n).fma(w00b, FloatVector.zero(Lanes.F));
      p += tap;
      ya = FloatVector.fromArray(Lanes.F, in, p).fma(w01a, ya);
      yb = FloatVector.fromArray(Lanes.F, in, p + n).fma(w01b, yb);
      p += tap;
      ya = FloatVector.fromArray(Lanes.F, in, p).fma(w02a, ya);
      yb = FloatVector.fromArray(Lanes.F, in, p + n).fma(w02b, yb);
      p += line - 2 * tap;
      ya = FloatVector.fromArray(Lanes.F, in, p).fma(w10a, ya);
      yb = FloatVector.fromArray(Lanes.F, in, p + n).fma(w10b, yb);
      p += tap;
      ya = FloatVector.fromArray(Lanes.F, in, p).fma(w11a, ya);
      yb = FloatVector.fromArray(Lanes.F, in, p + n).fma(w11b, yb);
      p += tap;
      ya = FloatVector.fromArray(Lanes.F, in, p).fma(w12a, ya);
      yb = FloatVector.fromArray(Lanes.F, in, p + n).fma(w12b, yb);
      int q = to + i * toStep;
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

  private static void sixOne(
      float[] in,
      int at,
      int line,
      int tap,
      int step,
      float[] w,
      int w0,
      int wLine,
      int wTap,
      int count,
      float[] out,
      int to,
      int toStep,
      float[] e,
      int e0,
      float low,
      float high) {
    FloatVector w00 = FloatVector.fromArray(Lanes.F, w, w0);
    FloatVector w01 = FloatVector.fromArray(Lanes.F, w, w0 + wTap);
    FloatVector w02 = FloatVector.fromArray(Lanes.F, w, w0 + 2 * wTap);
    FloatVector w10 = FloatVector.fromArray(Lanes.F, w, w0 + wLine);
    FloatVector w11 = FloatVector.fromArray(Lanes.F, w, w0 + wLine + wTap);
    FloatVector w12 = FloatVector.fromArray(Lanes.F, w, w0 + wLine + 2 * wTap);
    FloatVector bias = FloatVector.fromArray(Lanes.F, e, e0);
    FloatVector l = FloatVector.broadcast(Lanes.F, low);
    FloatVector h = FloatVector.broadcast(Lanes.F, high);
    for (int i = 0; i < count; i++) {
      int p = at + i * step;
      FloatVector y = FloatVector.fromArray(Lanes.F, in, p).fma(w00, FloatVector.zero(Lanes.F));
      p += tap;
      y = FloatVector.fromArray(Lanes.F, in, p).fma(w01, y);
      p += tap;
      y = FloatVector.fromArray(Lanes.F, in, p).fma(w02, y);
      p += line - 2 * tap;
      y = FloatVector.fromArray(Lanes.F, in, p).fma(w10, y);
      p += tap;
      y = FloatVector.fromArray(Lanes.F, in, p).fma(w11, y);
      p += tap;
      y = FloatVector.fromArray(Lanes.F, in, p).fma(w12, y);
      int q = to + i * toStep;
      y = y.add(bias);
      y = y.blend(l, y.compare(VectorOperators.LE, l));
      y = y.blend(h, y.compare(VectorOperators.GE, h));
      y.intoArray(out, q);
    }
  }

  private static void fourTwo(
      float[] in,
      int at,
      int line,
      int tap,
      int step,
      float[] w,
      int w0,
      int wLine,
      int wTap,
      int count,
      float[] out,
      int to,
      int toStep,
      float[] e,
      int e0,
      float low,
      float high) {
    int n = Lanes.N;
    FloatVector w00a = FloatVector.fromArray(Lanes.F, w, w0);
    FloatVector w00b = FloatVector.fromArray(Lanes.F, w, w0 + n);
    FloatVector w01a = FloatVector.fromArray(Lanes.F, w, w0 + wTap);
    FloatVector w01b = FloatVector.fromArray(Lanes.F, w, w0 + wTap + n);
    FloatVector w10a = FloatVector.fromArray(Lanes.F, w, w0 + wLine);
    FloatVector w10b = FloatVector.fromArray(Lanes.F, w, w0 + wLine + n);
    FloatVector w11a = FloatVector.fromArray(Lanes.F, w, w0 + wLine + wTap);
    FloatVector w11b = FloatVector.fromArray(Lanes.F, w, w0 + wLine + wTap + n);
    FloatVector biasa = FloatVector.fromArray(Lanes.F, e, e0);
    FloatVector biasb = FloatVector.fromArray(Lanes.F, e, e0 + n);
    FloatVector l = FloatVector.broadcast(Lanes.F, low);
    FloatVector h = FloatVector.broadcast(Lanes.F, high);
    for (int i = 0; i < count; i++) {
      int p = at + i * step;
      FloatVector ya = FloatVector.fromArray(Lanes.F, in, p).fma(w00a, FloatVector.zero(Lanes.F));
      FloatVector yb =
          FloatVector.fromArray(Lanes.F, in, p + n).fma(w00b, FloatVector.zero(Lanes.F));
      p += tap;
      ya = FloatVector.fromArray(Lanes.F, in, p).fma(w01a, ya);
      yb = FloatVector.fromArray(Lanes.F, in, p + n).fma(w01b, yb);
      p += line - tap;
      ya = FloatVector.fromArray(Lanes.F, in, p).fma(w10a, ya);
      yb = FloatVector.fromArray(Lanes.F, in, p + n).fma(w10b, yb);
      p += tap;
      ya = FloatVector.fromArray(Lanes.F, in, p).fma(w11a, ya);
      yb = FloatVector.fromArray(Lanes.F, in, p + n).fma(w11b, yb);
      int q = to + i * toStep;
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

  private static void fourOne(
      float[] in,
      int at,
      int line,
      int tap,
      int step,
      float[] w,
      int w0,
      int wLine,
      int wTap,
      int count,
      float[] out,
      int to,
      int toStep,
      float[] e,
      int e0,
      float low,
      float high) {
    FloatVector w00 = FloatVector.fromArray(Lanes.F, w, w0);
    FloatVector w01 = FloatVector.fromArray(Lanes.F, w, w0 + wTap);
    FloatVector w10 = FloatVector.fromArray(Lanes.F, w, w0 + wLine);
    FloatVector w11 = FloatVector.fromArray(Lanes.F, w, w0 + wLine + wTap);
    FloatVector bias = FloatVector.fromArray(Lanes.F, e, e0);
    FloatVector l = FloatVector.broadcast(Lanes.F, low);
    FloatVector h = FloatVector.broadcast(Lanes.F, high);
    for (int i = 0; i < count; i++) {
      int p = at + i * step;
      FloatVector y = FloatVector.fromArray(Lanes.F, in, p).fma(w00, FloatVector.zero(Lanes.F));
      p += tap;
      y = FloatVector.fromArray(Lanes.F, in, p).fma(w01, y);
      p += line - tap;
      y = FloatVector.fromArray(Lanes.F, in, p).fma(w10, y);
      p += tap;
      y = FloatVector.fromArray(Lanes.F, in, p).fma(w11, y);
      int q = to + i * toStep;
      y = y.add(bias);
      y = y.blend(l, y.compare(VectorOperators.LE, l));
      y = y.blend(h, y.compare(VectorOperators.GE, h));
      y.intoArray(out, q);
    }
  }
}
