package dev.loupe.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// `loss[i] = f(p[i], t[i])`: one loop a function; the tail is the reference's arithmetic.
public final class LossVector extends FlatKernel {
  private final LossFunction loss;

  /// @param loss the function
  /// @param length how many values
  public LossVector(LossFunction loss, int length) {
    super(length, loss.cost());
    this.loss = loss;
  }

  @Override
  void values(Operands o, int from, int to) {
    int n = Lanes.F.loopBound(to - from);
    float[] p = o.array(0);
    float[] t = o.array(1);
    float[] out = o.output();
    int ip = o.offset(0) + from;
    int it = o.offset(1) + from;
    int io = o.outputOffset() + from;
    switch (loss.kind()) {
      case MEAN_SQUARED -> squared(p, ip, t, it, out, io, n);
      case L1 -> absolute(p, ip, t, it, out, io, n);
      case HUBER -> huber(loss.first(), p, ip, t, it, out, io, n);
      case BINARY_CROSS_ENTROPY_LOGITS -> entropy(p, ip, t, it, out, io, n);
      case FOCAL -> focal(loss.first(), loss.second(), p, ip, t, it, out, io, n);
    }
    LossReference.apply(loss, o, from + n, to);
  }

  private static void squared(float[] p, int ip, float[] t, int it, float[] o, int io, int n) {
    for (int i = 0; i < n; i += Lanes.N) {
      FloatVector x = FloatVector.fromArray(Lanes.F, p, ip + i);
      FloatVector d = x.sub(FloatVector.fromArray(Lanes.F, t, it + i));
      d.mul(d).intoArray(o, io + i);
    }
  }

  private static void absolute(float[] p, int ip, float[] t, int it, float[] o, int io, int n) {
    for (int i = 0; i < n; i += Lanes.N) {
      FloatVector x = FloatVector.fromArray(Lanes.F, p, ip + i);
      x.sub(FloatVector.fromArray(Lanes.F, t, it + i)).abs().intoArray(o, io + i);
    }
  }

  private static void huber(
      float delta, float[] p, int ip, float[] t, int it, float[] o, int io, int n) {
    for (int i = 0; i < n; i += Lanes.N) {
      FloatVector x = FloatVector.fromArray(Lanes.F, p, ip + i);
      FloatVector a = x.sub(FloatVector.fromArray(Lanes.F, t, it + i)).abs();
      a.sub(delta * 0.5f)
          .mul(delta)
          .blend(a.mul(a).mul(0.5f), a.compare(VectorOperators.LE, delta))
          .intoArray(o, io + i);
    }
  }

  private static void entropy(float[] p, int ip, float[] t, int it, float[] o, int io, int n) {
    for (int i = 0; i < n; i += Lanes.N) {
      FloatVector x = FloatVector.fromArray(Lanes.F, p, ip + i);
      FloatVector y = FloatVector.fromArray(Lanes.F, t, it + i);
      entropy(x, y, VectorMath.exp(x.abs().neg())).intoArray(o, io + i);
    }
  }

  private static void focal(
      float gamma, float alpha, float[] p, int ip, float[] t, int it, float[] o, int io, int n) {
    for (int i = 0; i < n; i += Lanes.N) {
      FloatVector x = FloatVector.fromArray(Lanes.F, p, ip + i);
      FloatVector y = FloatVector.fromArray(Lanes.F, t, it + i);
      FloatVector e = VectorMath.exp(x.abs().neg());
      FloatVector q = missed(x, y, e);
      entropy(x, y, e).mul(power(q, gamma)).mul(weight(y, alpha)).intoArray(o, io + i);
    }
  }

  static FloatVector entropy(FloatVector p, FloatVector t, FloatVector e) {
    FloatVector above = VectorMath.of(0).blend(p, p.compare(VectorOperators.GT, 0));
    return p.neg().fma(t, above).add(VectorMath.log1p(e));
  }

  static FloatVector missed(FloatVector p, FloatVector t, FloatVector e) {
    FloatVector one = VectorMath.of(1);
    FloatVector large = one.div(e.add(1));
    FloatVector small = e.mul(large);
    FloatVector s = large.blend(small, p.compare(VectorOperators.LT, 0));
    FloatVector rest = small.blend(large, p.compare(VectorOperators.LT, 0));
    return s.fma(one.sub(t), rest.mul(t));
  }

  static FloatVector power(FloatVector q, float gamma) {
    if (gamma == 0) {
      return VectorMath.of(1);
    }
    if (gamma == 1) {
      return q;
    }
    if (gamma == 2) {
      return q.mul(q);
    }
    FloatVector least =
        q.blend(LossReference.LEAST, q.compare(VectorOperators.LT, LossReference.LEAST));
    return VectorMath.pow(least, gamma);
  }

  static FloatVector weight(FloatVector t, float alpha) {
    if (alpha < 0) {
      return VectorMath.of(1);
    }
    return t.fma(VectorMath.of(2 * alpha - 1), VectorMath.of(1 - alpha));
  }
}
