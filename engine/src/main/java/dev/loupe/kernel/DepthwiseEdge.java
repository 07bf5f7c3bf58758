package dev.loupe.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// The pixels around a block of pixels that meet all taps of a kernel of 3 by 3, for a padding of
/// 1: all sides in one call, with the weights in registers.
///
/// Each value is one chain of fused multiply-adds in the order of the taps, at any width. Steps
/// may be negative, as for [DepthwiseSquare].
final class DepthwiseEdge {
  /// The row before the block.
  static final int TOP = 1;

  /// The row after it.
  static final int BOTTOM = 2;

  /// The column before it.
  static final int LEFT = 4;

  /// The column after it.
  static final int RIGHT = 8;

  private DepthwiseEdge() {}

  /// Computes them.
  ///
  /// @param vectors of channels: 1 or 2
  /// @param at where the first tap of the block's first pixel reads
  /// @param line from row to row of what is read
  /// @param step from pixel to pixel
  /// @param stride of the convolution, in both directions
  /// @param w0 the weights of the first tap; taps lie `wStep` apart
  /// @param rows of the block
  /// @param count pixels of a row of the block
  /// @param to where the block's first pixel is written
  /// @param e each channel gets its bias, from `e0` on
  /// @param low all at most this becomes it
  /// @param high all at least this becomes it
  /// @param sides that there are, added; corners belong to two
  static void run(
      int vectors,
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
    if (vectors == 2) {
      DepthwiseEdgePair.run(
          in, at, line, step, stride, w, w0, wStep, rows, count, out, to, toLine, toStep, e, e0,
          low, high, sides);
    } else {
      one(
          in, at, line, step, stride, w, w0, wStep, rows, count, out, to, toLine, toStep, e, e0,
          low, high, sides);
    }
  }

  private static void one(
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
    FloatVector w00 = FloatVector.fromArray(Lanes.F, w, w0);
    FloatVector w01 = FloatVector.fromArray(Lanes.F, w, w0 + wStep);
    FloatVector w02 = FloatVector.fromArray(Lanes.F, w, w0 + 2 * wStep);
    FloatVector w10 = FloatVector.fromArray(Lanes.F, w, w0 + 3 * wStep);
    FloatVector w11 = FloatVector.fromArray(Lanes.F, w, w0 + 4 * wStep);
    FloatVector w12 = FloatVector.fromArray(Lanes.F, w, w0 + 5 * wStep);
    FloatVector w20 = FloatVector.fromArray(Lanes.F, w, w0 + 6 * wStep);
    FloatVector w21 = FloatVector.fromArray(Lanes.F, w, w0 + 7 * wStep);
    FloatVector w22 = FloatVector.fromArray(Lanes.F, w, w0 + 8 * wStep);
    FloatVector bias = FloatVector.fromArray(Lanes.F, e, e0);
    FloatVector l = FloatVector.broadcast(Lanes.F, low);
    FloatVector h = FloatVector.broadcast(Lanes.F, high);
    int before = (1 - stride) * line;
    int after = rows * stride * line;
    int left = (1 - stride) * step;
    int right = count * stride * step;
    int topCount = (sides & TOP) == 0 ? 0 : count;
    for (int i = 0; i < topCount; i++) {
      int p = at + before + i * stride * step;
      int q = to - toLine + i * toStep;
      FloatVector y = FloatVector.fromArray(Lanes.F, in, p).fma(w10, FloatVector.zero(Lanes.F));
      p += step;
      y = FloatVector.fromArray(Lanes.F, in, p).fma(w11, y);
      p += step;
      y = FloatVector.fromArray(Lanes.F, in, p).fma(w12, y);
      p += line - 2 * step;
      y = FloatVector.fromArray(Lanes.F, in, p).fma(w20, y);
      p += step;
      y = FloatVector.fromArray(Lanes.F, in, p).fma(w21, y);
      p += step;
      y = FloatVector.fromArray(Lanes.F, in, p).fma(w22, y);
      y = y.add(bias);
      y = y.blend(l, y.compare(VectorOperators.LE, l));
      y = y.blend(h, y.compare(VectorOperators.GE, h));
      y.intoArray(out, q);
    }
    int bottomCount = (sides & BOTTOM) == 0 ? 0 : count;
    for (int i = 0; i < bottomCount; i++) {
      int p = at + after + i * stride * step;
      int q = to + rows * toLine + i * toStep;
      FloatVector y = FloatVector.fromArray(Lanes.F, in, p).fma(w00, FloatVector.zero(Lanes.F));
      p += step;
      y = FloatVector.fromArray(Lanes.F, in, p).fma(w01, y);
      p += step;
      y = FloatVector.fromArray(Lanes.F, in, p).fma(w02, y);
      p += line - 2 * step;
      y = FloatVector.fromArray(Lanes.F, in, p).fma(w10, y);
      p += step;
      y = FloatVector.fromArray(Lanes.F, in, p).fma(w11, y);
      p += step;
      y = FloatVector.fromArray(Lanes.F, in, p).fma(w12, y);
      y = y.add(bias);
      y = y.blend(l, y.compare(VectorOperators.LE, l));
      y = y.blend(h, y.compare(VectorOperators.GE, h));
      y.intoArray(out, q);
    }
    int leftCount = (sides & LEFT) == 0 ? 0 : rows;
    for (int j = 0; j < leftCount; j++) {
      int p = at + left + j * stride * line;
      int q = to - toStep + j * toLine;
      FloatVector y = FloatVector.fromArray(Lanes.F, in, p).fma(w01, FloatVector.zero(Lanes.F));
      p += step;
      y = FloatVector.fromArray(Lanes.F, in, p).fma(w02, y);
      p += line - step;
      y = FloatVector.fromArray(Lanes.F, in, p).fma(w11, y);
      p += step;
      y = FloatVector.fromArray(Lanes.F, in, p).fma(w12, y);
      p += line - step;
      y = FloatVector.fromArray(Lanes.F, in, p).fma(w21, y);
      p += step;
      y = FloatVector.fromArray(Lanes.F, in, p).fma(w22, y);
      y = y.add(bias);
      y = y.blend(l, y.compare(VectorOperators.LE, l));
      y = y.blend(h, y.compare(VectorOperators.GE, h));
      y.intoArray(out, q);
    }
    int rightCount = (sides & RIGHT) == 0 ? 0 : rows;
    for (int j = 0; j < rightCount; j++) {
      int p = at + right + j * stride * line;
      int q = to + count * toStep + j * toLine;
      FloatVector y = FloatVector.fromArray(Lanes.F, in, p).fma(w00, FloatVector.zero(Lanes.F));
      p += step;
      y = FloatVector.fromArray(Lanes.F, in, p).fma(w01, y);
      p += line - step;
      y = FloatVector.fromArray(Lanes.F, in, p).fma(w10, y);
      p += step;
      y = FloatVector.fromArray(Lanes.F, in, p).fma(w11, y);
      p += line - step;
      y = FloatVector.fromArray(Lanes.F, in, p).fma(w20, y);
      p += step;
      y = FloatVector.fromArray(Lanes.F, in, p).fma(w21, y);
      y = y.add(bias);
      y = y.blend(l, y.compare(VectorOperators.LE, l));
      y = y.blend(h, y.compare(VectorOperators.GE, h));
      y.intoArray(out, q);
    }
    if ((sides & TOP) != 0 && (sides & LEFT) != 0) {
      int p = at + before + left;
      int q = to - toLine - toStep;
      FloatVector y = FloatVector.fromArray(Lanes.F, in, p).fma(w11, FloatVector.zero(Lanes.F));
      p += step;
      y = FloatVector.fromArray(Lanes.F, in, p).fma(w12, y);
      p += line - step;
      y = FloatVector.fromArray(Lanes.F, in, p).fma(w21, y);
      p += step;
      y = FloatVector.fromArray(Lanes.F, in, p).fma(w22, y);
      y = y.add(bias);
      y = y.blend(l, y.compare(VectorOperators.LE, l));
      y = y.blend(h, y.compare(VectorOperators.GE, h));
      y.intoArray(out, q);
    }
    if ((sides & TOP) != 0 && (sides & RIGHT) != 0) {
      int p = at + before + right;
      int q = to - toLine + count * toStep;
      FloatVector y = FloatVector.fromArray(Lanes.F, in, p).fma(w10, FloatVector.zero(Lanes.F));
      p += step;
      y = FloatVector.fromArray(Lanes.F, in, p).fma(w11, y);
      p += line - step;
      y = FloatVector.fromArray(Lanes.F, in, p).fma(w20, y);
      p += step;
      y = FloatVector.fromArray(Lanes.F, in, p).fma(w21, y);
      y = y.add(bias);
      y = y.blend(l, y.compare(VectorOperators.LE, l));
      y = y.blend(h, y.compare(VectorOperators.GE, h));
      y.intoArray(out, q);
    }
    if ((sides & BOTTOM) != 0 && (sides & LEFT) != 0) {
      int p = at + after + left;
      int q = to + rows * toLine - toStep;
      FloatVector y = FloatVector.fromArray(Lanes.F, in, p).fma(w01, FloatVector.zero(Lanes.F));
      p += step;
      y = FloatVector.fromArray(Lanes.F, in, p).fma(w02, y);
      p += line - step;
      y = FloatVector.fromArray(Lanes.F, in, p).fma(w11, y);
      p += step;
      y = FloatVector.fromArray(Lanes.F, in, p).fma(w12, y);
      y = y.add(bias);
      y = y.blend(l, y.compare(VectorOperators.LE, l));
      y = y.blend(h, y.compare(VectorOperators.GE, h));
      y.intoArray(out, q);
    }
    if ((sides & BOTTOM) != 0 && (sides & RIGHT) != 0) {
      int p = at + after + right;
      int q = to + rows * toLine + count * toStep;
      FloatVector y = FloatVector.fromArray(Lanes.F, in, p).fma(w00, FloatVector.zero(Lanes.F));
      p += step;
      y = FloatVector.fromArray(Lanes.F, in, p).fma(w01, y);
      p += line - step;
      y = FloatVector.fromArray(Lanes.F, in, p).fma(w10, y);
      p += step;
      y = FloatVector.fromArray(Lanes.F, in, p).fma(w11, y);
      y = y.add(bias);
      y = y.blend(l, y.compare(VectorOperators.LE, l));
      y = y.blend(h, y.compare(VectorOperators.GE, h));
      y.intoArray(out, q);
    }
  }
}
