package dev.loupe.kernel;

import jdk.incubator.vector.FloatVector;

/// The linear maps of F(4, 3), at the points 0, 1, -1, 2, -2 and infinity; arguments as in
/// [WinogradTwo].
///
/// Source: Lavin and Gray, Fast Algorithms for Convolutional Neural Networks, 2015, section 4.3.
final class WinogradFour {
  private WinogradFour() {}

  /// Six source values to six factors.
  static void input(float[] in, int at, int step, int count, float[] out, int to, int toStep) {
    int i1 = at + step;
    int i2 = at + 2 * step;
    int i3 = at + 3 * step;
    int i4 = at + 4 * step;
    int i5 = at + 5 * step;
    int o1 = to + toStep;
    int o2 = to + 2 * toStep;
    int o3 = to + 3 * toStep;
    int o4 = to + 4 * toStep;
    int o5 = to + 5 * toStep;
    for (int l = 0; l < count; l += Lanes.N) {
      FloatVector d0 = FloatVector.fromArray(Lanes.F, in, at + l);
      FloatVector d1 = FloatVector.fromArray(Lanes.F, in, i1 + l);
      FloatVector d2 = FloatVector.fromArray(Lanes.F, in, i2 + l);
      FloatVector d3 = FloatVector.fromArray(Lanes.F, in, i3 + l);
      FloatVector d4 = FloatVector.fromArray(Lanes.F, in, i4 + l);
      FloatVector d5 = FloatVector.fromArray(Lanes.F, in, i5 + l);
      FloatVector a = d2.fma(FloatVector.broadcast(Lanes.F, -4f), d4);
      FloatVector b = d1.fma(FloatVector.broadcast(Lanes.F, -4f), d3);
      FloatVector c = d4.sub(d2);
      FloatVector e = d3.sub(d1);
      d0.fma(FloatVector.broadcast(Lanes.F, 4f), d2.fma(FloatVector.broadcast(Lanes.F, -5f), d4))
          .intoArray(out, to + l);
      a.add(b).intoArray(out, o1 + l);
      a.sub(b).intoArray(out, o2 + l);
      e.fma(FloatVector.broadcast(Lanes.F, 2f), c).intoArray(out, o3 + l);
      e.fma(FloatVector.broadcast(Lanes.F, -2f), c).intoArray(out, o4 + l);
      d1.fma(FloatVector.broadcast(Lanes.F, 4f), d3.fma(FloatVector.broadcast(Lanes.F, -5f), d5))
          .intoArray(out, o5 + l);
    }
  }

  /// The same for `count` blocks of 16 that lie `jump` apart; they go side by side.
  static void inputs(
      float[] in, int at, int step, int jump, int count, float[] out, int to, int toStep) {
    int i1 = at + step;
    int i2 = at + 2 * step;
    int i3 = at + 3 * step;
    int i4 = at + 4 * step;
    int i5 = at + 5 * step;
    int o1 = to + toStep;
    int o2 = to + 2 * toStep;
    int o3 = to + 3 * toStep;
    int o4 = to + 4 * toStep;
    int o5 = to + 5 * toStep;
    int q = 0;
    for (int t = 0; t < count * BlockTile.BLOCK; t += BlockTile.BLOCK) {
      for (int l = 0; l < BlockTile.BLOCK; l += Lanes.N) {
        int i = q + l;
        int o = t + l;
        FloatVector d0 = FloatVector.fromArray(Lanes.F, in, at + i);
        FloatVector d1 = FloatVector.fromArray(Lanes.F, in, i1 + i);
        FloatVector d2 = FloatVector.fromArray(Lanes.F, in, i2 + i);
        FloatVector d3 = FloatVector.fromArray(Lanes.F, in, i3 + i);
        FloatVector d4 = FloatVector.fromArray(Lanes.F, in, i4 + i);
        FloatVector d5 = FloatVector.fromArray(Lanes.F, in, i5 + i);
        FloatVector a = d2.fma(FloatVector.broadcast(Lanes.F, -4f), d4);
        FloatVector b = d1.fma(FloatVector.broadcast(Lanes.F, -4f), d3);
        FloatVector c = d4.sub(d2);
        FloatVector e = d3.sub(d1);
        d0.fma(FloatVector.broadcast(Lanes.F, 4f), d2.fma(FloatVector.broadcast(Lanes.F, -5f), d4))
            .intoArray(out, to + o);
        a.add(b).intoArray(out, o1 + o);
        a.sub(b).intoArray(out, o2 + o);
        e.fma(FloatVector.broadcast(Lanes.F, 2f), c).intoArray(out, o3 + o);
        e.fma(FloatVector.broadcast(Lanes.F, -2f), c).intoArray(out, o4 + o);
        d1.fma(FloatVector.broadcast(Lanes.F, 4f), d3.fma(FloatVector.broadcast(Lanes.F, -5f), d5))
            .intoArray(out, o5 + o);
      }
      q += jump;
    }
  }

  /// Three weights to six factors.
  static void weights(float[] in, int at, int step, int count, float[] out, int to, int toStep) {
    int i1 = at + step;
    int i2 = at + 2 * step;
    int o1 = to + toStep;
    int o2 = to + 2 * toStep;
    int o3 = to + 3 * toStep;
    int o4 = to + 4 * toStep;
    int o5 = to + 5 * toStep;
    for (int l = 0; l < count; l += Lanes.N) {
      FloatVector d0 = FloatVector.fromArray(Lanes.F, in, at + l);
      FloatVector d1 = FloatVector.fromArray(Lanes.F, in, i1 + l);
      FloatVector d2 = FloatVector.fromArray(Lanes.F, in, i2 + l);
      FloatVector s = d0.add(d2).mul(-1f / 6);
      FloatVector t = d1.mul(1f / 6);
      FloatVector p = d2.fma(FloatVector.broadcast(Lanes.F, 1f / 6), d0.mul(1f / 24));
      FloatVector q = d1.mul(1f / 12);
      d0.mul(0.25f).intoArray(out, to + l);
      s.sub(t).intoArray(out, o1 + l);
      s.add(t).intoArray(out, o2 + l);
      p.add(q).intoArray(out, o3 + l);
      p.sub(q).intoArray(out, o4 + l);
      d2.intoArray(out, o5 + l);
    }
  }

  /// Six products to four target values.
  static void output(float[] in, int at, int step, int count, float[] out, int to, int toStep) {
    int i1 = at + step;
    int i2 = at + 2 * step;
    int i3 = at + 3 * step;
    int i4 = at + 4 * step;
    int i5 = at + 5 * step;
    int o1 = to + toStep;
    int o2 = to + 2 * toStep;
    int o3 = to + 3 * toStep;
    for (int l = 0; l < count; l += Lanes.N) {
      FloatVector d0 = FloatVector.fromArray(Lanes.F, in, at + l);
      FloatVector d1 = FloatVector.fromArray(Lanes.F, in, i1 + l);
      FloatVector d2 = FloatVector.fromArray(Lanes.F, in, i2 + l);
      FloatVector d3 = FloatVector.fromArray(Lanes.F, in, i3 + l);
      FloatVector d4 = FloatVector.fromArray(Lanes.F, in, i4 + l);
      FloatVector d5 = FloatVector.fromArray(Lanes.F, in, i5 + l);
      FloatVector s = d1.add(d2);
      FloatVector t = d1.sub(d2);
      FloatVector p = d3.add(d4);
      FloatVector q = d3.sub(d4);
      d0.add(s).add(p).intoArray(out, to + l);
      q.fma(FloatVector.broadcast(Lanes.F, 2f), t).intoArray(out, o1 + l);
      p.fma(FloatVector.broadcast(Lanes.F, 4f), s).intoArray(out, o2 + l);
      q.fma(FloatVector.broadcast(Lanes.F, 8f), t.add(d5)).intoArray(out, o3 + l);
    }
  }

  /// The adjoint of `output`: four values to six factors.
  static void outputAdjoint(
      float[] in, int at, int step, int count, float[] out, int to, int toStep) {
    int i1 = at + step;
    int i2 = at + 2 * step;
    int i3 = at + 3 * step;
    int o1 = to + toStep;
    int o2 = to + 2 * toStep;
    int o3 = to + 3 * toStep;
    int o4 = to + 4 * toStep;
    int o5 = to + 5 * toStep;
    for (int l = 0; l < count; l += Lanes.N) {
      FloatVector d0 = FloatVector.fromArray(Lanes.F, in, at + l);
      FloatVector d1 = FloatVector.fromArray(Lanes.F, in, i1 + l);
      FloatVector d2 = FloatVector.fromArray(Lanes.F, in, i2 + l);
      FloatVector d3 = FloatVector.fromArray(Lanes.F, in, i3 + l);
      FloatVector s = d0.add(d2);
      FloatVector t = d1.add(d3);
      FloatVector p = d2.fma(FloatVector.broadcast(Lanes.F, 4f), d0);
      FloatVector q = d3.fma(FloatVector.broadcast(Lanes.F, 8f), d1.mul(2f));
      d0.intoArray(out, to + l);
      s.add(t).intoArray(out, o1 + l);
      s.sub(t).intoArray(out, o2 + l);
      p.add(q).intoArray(out, o3 + l);
      p.sub(q).intoArray(out, o4 + l);
      d3.intoArray(out, o5 + l);
    }
  }

  /// The adjoint of `weights`: six sums of products to three gradients.
  static void weightsAdjoint(
      float[] in, int at, int step, int count, float[] out, int to, int toStep) {
    int i1 = at + step;
    int i2 = at + 2 * step;
    int i3 = at + 3 * step;
    int i4 = at + 4 * step;
    int i5 = at + 5 * step;
    int o1 = to + toStep;
    int o2 = to + 2 * toStep;
    for (int l = 0; l < count; l += Lanes.N) {
      FloatVector d0 = FloatVector.fromArray(Lanes.F, in, at + l);
      FloatVector d1 = FloatVector.fromArray(Lanes.F, in, i1 + l);
      FloatVector d2 = FloatVector.fromArray(Lanes.F, in, i2 + l);
      FloatVector d3 = FloatVector.fromArray(Lanes.F, in, i3 + l);
      FloatVector d4 = FloatVector.fromArray(Lanes.F, in, i4 + l);
      FloatVector d5 = FloatVector.fromArray(Lanes.F, in, i5 + l);
      FloatVector s = d1.add(d2).mul(-1f / 6);
      FloatVector t = d2.sub(d1).mul(1f / 6);
      FloatVector p = d3.add(d4);
      FloatVector q = d3.sub(d4);
      p.fma(
              FloatVector.broadcast(Lanes.F, 1f / 24),
              d0.fma(FloatVector.broadcast(Lanes.F, 0.25f), s))
          .intoArray(out, to + l);
      q.fma(FloatVector.broadcast(Lanes.F, 1f / 12), t).intoArray(out, o1 + l);
      p.fma(FloatVector.broadcast(Lanes.F, 1f / 6), s.add(d5)).intoArray(out, o2 + l);
    }
  }
}
