package dev.loupe.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// `gx[i] = f'(x[i]) gy[i]`: one loop a function; the tail is the reference's arithmetic.
public final class ActivationBackVector extends FlatKernel {
  private static final int BLOCK = 512;

  private final Activation activation;

  /// @param activation the function
  /// @param length how many values
  public ActivationBackVector(Activation activation, int length) {
    super(length, activation.cost());
    this.activation = activation;
  }

  @Override
  public int scratch() {
    return BLOCK;
  }

  @Override
  void values(Operands o, int from, int to, float[] scratch) {
    int bound = Lanes.F.loopBound(to - from);
    float[] r = o.array(0);
    float[] g = o.array(1);
    float[] out = o.output();
    int ir = o.offset(0) + from;
    int ig = o.offset(1) + from;
    int io = o.outputOffset() + from;
    Activation a = activation;
    switch (a.kind()) {
      case RELU -> relu(r, ir, g, ig, out, io, bound);
      case RELU6 -> between(6, 1, r, ir, g, ig, out, io, bound);
      case HARD_SIGMOID -> between(1, ActivationReference.SIXTH, r, ir, g, ig, out, io, bound);
      case LEAKY_RELU -> leaky(a.alpha(), r, ir, g, ig, out, io, bound);
      case ELU -> elu(1, a.alpha(), r, ir, g, ig, out, io, bound);
      case SELU ->
          elu(
              ActivationReference.SELU_SCALE,
              ActivationReference.SELU_DEPTH,
              r,
              ir,
              g,
              ig,
              out,
              io,
              bound);
      case GELU -> gelu(r, ir, g, ig, out, io, bound, scratch);
      case GELU_TANH -> geluTanh(r, ir, g, ig, out, io, bound);
      case SILU -> silu(r, ir, g, ig, out, io, bound);
      case HARD_SWISH -> hardSwish(r, ir, g, ig, out, io, bound);
      case SIGMOID -> sigmoid(r, ir, g, ig, out, io, bound);
      case TANH -> tanh(r, ir, g, ig, out, io, bound);
    }
    ActivationBackReference.apply(a, o, from + bound, to);
  }

  private static void relu(float[] r, int ir, float[] g, int ig, float[] o, int io, int n) {
    for (int i = 0; i < n; i += Lanes.N) {
      FloatVector x = FloatVector.fromArray(Lanes.F, r, ir + i);
      FloatVector y = FloatVector.fromArray(Lanes.F, g, ig + i);
      FloatVector.broadcast(Lanes.F, 0)
          .blend(y, x.compare(VectorOperators.GT, 0))
          .intoArray(o, io + i);
    }
  }

  /// The slope where 0 < r < high; 0 elsewhere.
  private static void between(
      float high, float slope, float[] r, int ir, float[] g, int ig, float[] o, int io, int n) {
    for (int i = 0; i < n; i += Lanes.N) {
      FloatVector x = FloatVector.fromArray(Lanes.F, r, ir + i);
      FloatVector y = FloatVector.fromArray(Lanes.F, g, ig + i).mul(slope);
      FloatVector.broadcast(Lanes.F, 0)
          .blend(y, x.compare(VectorOperators.GT, 0).and(x.compare(VectorOperators.LT, high)))
          .intoArray(o, io + i);
    }
  }

  private static void leaky(
      float alpha, float[] r, int ir, float[] g, int ig, float[] o, int io, int n) {
    for (int i = 0; i < n; i += Lanes.N) {
      FloatVector x = FloatVector.fromArray(Lanes.F, r, ir + i);
      FloatVector y = FloatVector.fromArray(Lanes.F, g, ig + i);
      y.mul(alpha).blend(y, x.compare(VectorOperators.GT, 0)).intoArray(o, io + i);
    }
  }

  private static void elu(
      float scale, float depth, float[] r, int ir, float[] g, int ig, float[] o, int io, int n) {
    for (int i = 0; i < n; i += Lanes.N) {
      FloatVector x = FloatVector.fromArray(Lanes.F, r, ir + i);
      FloatVector y = FloatVector.fromArray(Lanes.F, g, ig + i);
      x.add(depth).blend(scale, x.compare(VectorOperators.GT, 0)).mul(y).intoArray(o, io + i);
    }
  }

  /// In blocks, Phi first, by way of scratch memory: C2 does not inline a loop of both.
  private static void gelu(
      float[] r, int ir, float[] g, int ig, float[] o, int io, int n, float[] scratch) {
    for (int at = 0; at < n; at += BLOCK) {
      int size = Math.min(BLOCK, n - at);
      below(r, ir + at, scratch, size);
      for (int i = 0; i < size; i += Lanes.N) {
        FloatVector x = FloatVector.fromArray(Lanes.F, r, ir + at + i);
        FloatVector phi = VectorMath.exp(x.mul(x).mul(-0.5f)).mul(ActivationBackReference.DENSITY);
        x.fma(phi, FloatVector.fromArray(Lanes.F, scratch, i))
            .mul(FloatVector.fromArray(Lanes.F, g, ig + at + i))
            .intoArray(o, io + at + i);
      }
    }
  }

  private static void below(float[] x, int ix, float[] out, int n) {
    for (int i = 0; i < n; i += Lanes.N) {
      FloatVector v = FloatVector.fromArray(Lanes.F, x, ix + i);
      FloatVector e = VectorMath.erf(v.mul(ActivationReference.SQRT_HALF));
      e.add(1).mul(0.5f).intoArray(out, i);
    }
  }

  private static void geluTanh(float[] r, int ir, float[] g, int ig, float[] o, int io, int n) {
    for (int i = 0; i < n; i += Lanes.N) {
      FloatVector x = FloatVector.fromArray(Lanes.F, r, ir + i);
      FloatVector t = VectorMath.tanh(ActivationVector.geluInner(x));
      FloatVector inner =
          x.mul(x)
              .mul(3 * ActivationReference.TANH_CUBE)
              .add(1)
              .mul(ActivationReference.TANH_SCALE);
      FloatVector slope = t.neg().fma(t, FloatVector.broadcast(Lanes.F, 1)).mul(inner);
      x.fma(slope, t.add(1))
          .mul(0.5f)
          .mul(FloatVector.fromArray(Lanes.F, g, ig + i))
          .intoArray(o, io + i);
    }
  }

  private static void silu(float[] r, int ir, float[] g, int ig, float[] o, int io, int n) {
    for (int i = 0; i < n; i += Lanes.N) {
      FloatVector x = FloatVector.fromArray(Lanes.F, r, ir + i);
      FloatVector s = VectorMath.sigmoid(x);
      FloatVector rest = FloatVector.broadcast(Lanes.F, 1).sub(s);
      x.fma(rest, FloatVector.broadcast(Lanes.F, 1))
          .mul(s)
          .mul(FloatVector.fromArray(Lanes.F, g, ig + i))
          .intoArray(o, io + i);
    }
  }

  private static void hardSwish(float[] r, int ir, float[] g, int ig, float[] o, int io, int n) {
    for (int i = 0; i < n; i += Lanes.N) {
      FloatVector x = FloatVector.fromArray(Lanes.F, r, ir + i);
      FloatVector y = FloatVector.fromArray(Lanes.F, g, ig + i);
      FloatVector slope =
          x.fma(FloatVector.broadcast(Lanes.F, 2), FloatVector.broadcast(Lanes.F, 3))
              .mul(ActivationReference.SIXTH);
      FloatVector.broadcast(Lanes.F, 0)
          .blend(y.mul(slope), x.compare(VectorOperators.GT, -3))
          .blend(y, x.compare(VectorOperators.GE, 3))
          .intoArray(o, io + i);
    }
  }

  private static void sigmoid(float[] r, int ir, float[] g, int ig, float[] o, int io, int n) {
    for (int i = 0; i < n; i += Lanes.N) {
      FloatVector y = FloatVector.fromArray(Lanes.F, r, ir + i);
      y.mul(FloatVector.broadcast(Lanes.F, 1).sub(y))
          .mul(FloatVector.fromArray(Lanes.F, g, ig + i))
          .intoArray(o, io + i);
    }
  }

  private static void tanh(float[] r, int ir, float[] g, int ig, float[] o, int io, int n) {
    for (int i = 0; i < n; i += Lanes.N) {
      FloatVector y = FloatVector.fromArray(Lanes.F, r, ir + i);
      y.neg()
          .fma(y, FloatVector.broadcast(Lanes.F, 1))
          .mul(FloatVector.fromArray(Lanes.F, g, ig + i))
          .intoArray(o, io + i);
    }
  }
}
