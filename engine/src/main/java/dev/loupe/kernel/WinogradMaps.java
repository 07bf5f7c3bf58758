package dev.loupe.kernel;

import jdk.incubator.vector.FloatVector;

/// The maps of a [WinogradAxis], chosen by its tile; an axis of one tap is copied. Arguments as in
/// [WinogradTwo].
final class WinogradMaps {
  private WinogradMaps() {}

  /// Source values of a tile to factors of its products.
  static void input(
      WinogradAxis axis, float[] in, int at, int step, int count, float[] out, int to, int toStep) {
    switch (axis.inputs()) {
      case 6 -> WinogradFour.input(in, at, step, count, out, to, toStep);
      case 4 -> WinogradTwo.input(in, at, step, count, out, to, toStep);
      default -> copy(in, at, count, out, to);
    }
  }

  /// Taps to factors of the products.
  static void weights(
      WinogradAxis axis, float[] in, int at, int step, int count, float[] out, int to, int toStep) {
    switch (axis.inputs()) {
      case 6 -> WinogradFour.weights(in, at, step, count, out, to, toStep);
      case 4 -> WinogradTwo.weights(in, at, step, count, out, to, toStep);
      default -> copy(in, at, count, out, to);
    }
  }

  /// Products to target values.
  static void output(
      WinogradAxis axis, float[] in, int at, int step, int count, float[] out, int to, int toStep) {
    switch (axis.inputs()) {
      case 6 -> WinogradFour.output(in, at, step, count, out, to, toStep);
      case 4 -> WinogradTwo.output(in, at, step, count, out, to, toStep);
      default -> copy(in, at, count, out, to);
    }
  }

  /// Target gradients to factors: the adjoint of `output`.
  static void outputAdjoint(
      WinogradAxis axis, float[] in, int at, int step, int count, float[] out, int to, int toStep) {
    switch (axis.inputs()) {
      case 6 -> WinogradFour.outputAdjoint(in, at, step, count, out, to, toStep);
      case 4 -> WinogradTwo.outputAdjoint(in, at, step, count, out, to, toStep);
      default -> copy(in, at, count, out, to);
    }
  }

  /// Sums of products to gradients of the taps: the adjoint of `weights`.
  static void weightsAdjoint(
      WinogradAxis axis, float[] in, int at, int step, int count, float[] out, int to, int toStep) {
    switch (axis.inputs()) {
      case 6 -> WinogradFour.weightsAdjoint(in, at, step, count, out, to, toStep);
      case 4 -> WinogradTwo.weightsAdjoint(in, at, step, count, out, to, toStep);
      default -> copy(in, at, count, out, to);
    }
  }

  /// As `input`, for blocks of 16 that lie `jump` apart and go side by side.
  static void inputs(
      WinogradAxis axis,
      float[] in,
      int at,
      int step,
      int jump,
      int count,
      float[] out,
      int to,
      int toStep) {
    switch (axis.inputs()) {
      case 6 -> WinogradFour.inputs(in, at, step, jump, count, out, to, toStep);
      case 4 -> WinogradTwo.inputs(in, at, step, jump, count, out, to, toStep);
      default -> {
        for (int i = 0; i < count; i++) {
          copy(in, at + i * jump, BlockTile.BLOCK, out, to + i * BlockTile.BLOCK);
        }
      }
    }
  }

  /// Copies `count` floats, a multiple of the vector.
  static void copy(float[] in, int at, int count, float[] out, int to) {
    for (int l = 0; l < count; l += Lanes.N) {
      FloatVector.fromArray(Lanes.F, in, at + l).intoArray(out, to + l);
    }
  }

  /// Writes `count` zeros, a multiple of the vector.
  static void clear(int count, float[] out, int to) {
    for (int l = 0; l < count; l += Lanes.N) {
      FloatVector.zero(Lanes.F).intoArray(out, to + l);
    }
  }
}
