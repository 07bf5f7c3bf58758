package dev.loupe.kernel;

/// `gx[i] = f'(x[i]) gy[i]`, from the output or the input of the function, value by value.
public final class ActivationBackReference implements Kernel {
  // 1 / sqrt(2 pi)
  static final float DENSITY = 0.3989423f;

  private final Activation activation;
  private final int length;

  /// @param activation the function
  /// @param length how many values
  public ActivationBackReference(Activation activation, int length) {
    this.activation = activation;
    this.length = length;
  }

  @Override
  public int pieces(int phase) {
    return 1;
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    apply(activation, o, 0, length);
  }

  static void apply(Activation a, Operands o, int from, int to) {
    float[] out = o.output();
    for (int i = from; i < to; i++) {
      float g = o.array(1)[o.offset(1) + i];
      out[o.outputOffset() + i] = value(a, o.array(0)[o.offset(0) + i], g);
    }
  }

  /// @param r the output where [Activation#fromOutput()], else the input
  private static float value(Activation a, float r, float g) {
    return switch (a.kind()) {
      case RELU -> r > 0 ? g : 0;
      case RELU6 -> r > 0 && r < 6 ? g : 0;
      case LEAKY_RELU -> r > 0 ? g : g * a.alpha();
      case ELU -> r > 0 ? g : g * (r + a.alpha());
      case SELU ->
          r > 0 ? g * ActivationReference.SELU_SCALE : g * (r + ActivationReference.SELU_DEPTH);
      case GELU -> g * geluSlope(r);
      case GELU_TANH -> g * geluTanhSlope(r);
      case SILU -> g * siluSlope(r);
      case HARD_SWISH ->
          r >= 3 ? g : r > -3 ? g * (Math.fma(2, r, 3) * ActivationReference.SIXTH) : 0;
      case HARD_SIGMOID -> r > 0 && r < 1 ? g * ActivationReference.SIXTH : 0;
      case SIGMOID -> g * (r * (1 - r));
      case TANH -> g * Math.fma(-r, r, 1);
    };
  }

  /// Phi(x) + x phi(x)
  private static float geluSlope(float x) {
    float phi = ScalarMath.exp(x * x * -0.5f) * DENSITY;
    float below = 0.5f * (1 + ScalarMath.erf(x * ActivationReference.SQRT_HALF));
    return Math.fma(x, phi, below);
  }

  private static float geluTanhSlope(float x) {
    float t = ScalarMath.tanh(ActivationReference.geluInner(x));
    float inner =
        (x * x * (3 * ActivationReference.TANH_CUBE) + 1) * ActivationReference.TANH_SCALE;
    float slope = Math.fma(-t, t, 1) * inner;
    return 0.5f * Math.fma(x, slope, 1 + t);
  }

  /// s (1 + x (1 - s))
  private static float siluSlope(float x) {
    float s = ScalarMath.sigmoid(x);
    return s * Math.fma(x, 1 - s, 1);
  }
}
