package dev.loupe.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/// Sums over any taps, pixel by pixel: the way for borders, strides and unusual kernels.
///
/// Each value is one chain of fused multiply-adds in the order of the tables. Four vectors of
/// channels at once hide the latency of the chains.
final class DepthwiseTaps {
  private static final int PAIR = 2;

  private DepthwiseTaps() {}

  /// Computes `count` pixels that meet the same taps.
  ///
  /// @param in what is read; pixel p starts at `at + p step`
  /// @param w the weights
  /// @param from for each tap, its distance from the start of the pixel
  /// @param weights for each tap, the distance of its weights from `w0`
  /// @param c the first channel
  /// @param end the channel behind the last
  /// @param e each channel gets its bias, from `e0` on
  /// @param low all at most this becomes it
  /// @param high all at least this becomes it
  static void run(
      float[] in,
      int at,
      int step,
      int count,
      float[] w,
      int w0,
      int[] from,
      int[] weights,
      int c,
      int end,
      float[] out,
      int to,
      int toStep,
      float[] e,
      int e0,
      float low,
      float high) {
    int four = c + (end - c) / (4 * Lanes.N) * (4 * Lanes.N);
    int one = c + (end - c) / Lanes.N * Lanes.N;
    for (int p = 0; p < count; p += PAIR) {
      if (p + 1 < count) {
        wide(in, at, step, w, w0, from, weights, c, four, out, to, toStep, e, e0, low, high);
      } else {
        four(in, at, w, w0, from, weights, c, four, out, to, e, e0, low, high);
      }
      at += PAIR * step;
      to += PAIR * toStep;
    }
    at -= (count + 1) / 2 * 2 * step;
    to -= (count + 1) / 2 * 2 * toStep;
    if (four < one) {
      int p = 0;
      for (; p + 4 <= count; p += 4) {
        pixels(
            in,
            at + p * step,
            step,
            w,
            w0,
            from,
            weights,
            four,
            one,
            out,
            to + p * toStep,
            toStep,
            e,
            e0,
            low,
            high);
      }
      for (; p < count; p++) {
        one(
            in,
            at + p * step,
            w,
            w0,
            from,
            weights,
            four,
            one,
            out,
            to + p * toStep,
            e,
            e0,
            low,
            high);
      }
    }
    if (one < end) {
      for (int p = 0; p < count; p++) {
        few(
            in,
            at + p * step + one,
            w,
            w0 + one,
            from,
            weights,
            end - one,
            out,
            to + p * toStep + one,
            e,
            e0 + one,
            low,
            high);
      }
    }
  }

  private static void wide(
      float[] in,
      int at,
      int step,
      float[] w,
      int w0,
      int[] from,
      int[] weights,
      int first,
      int end,
      float[] out,
      int to,
      int toStep,
      float[] e,
      int e0,
      float low,
      float high) {
    int n = Lanes.N;
    FloatVector l = FloatVector.broadcast(Lanes.F, low);
    FloatVector h = FloatVector.broadcast(Lanes.F, high);
    for (int c = first; c < end; c += 4 * Lanes.N) {
      FloatVector a0 = FloatVector.zero(Lanes.F);
      FloatVector a1 = a0;
      FloatVector a2 = a0;
      FloatVector a3 = a0;
      FloatVector b0 = a0;
      FloatVector b1 = a0;
      FloatVector b2 = a0;
      FloatVector b3 = a0;
      for (int t = 0; t < from.length; t++) {
        int k = w0 + c + weights[t];
        int i = at + c + from[t];
        FloatVector u0 = FloatVector.fromArray(Lanes.F, w, k);
        FloatVector u1 = FloatVector.fromArray(Lanes.F, w, k + n);
        FloatVector u2 = FloatVector.fromArray(Lanes.F, w, k + 2 * n);
        FloatVector u3 = FloatVector.fromArray(Lanes.F, w, k + 3 * n);
        a0 = FloatVector.fromArray(Lanes.F, in, i).fma(u0, a0);
        a1 = FloatVector.fromArray(Lanes.F, in, i + n).fma(u1, a1);
        a2 = FloatVector.fromArray(Lanes.F, in, i + 2 * n).fma(u2, a2);
        a3 = FloatVector.fromArray(Lanes.F, in, i + 3 * n).fma(u3, a3);
        i += step;
        b0 = FloatVector.fromArray(Lanes.F, in, i).fma(u0, b0);
        b1 = FloatVector.fromArray(Lanes.F, in, i + n).fma(u1, b1);
        b2 = FloatVector.fromArray(Lanes.F, in, i + 2 * n).fma(u2, b2);
        b3 = FloatVector.fromArray(Lanes.F, in, i + 3 * n).fma(u3, b3);
      }
      int k = e0 + c;
      FloatVector e1 = FloatVector.fromArray(Lanes.F, e, k);
      FloatVector e2 = FloatVector.fromArray(Lanes.F, e, k + n);
      FloatVector e3 = FloatVector.fromArray(Lanes.F, e, k + 2 * n);
      FloatVector e4 = FloatVector.fromArray(Lanes.F, e, k + 3 * n);
      int o = to + c;
      a0 = a0.add(e1);
      a0 = a0.blend(l, a0.compare(VectorOperators.LE, l));
      a0 = a0.blend(h, a0.compare(VectorOperators.GE, h));
      a0.intoArray(out, o);
      a1 = a1.add(e2);
      a1 = a1.blend(l, a1.compare(VectorOperators.LE, l));
      a1 = a1.blend(h, a1.compare(VectorOperators.GE, h));
      a1.intoArray(out, o + n);
      a2 = a2.add(e3);
      a2 = a2.blend(l, a2.compare(VectorOperators.LE, l));
      a2 = a2.blend(h, a2.compare(VectorOperators.GE, h));
      a2.intoArray(out, o + 2 * n);
      a3 = a3.add(e4);
      a3 = a3.blend(l, a3.compare(VectorOperators.LE, l));
      a3 = a3.blend(h, a3.compare(VectorOperators.GE, h));
      a3.intoArray(out, o + 3 * n);
      o += toStep;
      b0 = b0.add(e1);
      b0 = b0.blend(l, b0.compare(VectorOperators.LE, l));
      b0 = b0.blend(h, b0.compare(VectorOperators.GE, h));
      b0.intoArray(out, o);
      b1 = b1.add(e2);
      b1 = b1.blend(l, b1.compare(VectorOperators.LE, l));
      b1 = b1.blend(h, b1.compare(VectorOperators.GE, h));
      b1.intoArray(out, o + n);
      b2 = b2.add(e3);
      b2 = b2.blend(l, b2.compare(VectorOperators.LE, l));
      b2 = b2.blend(h, b2.compare(VectorOperators.GE, h));
      b2.intoArray(out, o + 2 * n);
      b3 = b3.add(e4);
      b3 = b3.blend(l, b3.compare(VectorOperators.LE, l));
      b3 = b3.blend(h, b3.compare(VectorOperators.GE, h));
      b3.intoArray(out, o + 3 * n);
    }
  }

  private static void four(
      float[] in,
      int at,
      float[] w,
      int w0,
      int[] from,
      int[] weights,
      int first,
      int end,
      float[] out,
      int to,
      float[] e,
      int e0,
      float low,
      float high) {
    int n = Lanes.N;
    FloatVector l = FloatVector.broadcast(Lanes.F, low);
    FloatVector h = FloatVector.broadcast(Lanes.F, high);
    for (int c = first; c < end; c += 4 * Lanes.N) {
      FloatVector a0 = FloatVector.zero(Lanes.F);
      FloatVector a1 = a0;
      FloatVector a2 = a0;
      FloatVector a3 = a0;
      for (int t = 0; t < from.length; t++) {
        int k = w0 + c + weights[t];
        int i = at + c + from[t];
        FloatVector u0 = FloatVector.fromArray(Lanes.F, w, k);
        FloatVector u1 = FloatVector.fromArray(Lanes.F, w, k + n);
        FloatVector u2 = FloatVector.fromArray(Lanes.F, w, k + 2 * n);
        FloatVector u3 = FloatVector.fromArray(Lanes.F, w, k + 3 * n);
        a0 = FloatVector.fromArray(Lanes.F, in, i).fma(u0, a0);
        a1 = FloatVector.fromArray(Lanes.F, in, i + n).fma(u1, a1);
        a2 = FloatVector.fromArray(Lanes.F, in, i + 2 * n).fma(u2, a2);
        a3 = FloatVector.fromArray(Lanes.F, in, i + 3 * n).fma(u3, a3);
      }
      int k = e0 + c;
      FloatVector e1 = FloatVector.fromArray(Lanes.F, e, k);
      FloatVector e2 = FloatVector.fromArray(Lanes.F, e, k + n);
      FloatVector e3 = FloatVector.fromArray(Lanes.F, e, k + 2 * n);
      FloatVector e4 = FloatVector.fromArray(Lanes.F, e, k + 3 * n);
      int o = to + c;
      a0 = a0.add(e1);
      a0 = a0.blend(l, a0.compare(VectorOperators.LE, l));
      a0 = a0.blend(h, a0.compare(VectorOperators.GE, h));
      a0.intoArray(out, o);
      a1 = a1.add(e2);
      a1 = a1.blend(l, a1.compare(VectorOperators.LE, l));
      a1 = a1.blend(h, a1.compare(VectorOperators.GE, h));
      a1.intoArray(out, o + n);
      a2 = a2.add(e3);
      a2 = a2.blend(l, a2.compare(VectorOperators.LE, l));
      a2 = a2.blend(h, a2.compare(VectorOperators.GE, h));
      a2.intoArray(out, o + 2 * n);
      a3 = a3.add(e4);
      a3 = a3.blend(l, a3.compare(VectorOperators.LE, l));
      a3 = a3.blend(h, a3.compare(VectorOperators.GE, h));
      a3.intoArray(out, o + 3 * n);
    }
  }

  private static void pixels(
      float[] in,
      int at,
      int step,
      float[] w,
      int w0,
      int[] from,
      int[] weights,
      int first,
      int end,
      float[] out,
      int to,
      int toStep,
      float[] e,
      int e0,
      float low,
      float high) {
    FloatVector l = FloatVector.broadcast(Lanes.F, low);
    FloatVector h = FloatVector.broadcast(Lanes.F, high);
    for (int c = first; c < end; c += Lanes.N) {
      FloatVector a0 = FloatVector.zero(Lanes.F);
      FloatVector b0 = a0;
      FloatVector c0 = a0;
      FloatVector d0 = a0;
      for (int t = 0; t < from.length; t++) {
        int k = w0 + c + weights[t];
        int i = at + c + from[t];
        FloatVector u0 = FloatVector.fromArray(Lanes.F, w, k);
        a0 = FloatVector.fromArray(Lanes.F, in, i).fma(u0, a0);
        i += step;
        b0 = FloatVector.fromArray(Lanes.F, in, i).fma(u0, b0);
        i += step;
        c0 = FloatVector.fromArray(Lanes.F, in, i).fma(u0, c0);
        i += step;
        d0 = FloatVector.fromArray(Lanes.F, in, i).fma(u0, d0);
      }
      FloatVector e1 = FloatVector.fromArray(Lanes.F, e, e0 + c);
      int o = to + c;
      a0 = a0.add(e1);
      a0 = a0.blend(l, a0.compare(VectorOperators.LE, l));
      a0 = a0.blend(h, a0.compare(VectorOperators.GE, h));
      a0.intoArray(out, o);
      o += toStep;
      b0 = b0.add(e1);
      b0 = b0.blend(l, b0.compare(VectorOperators.LE, l));
      b0 = b0.blend(h, b0.compare(VectorOperators.GE, h));
      b0.intoArray(out, o);
      o += toStep;
      c0 = c0.add(e1);
      c0 = c0.blend(l, c0.compare(VectorOperators.LE, l));
      c0 = c0.blend(h, c0.compare(VectorOperators.GE, h));
      c0.intoArray(out, o);
      o += toStep;
      d0 = d0.add(e1);
      d0 = d0.blend(l, d0.compare(VectorOperators.LE, l));
      d0 = d0.blend(h, d0.compare(VectorOperators.GE, h));
      d0.intoArray(out, o);
    }
  }

  private static void one(
      float[] in,
      int at,
      float[] w,
      int w0,
      int[] from,
      int[] weights,
      int first,
      int end,
      float[] out,
      int to,
      float[] e,
      int e0,
      float low,
      float high) {
    FloatVector l = FloatVector.broadcast(Lanes.F, low);
    FloatVector h = FloatVector.broadcast(Lanes.F, high);
    for (int c = first; c < end; c += Lanes.N) {
      FloatVector a0 = FloatVector.zero(Lanes.F);
      for (int t = 0; t < from.length; t++) {
        int k = w0 + c + weights[t];
        int i = at + c + from[t];
        FloatVector u0 = FloatVector.fromArray(Lanes.F, w, k);
        a0 = FloatVector.fromArray(Lanes.F, in, i).fma(u0, a0);
      }
      FloatVector e1 = FloatVector.fromArray(Lanes.F, e, e0 + c);
      int o = to + c;
      a0 = a0.add(e1);
      a0 = a0.blend(l, a0.compare(VectorOperators.LE, l));
      a0 = a0.blend(h, a0.compare(VectorOperators.GE, h));
      a0.intoArray(out, o);
    }
  }

  private static void few(
      float[] in,
      int at,
      float[] w,
      int w0,
      int[] from,
      int[] weights,
      int channels,
      float[] out,
      int to,
      float[] e,
      int e0,
      float low,
      float high) {
    VectorMask<Float> mask = Lanes.F.indexInRange(0, channels);
    FloatVector y = FloatVector.zero(Lanes.F);
    for (int t = 0; t < from.length; t++) {
      y =
          FloatVector.fromArray(Lanes.F, in, at + from[t], mask)
              .fma(FloatVector.fromArray(Lanes.F, w, w0 + weights[t], mask), y);
    }
    FloatVector l = FloatVector.broadcast(Lanes.F, low);
    FloatVector h = FloatVector.broadcast(Lanes.F, high);
    y = y.add(FloatVector.fromArray(Lanes.F, e, e0, mask));
    y = y.blend(l, y.compare(VectorOperators.LE, l));
    y = y.blend(h, y.compare(VectorOperators.GE, h));
    y.intoArray(out, to, mask);
  }
}
