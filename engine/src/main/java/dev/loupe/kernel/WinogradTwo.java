package dev.loupe.kernel;

import jdk.incubator.vector.FloatVector;

/// The linear maps of F(2, 3), at the points 0, 1, -1 and infinity.
///
/// Each map reads strips of `count` floats that lie `step` apart and writes strips `toStep` apart;
/// all floats of a strip are mapped alike. A count is a multiple of the vector.
///
/// Source: Lavin and Gray, Fast Algorithms for Convolutional Neural Networks, 2015, section 4.1.
final class WinogradTwo {
  private WinogradTwo() {}

  /// Four source values to four factors.
  static void input(float[] in, int at, int step, int count, float[] out, int to, int toStep) {
    int i1 = at + step;
    int i2 = at + 2 * step;
    int i3 = at + 3 * step;
    int o1 = to + toStep;
    int o2 = to + 2 * toStep;
    int o3 = to + 3 * toStep;
    for (int l = 0; l < count; l += Lanes.N) {
      FloatVector d0 = FloatVector.fromArray(Lanes.F, in, at + l);
      FloatVector d1 = FloatVector.fromArray(Lanes.F, in, i1 + l);
      FloatVector d2 = FloatVector.fromArray(Lanes.F, in, i2 + l);
      FloatVector d3 = FloatVector.fromArray(Lanes.F, in, i3 + l);
      d0.sub(d2).intoArray(out, to + l);
      d1.add(d2).intoArray(out, o1 + l);
      d2.sub(d1).intoArray(out, o2 + l);
      d1.sub(d3).intoArray(out, o3 + l);
    }
  }

  /// The same for `count` blocks of 16 that lie `jump` apart; they go side by side.
  static void inputs(
      float[] in, int at, int step, int jump, int count, float[] out, int to, int toStep) {
    int i1 = at + step;
    int i2 = at + 2 * step;
    int i3 = at + 3 * step;
    int o1 = to + toStep;
    int o2 = to + 2 * toStep;
    int o3 = to + 3 * toStep;
    int q = 0;
    for (int t = 0; t < count * BlockTile.BLOCK; t += BlockTile.BLOCK) {
      for (int l = 0; l < BlockTile.BLOCK; l += Lanes.N) {
        int i = q + l;
        int o = t + l;
        FloatVector d0 = FloatVector.fromArray(Lanes.F, in, at + i);
        FloatVector d1 = FloatVector.fromArray(Lanes.F, in, i1 + i);
        FloatVector d2 = FloatVector.fromArray(Lanes.F, in, i2 + i);
        FloatVector d3 = FloatVector.fromArray(Lanes.F, in, i3 + i);
        d0.sub(d2).intoArray(out, to + o);
        d1.add(d2).intoArray(out, o1 + o);
        d2.sub(d1).intoArray(out, o2 + o);
        d1.sub(d3).intoArray(out, o3 + o);
      }
      q += jump;
    }
  }

  /// Three weights to four factors.
  static void weights(float[] in, int at, int step, int count, float[] out, int to, int toStep) {
    int i1 = at + step;
    int i2 = at + 2 * step;
    int o1 = to + toStep;
    int o2 = to + 2 * toStep;
    int o3 = to + 3 * toStep;
    for (int l = 0; l < count; l += Lanes.N) {
      FloatVector d0 = FloatVector.fromArray(Lanes.F, in, at + l);
      FloatVector d1 = FloatVector.fromArray(Lanes.F, in, i1 + l);
      FloatVector d2 = FloatVector.fromArray(Lanes.F, in, i2 + l);
      FloatVector s = d0.add(d2).mul(0.5f);
      FloatVector t = d1.mul(0.5f);
      d0.intoArray(out, to + l);
      s.add(t).intoArray(out, o1 + l);
      s.sub(t).intoArray(out, o2 + l);
      d2.intoArray(out, o3 + l);
    }
  }

  /// Four products to two target values.
  static void output(float[] in, int at, int step, int count, float[] out, int to, int toStep) {
    int i1 = at + step;
    int i2 = at + 2 * step;
    int i3 = at + 3 * step;
    int o1 = to + toStep;
    for (int l = 0; l < count; l += Lanes.N) {
      FloatVector d0 = FloatVector.fromArray(Lanes.F, in, at + l);
      FloatVector d1 = FloatVector.fromArray(Lanes.F, in, i1 + l);
      FloatVector d2 = FloatVector.fromArray(Lanes.F, in, i2 + l);
      FloatVector d3 = FloatVector.fromArray(Lanes.F, in, i3 + l);
      d0.add(d1).add(d2).intoArray(out, to + l);
      d1.sub(d2).sub(d3).intoArray(out, o1 + l);
    }
  }

  /// The adjoint of `output`: two values to four factors.
  static void outputAdjoint(
      float[] in, int at, int step, int count, float[] out, int to, int toStep) {
    int i1 = at + step;
    int o1 = to + toStep;
    int o2 = to + 2 * toStep;
    int o3 = to + 3 * toStep;
    for (int l = 0; l < count; l += Lanes.N) {
      FloatVector d0 = FloatVector.fromArray(Lanes.F, in, at + l);
      FloatVector d1 = FloatVector.fromArray(Lanes.F, in, i1 + l);
      d0.intoArray(out, to + l);
      d0.add(d1).intoArray(out, o1 + l);
      d0.sub(d1).intoArray(out, o2 + l);
      d1.neg().intoArray(out, o3 + l);
    }
  }

  /// The adjoint of `weights`: four sums of products to three gradients.
  static void weightsAdjoint(
      float[] in, int at, int step, int count, float[] out, int to, int toStep) {
    int i1 = at + step;
    int i2 = at + 2 * step;
    int i3 = at + 3 * step;
    int o1 = to + toStep;
    int o2 = to + 2 * toStep;
    for (int l = 0; l < count; l += Lanes.N) {
      FloatVector d0 = FloatVector.fromArray(Lanes.F, in, at + l);
      FloatVector d1 = FloatVector.fromArray(Lanes.F, in, i1 + l);
      FloatVector d2 = FloatVector.fromArray(Lanes.F, in, i2 + l);
      FloatVector d3 = FloatVector.fromArray(Lanes.F, in, i3 + l);
      FloatVector s = d1.add(d2).mul(0.5f);
      d0.add(s).intoArray(out, to + l);
      d1.sub(d2).mul(0.5f).intoArray(out, o1 + l);
      d3.add(s).intoArray(out, o2 + l);
    }
  }
}
