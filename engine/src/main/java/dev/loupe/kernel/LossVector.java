package dev.loupe.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// `loss[i] = f(p[i], t[i])`: one loop a function; the tail is the reference's arithmetic.
///
/// The entropies go over short blocks several times, one function at a time, by way of scratch
/// memory: C2 stops inlining in a loop of more than about 60 vector operations, and then allocates.
public final class LossVector extends FlatKernel {
  /// The values of a block.
  static final int BLOCK = 512;

  private final LossFunction loss;

  /// @param loss the function
  /// @param length how many values
  public LossVector(LossFunction loss, int length) {
    super(length, loss.cost());
    this.loss = loss;
  }

  @Override
  public int scratch() {
    return 3 * BLOCK;
  }

  @Override
  void values(Operands o, int from, int to, float[] scratch) {
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
      case BINARY_CROSS_ENTROPY_LOGITS -> entropy(p, ip, t, it, out, io, n, scratch);
      case FOCAL -> focal(p, ip, t, it, out, io, n, scratch);
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

  private static void entropy(
      float[] p, int ip, float[] t, int it, float[] o, int io, int n, float[] scratch) {
    for (int at = 0; at < n; at += BLOCK) {
      int size = Math.min(BLOCK, n - at);
      decay(p, ip + at, scratch, 0, size);
      log1p(scratch, 0, scratch, BLOCK, size);
      for (int i = 0; i < size; i += Lanes.N) {
        FloatVector x = FloatVector.fromArray(Lanes.F, p, ip + at + i);
        FloatVector y = FloatVector.fromArray(Lanes.F, t, it + at + i);
        FloatVector log = FloatVector.fromArray(Lanes.F, scratch, BLOCK + i);
        entropy(x, y, log).intoArray(o, io + at + i);
      }
    }
  }

  private void focal(
      float[] p, int ip, float[] t, int it, float[] o, int io, int n, float[] scratch) {
    float gamma = loss.first();
    float alpha = loss.second();
    for (int at = 0; at < n; at += BLOCK) {
      int size = Math.min(BLOCK, n - at);
      decay(p, ip + at, scratch, 0, size);
      log1p(scratch, 0, scratch, BLOCK, size);
      missed(p, ip + at, t, it + at, scratch, 0, scratch, 2 * BLOCK, size);
      power(scratch, 2 * BLOCK, gamma, scratch, 2 * BLOCK, size);
      for (int i = 0; i < size; i += Lanes.N) {
        FloatVector x = FloatVector.fromArray(Lanes.F, p, ip + at + i);
        FloatVector y = FloatVector.fromArray(Lanes.F, t, it + at + i);
        FloatVector log = FloatVector.fromArray(Lanes.F, scratch, BLOCK + i);
        FloatVector q = FloatVector.fromArray(Lanes.F, scratch, 2 * BLOCK + i);
        entropy(x, y, log).mul(q).mul(weight(y, alpha)).intoArray(o, io + at + i);
      }
    }
  }

  /// e^-|x|
  static void decay(float[] x, int ix, float[] out, int io, int n) {
    for (int i = 0; i < n; i += Lanes.N) {
      FloatVector v = FloatVector.fromArray(Lanes.F, x, ix + i);
      VectorMath.exp(v.abs().neg()).intoArray(out, io + i);
    }
  }

  static void log1p(float[] x, int ix, float[] out, int io, int n) {
    for (int i = 0; i < n; i += Lanes.N) {
      VectorMath.log1p(FloatVector.fromArray(Lanes.F, x, ix + i)).intoArray(out, io + i);
    }
  }

  static void missed(
      float[] p, int ip, float[] t, int it, float[] e, int ie, float[] out, int io, int n) {
    for (int i = 0; i < n; i += Lanes.N) {
      FloatVector x = FloatVector.fromArray(Lanes.F, p, ip + i);
      FloatVector y = FloatVector.fromArray(Lanes.F, t, it + i);
      missed(x, y, FloatVector.fromArray(Lanes.F, e, ie + i)).intoArray(out, io + i);
    }
  }

  /// `out = q^gamma`; the range may be the same.
  static void power(float[] q, int iq, float gamma, float[] out, int io, int n) {
    if (gamma == 0) {
      java.util.Arrays.fill(out, io, io + n, 1);
    } else if (gamma == 1) {
      System.arraycopy(q, iq, out, io, n);
    } else if (gamma == 2) {
      square(q, iq, out, io, n);
    } else {
      log(q, iq, out, io, n);
      exp(gamma, out, io, n);
    }
  }

  private static void square(float[] q, int iq, float[] out, int io, int n) {
    for (int i = 0; i < n; i += Lanes.N) {
      FloatVector v = FloatVector.fromArray(Lanes.F, q, iq + i);
      v.mul(v).intoArray(out, io + i);
    }
  }

  private static void log(float[] q, int iq, float[] out, int io, int n) {
    for (int i = 0; i < n; i += Lanes.N) {
      FloatVector v = FloatVector.fromArray(Lanes.F, q, iq + i);
      v = v.blend(LossReference.LEAST, v.compare(VectorOperators.LT, LossReference.LEAST));
      VectorMath.log(v).intoArray(out, io + i);
    }
  }

  private static void exp(float gamma, float[] x, int at, int n) {
    for (int i = 0; i < n; i += Lanes.N) {
      FloatVector v = FloatVector.fromArray(Lanes.F, x, at + i).mul(gamma);
      VectorMath.exp(v).intoArray(x, at + i);
    }
  }

  /// @param log log(1 + e^-|p|)
  static FloatVector entropy(FloatVector p, FloatVector t, FloatVector log) {
    FloatVector zero = FloatVector.broadcast(Lanes.F, 0);
    FloatVector above = zero.blend(p, p.compare(VectorOperators.GT, 0));
    return p.neg().fma(t, above).add(log);
  }

  static FloatVector missed(FloatVector p, FloatVector t, FloatVector e) {
    FloatVector one = FloatVector.broadcast(Lanes.F, 1);
    FloatVector large = one.div(e.add(1));
    FloatVector small = e.mul(large);
    FloatVector s = large.blend(small, p.compare(VectorOperators.LT, 0));
    FloatVector rest = small.blend(large, p.compare(VectorOperators.LT, 0));
    return s.fma(one.sub(t), rest.mul(t));
  }

  static FloatVector weight(FloatVector t, float alpha) {
    if (alpha < 0) {
      return FloatVector.broadcast(Lanes.F, 1);
    }
    return t.fma(
        FloatVector.broadcast(Lanes.F, 2 * alpha - 1), FloatVector.broadcast(Lanes.F, 1 - alpha));
  }
}
