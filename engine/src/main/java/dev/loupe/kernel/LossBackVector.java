package dev.loupe.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// The gradient of a loss for the prediction, times gy: one loop a function; the tail is the
/// reference's arithmetic.
public final class LossBackVector extends FlatKernel {
  private final LossFunction loss;

  /// @param loss the function
  /// @param length how many values
  public LossBackVector(LossFunction loss, int length) {
    super(length, loss.cost());
    this.loss = loss;
  }

  @Override
  void values(Operands o, int from, int to) {
    int n = Lanes.F.loopBound(to - from);
    switch (loss.kind()) {
      case MEAN_SQUARED -> squared(o, from, n);
      case L1 -> absolute(o, from, n);
      case HUBER -> huber(loss.first(), o, from, n);
      case BINARY_CROSS_ENTROPY_LOGITS -> entropy(o, from, n);
      case FOCAL -> focal(loss.first(), loss.second(), o, from, n);
    }
    LossBackReference.apply(loss, o, from + n, to);
  }

  private static void squared(Operands o, int from, int n) {
    for (int i = from; i < from + n; i += Lanes.N) {
      store(o, i, input(o, 0, i).sub(input(o, 1, i)).mul(2));
    }
  }

  private static void absolute(Operands o, int from, int n) {
    for (int i = from; i < from + n; i += Lanes.N) {
      FloatVector d = input(o, 0, i).sub(input(o, 1, i));
      FloatVector above = d.blend(1, d.compare(VectorOperators.GT, 0));
      store(o, i, above.blend(-1, d.compare(VectorOperators.LT, 0)));
    }
  }

  private static void huber(float delta, Operands o, int from, int n) {
    for (int i = from; i < from + n; i += Lanes.N) {
      FloatVector d = input(o, 0, i).sub(input(o, 1, i));
      FloatVector above = d.blend(delta, d.compare(VectorOperators.GT, delta));
      store(o, i, above.blend(-delta, d.compare(VectorOperators.LT, -delta)));
    }
  }

  private static void entropy(Operands o, int from, int n) {
    for (int i = from; i < from + n; i += Lanes.N) {
      store(o, i, VectorMath.sigmoid(input(o, 0, i)).sub(input(o, 1, i)));
    }
  }

  private static void focal(float gamma, float alpha, Operands o, int from, int n) {
    for (int i = from; i < from + n; i += Lanes.N) {
      FloatVector p = input(o, 0, i);
      FloatVector t = input(o, 1, i);
      FloatVector e = VectorMath.exp(p.abs().neg());
      FloatVector m = LossVector.missed(p, t, e);
      FloatVector large = VectorMath.of(1).div(e.add(1));
      FloatVector small = e.mul(large);
      FloatVector s = large.blend(small, p.compare(VectorOperators.LT, 0));
      FloatVector h = LossVector.entropy(p, t, e).mul(gamma);
      FloatVector turn = t.fma(VectorMath.of(-2), VectorMath.of(1)).mul(small.mul(large));
      FloatVector first = s.sub(t).mul(LossVector.power(m, gamma));
      FloatVector second = h.mul(LossVector.power(m, gamma - 1)).mul(turn);
      store(o, i, first.add(second).mul(LossVector.weight(t, alpha)));
    }
  }

  private static FloatVector input(Operands o, int input, int i) {
    return FloatVector.fromArray(Lanes.F, o.array(input), o.offset(input) + i);
  }

  private static void store(Operands o, int i, FloatVector slope) {
    slope.mul(input(o, 2, i)).intoArray(o.output(), o.outputOffset() + i);
  }
}
