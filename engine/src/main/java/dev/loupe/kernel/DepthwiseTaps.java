package dev.loupe.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

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
      int toStep) {
    int four = c + (end - c) / (4 * Lanes.N) * (4 * Lanes.N);
    int one = c + (end - c) / Lanes.N * Lanes.N;
    for (int p = 0; p < count; p += PAIR) {
      if (p + 1 < count) {
        wide(in, at, step, w, w0, from, weights, c, four, out, to, toStep);
      } else {
        four(in, at, w, w0, from, weights, c, four, out, to);
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
            in, at + p * step, step, w, w0, from, weights, four, one, out, to + p * toStep, toStep);
      }
      for (; p < count; p++) {
        one(in, at + p * step, w, w0, from, weights, four, one, out, to + p * toStep);
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
            to + p * toStep + one);
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
      int toStep) {
    int n = Lanes.N;
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
      int o = to + c;
      a0.intoArray(out, o);
      a1.intoArray(out, o + n);
      a2.intoArray(out, o + 2 * n);
      a3.intoArray(out, o + 3 * n);
      o += toStep;
      b0.intoArray(out, o);
      b1.intoArray(out, o + n);
      b2.intoArray(out, o + 2 * n);
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
      int to) {
    int n = Lanes.N;
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
      int o = to + c;
      a0.intoArray(out, o);
      a1.intoArray(out, o + n);
      a2.intoArray(out, o + 2 * n);
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
      int toStep) {
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
      int o = to + c;
      a0.intoArray(out, o);
      o += toStep;
      b0.intoArray(out, o);
      o += toStep;
      c0.intoArray(out, o);
      o += toStep;
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
      int to) {
    for (int c = first; c < end; c += Lanes.N) {
      FloatVector a0 = FloatVector.zero(Lanes.F);
      for (int t = 0; t < from.length; t++) {
        int k = w0 + c + weights[t];
        int i = at + c + from[t];
        FloatVector u0 = FloatVector.fromArray(Lanes.F, w, k);
        a0 = FloatVector.fromArray(Lanes.F, in, i).fma(u0, a0);
      }
      int o = to + c;
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
      int to) {
    VectorMask<Float> mask = Lanes.F.indexInRange(0, channels);
    FloatVector y = FloatVector.zero(Lanes.F);
    for (int t = 0; t < from.length; t++) {
      y =
          FloatVector.fromArray(Lanes.F, in, at + from[t], mask)
              .fma(FloatVector.fromArray(Lanes.F, w, w0 + weights[t], mask), y);
    }
    y.intoArray(out, to, mask);
  }
}
