package dev.loupe.kernel;

/// `y[i] = f(x[i])`, one value after the other.
public final class ActivationReference implements Kernel {
  // Klambauer et al., Self-Normalizing Neural Networks, NeurIPS 2017, eq. 14, to float precision.
  static final float SELU_SCALE = 1.0507010f;
  static final float SELU_DEPTH = 1.7580993f;
  static final float SIXTH = 1f / 6;
  static final float SQRT_HALF = 0.70710677f;
  // sqrt(2 / pi), and the cubic term of the tanh form.
  static final float TANH_SCALE = 0.7978846f;
  static final float TANH_CUBE = 0.044715f;

  private final Activation activation;
  private final int length;

  /// @param activation the function
  /// @param length how many values
  public ActivationReference(Activation activation, int length) {
    this.activation = activation;
    this.length = length;
  }

  @Override
  public int pieces(int phase) {
    return 1;
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    apply(activation, o.array(0), o.offset(0), o.output(), o.outputOffset(), length);
  }

  /// Applies a function to `n` values of `in` from `inAt`; `out` may be the same range.
  static void apply(Activation a, float[] in, int inAt, float[] out, int outAt, int n) {
    for (int i = 0; i < n; i++) {
      out[outAt + i] = value(a, in[inAt + i]);
    }
  }

  static float value(Activation a, float x) {
    return switch (a.kind()) {
      case RELU -> x <= 0 ? 0 : x;
      case RELU6 -> relu6(x);
      case LEAKY_RELU -> x > 0 ? x : x * a.alpha();
      case ELU -> x > 0 ? x : ScalarMath.expm1(x) * a.alpha();
      case SELU -> x > 0 ? x * SELU_SCALE : ScalarMath.expm1(x) * SELU_DEPTH;
      case GELU -> gelu(x);
      case GELU_TANH -> x * 0.5f * (1 + ScalarMath.tanh(geluInner(x)));
      case SILU -> x * ScalarMath.sigmoid(x);
      case HARD_SWISH -> x * relu6(x + 3) * SIXTH;
      case HARD_SIGMOID -> relu6(x + 3) * SIXTH;
      case SIGMOID -> ScalarMath.sigmoid(x);
      case TANH -> ScalarMath.tanh(x);
    };
  }

  /// (x + |x| erf(|x| / sqrt(2))) / 2, as the error function is odd.
  private static float gelu(float x) {
    float a = Math.abs(x);
    return Math.fma(a, ScalarMath.erfOfAbs(a * SQRT_HALF), x) * 0.5f;
  }

  // These forms keep NaN.
  static float relu6(float x) {
    float y = x <= 0 ? 0 : x;
    return y >= 6 ? 6 : y;
  }

  static float geluInner(float x) {
    return Math.fma(x * x * TANH_CUBE, x, x) * TANH_SCALE;
  }
}
