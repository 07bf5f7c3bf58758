package dev.loupe.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// The gradient of a loss for the prediction, times gy: one loop a function; the tail is the
/// reference's arithmetic. Focal goes over short blocks, as in [LossVector].
public final class LossBackVector extends FlatKernel {
  private final LossFunction loss;

  /// @param loss the function
  /// @param length how many values
  public LossBackVector(LossFunction loss, int length) {
    super(length, loss.cost());
    this.loss = loss;
  }

  @Override
  public int scratch() {
    return 4 * LossVector.BLOCK;
  }

  @Override
  void values(Operands o, int from, int to, float[] scratch) {
    int n = Lanes.F.loopBound(to - from);
    switch (loss.kind()) {
      case MEAN_SQUARED -> squared(o, from, n);
      case L1 -> absolute(o, from, n);
      case HUBER -> huber(loss.first(), o, from, n);
      case BINARY_CROSS_ENTROPY_LOGITS -> entropy(o, from, n);
      case FOCAL -> focal(o, from, n, scratch);
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

  private void focal(Operands o, int from, int n, float[] scratch) {
    float gamma = loss.first();
    int block = LossVector.BLOCK;
    float[] p = o.array(0);
    for (int at = from; at < from + n; at += block) {
      int size = Math.min(block, from + n - at);
      int ip = o.offset(0) + at;
      LossVector.decay(p, ip, scratch, 0, size);
      LossVector.log1p(scratch, 0, scratch, block, size);
      int it = o.offset(1) + at;
      LossVector.missed(p, ip, o.array(1), it, scratch, 0, scratch, 3 * block, size);
      LossVector.power(scratch, 3 * block, gamma, scratch, 2 * block, size);
      LossVector.power(scratch, 3 * block, gamma - 1, scratch, 3 * block, size);
      focal(gamma, loss.second(), o, at, size, scratch);
    }
  }

  /// @param scratch e^-|p|, its log1p, and the missed probability to the powers gamma and gamma - 1
  private static void focal(
      float gamma, float alpha, Operands o, int from, int n, float[] scratch) {
    int block = LossVector.BLOCK;
    for (int i = 0; i < n; i += Lanes.N) {
      FloatVector p = input(o, 0, from + i);
      FloatVector t = input(o, 1, from + i);
      FloatVector e = FloatVector.fromArray(Lanes.F, scratch, i);
      FloatVector log = FloatVector.fromArray(Lanes.F, scratch, block + i);
      FloatVector large = FloatVector.broadcast(Lanes.F, 1).div(e.add(1));
      FloatVector small = e.mul(large);
      FloatVector s = large.blend(small, p.compare(VectorOperators.LT, 0));
      FloatVector h = LossVector.entropy(p, t, log).mul(gamma);
      FloatVector turn =
          t.fma(FloatVector.broadcast(Lanes.F, -2), FloatVector.broadcast(Lanes.F, 1))
              .mul(small.mul(large));
      FloatVector first = s.sub(t).mul(FloatVector.fromArray(Lanes.F, scratch, 2 * block + i));
      FloatVector second = h.mul(FloatVector.fromArray(Lanes.F, scratch, 3 * block + i)).mul(turn);
      store(o, from + i, first.add(second).mul(LossVector.weight(t, alpha)));
    }
  }

  private static FloatVector input(Operands o, int input, int i) {
    return FloatVector.fromArray(Lanes.F, o.array(input), o.offset(input) + i);
  }

  private static void store(Operands o, int i, FloatVector slope) {
    slope.mul(input(o, 2, i)).intoArray(o.output(), o.outputOffset() + i);
  }
}
