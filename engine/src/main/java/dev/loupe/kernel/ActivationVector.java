package dev.loupe.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// `y[i] = f(x[i])`: one loop a function, so that nothing is decided in it; the tail is the
/// reference's arithmetic, which has the same bits.
public final class ActivationVector extends FlatKernel {
  private final Activation activation;

  /// @param activation the function
  /// @param length how many values
  public ActivationVector(Activation activation, int length) {
    super(length, activation.cost());
    this.activation = activation;
  }

  @Override
  void values(Operands o, int from, int to, float[] scratch) {
    int out = o.outputOffset() + from;
    apply(activation, o.array(0), o.offset(0) + from, o.output(), out, to - from);
  }

  /// Applies a function to `n` values of `in` from `inAt`; `out` may be the same range.
  static void apply(Activation a, float[] in, int inAt, float[] out, int outAt, int n) {
    int bound = Lanes.F.loopBound(n);
    switch (a.kind()) {
      case RELU -> relu(in, inAt, out, outAt, bound);
      case RELU6 -> relu6(in, inAt, out, outAt, bound);
      case LEAKY_RELU -> leakyRelu(a.alpha(), in, inAt, out, outAt, bound);
      case ELU -> elu(1, a.alpha(), in, inAt, out, outAt, bound);
      case SELU ->
          elu(
              ActivationReference.SELU_SCALE,
              ActivationReference.SELU_DEPTH,
              in,
              inAt,
              out,
              outAt,
              bound);
      case GELU -> gelu(in, inAt, out, outAt, bound);
      case GELU_TANH -> geluTanh(in, inAt, out, outAt, bound);
      case SILU -> silu(in, inAt, out, outAt, bound);
      case HARD_SWISH -> hardSwish(in, inAt, out, outAt, bound);
      case HARD_SIGMOID -> hardSigmoid(in, inAt, out, outAt, bound);
      case SIGMOID -> sigmoid(in, inAt, out, outAt, bound);
      case TANH -> tanh(in, inAt, out, outAt, bound);
    }
    ActivationReference.apply(a, in, inAt + bound, out, outAt + bound, n - bound);
  }

  private static void relu(float[] in, int inAt, float[] out, int outAt, int bound) {
    for (int i = 0; i < bound; i += Lanes.N) {
      relu(FloatVector.fromArray(Lanes.F, in, inAt + i)).intoArray(out, outAt + i);
    }
  }

  static FloatVector relu(FloatVector x) {
    return x.blend(0, x.compare(VectorOperators.LE, 0));
  }

  private static void relu6(float[] in, int inAt, float[] out, int outAt, int bound) {
    for (int i = 0; i < bound; i += Lanes.N) {
      clamp6(FloatVector.fromArray(Lanes.F, in, inAt + i)).intoArray(out, outAt + i);
    }
  }

  private static void leakyRelu(
      float alpha, float[] in, int inAt, float[] out, int outAt, int bound) {
    for (int i = 0; i < bound; i += Lanes.N) {
      FloatVector x = FloatVector.fromArray(Lanes.F, in, inAt + i);
      x.mul(alpha).blend(x, x.compare(VectorOperators.GT, 0)).intoArray(out, outAt + i);
    }
  }

  private static void elu(
      float scale, float depth, float[] in, int inAt, float[] out, int outAt, int bound) {
    for (int i = 0; i < bound; i += Lanes.N) {
      FloatVector x = FloatVector.fromArray(Lanes.F, in, inAt + i);
      VectorMath.expm1(x)
          .mul(depth)
          .blend(x.mul(scale), x.compare(VectorOperators.GT, 0))
          .intoArray(out, outAt + i);
    }
  }

  private static void gelu(float[] in, int inAt, float[] out, int outAt, int bound) {
    for (int i = 0; i < bound; i += Lanes.N) {
      FloatVector x = FloatVector.fromArray(Lanes.F, in, inAt + i);
      FloatVector a = x.abs();
      FloatVector e = VectorMath.erfOfAbs(a.mul(ActivationReference.SQRT_HALF));
      a.fma(e, x).mul(0.5f).intoArray(out, outAt + i);
    }
  }

  private static void geluTanh(float[] in, int inAt, float[] out, int outAt, int bound) {
    for (int i = 0; i < bound; i += Lanes.N) {
      FloatVector x = FloatVector.fromArray(Lanes.F, in, inAt + i);
      FloatVector t = VectorMath.tanh(geluInner(x));
      x.mul(0.5f).mul(t.add(1)).intoArray(out, outAt + i);
    }
  }

  private static void silu(float[] in, int inAt, float[] out, int outAt, int bound) {
    for (int i = 0; i < bound; i += Lanes.N) {
      FloatVector x = FloatVector.fromArray(Lanes.F, in, inAt + i);
      x.mul(VectorMath.sigmoid(x)).intoArray(out, outAt + i);
    }
  }

  private static void hardSwish(float[] in, int inAt, float[] out, int outAt, int bound) {
    for (int i = 0; i < bound; i += Lanes.N) {
      FloatVector x = FloatVector.fromArray(Lanes.F, in, inAt + i);
      x.mul(clamp6(x.add(3))).mul(ActivationReference.SIXTH).intoArray(out, outAt + i);
    }
  }

  private static void hardSigmoid(float[] in, int inAt, float[] out, int outAt, int bound) {
    for (int i = 0; i < bound; i += Lanes.N) {
      FloatVector x = FloatVector.fromArray(Lanes.F, in, inAt + i);
      clamp6(x.add(3)).mul(ActivationReference.SIXTH).intoArray(out, outAt + i);
    }
  }

  private static void sigmoid(float[] in, int inAt, float[] out, int outAt, int bound) {
    for (int i = 0; i < bound; i += Lanes.N) {
      VectorMath.sigmoid(FloatVector.fromArray(Lanes.F, in, inAt + i)).intoArray(out, outAt + i);
    }
  }

  private static void tanh(float[] in, int inAt, float[] out, int outAt, int bound) {
    for (int i = 0; i < bound; i += Lanes.N) {
      VectorMath.tanh(FloatVector.fromArray(Lanes.F, in, inAt + i)).intoArray(out, outAt + i);
    }
  }

  static FloatVector clamp6(FloatVector x) {
    FloatVector y = x.blend(0, x.compare(VectorOperators.LE, 0));
    return y.blend(6, y.compare(VectorOperators.GE, 6));
  }

  static FloatVector geluInner(FloatVector x) {
    FloatVector c = x.mul(x).mul(ActivationReference.TANH_CUBE);
    return c.fma(x, x).mul(ActivationReference.TANH_SCALE);
  }
}
