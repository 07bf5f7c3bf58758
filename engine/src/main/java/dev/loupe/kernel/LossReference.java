package dev.loupe.kernel;

/// `loss[i] = f(p[i], t[i])`, one value after the other.
public final class LossReference implements Kernel {
  // Keeps powers with negative exponents finite.
  static final float LEAST = Float.MIN_NORMAL;

  private final LossFunction loss;
  private final int length;

  /// @param loss the function
  /// @param length how many values
  public LossReference(LossFunction loss, int length) {
    this.loss = loss;
    this.length = length;
  }

  @Override
  public int pieces(int phase) {
    return 1;
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    apply(loss, o, 0, length);
  }

  static void apply(LossFunction loss, Operands o, int from, int to) {
    for (int i = from; i < to; i++) {
      float p = o.array(0)[o.offset(0) + i];
      float t = o.array(1)[o.offset(1) + i];
      o.output()[o.outputOffset() + i] = value(loss, p, t);
    }
  }

  private static float value(LossFunction loss, float p, float t) {
    float d = p - t;
    return switch (loss.kind()) {
      case MEAN_SQUARED -> d * d;
      case L1 -> Math.abs(d);
      case HUBER -> huber(Math.abs(d), loss.first());
      case BINARY_CROSS_ENTROPY_LOGITS -> entropy(p, t, ScalarMath.exp(-Math.abs(p)));
      case FOCAL -> focal(loss, p, t);
    };
  }

  private static float huber(float a, float delta) {
    return a <= delta ? a * a * 0.5f : (a - delta * 0.5f) * delta;
  }

  /// @param e e^-|p|
  static float entropy(float p, float t, float e) {
    float above = p > 0 ? p : 0;
    return Math.fma(-p, t, above) + ScalarMath.log1p(e);
  }

  private static float focal(LossFunction loss, float p, float t) {
    float e = ScalarMath.exp(-Math.abs(p));
    float q = missed(p, t, e);
    return entropy(p, t, e) * power(q, loss.first()) * weight(loss, t);
  }

  /// The probability given to the other class: s (1 - t) + (1 - s) t for s = sigmoid(p).
  static float missed(float p, float t, float e) {
    float large = 1 / (1 + e);
    float small = e * large;
    float s = p < 0 ? small : large;
    float rest = p < 0 ? large : small;
    return Math.fma(s, 1 - t, rest * t);
  }

  static float power(float q, float gamma) {
    return gamma == 0 ? 1 : gamma == 1 ? q : gamma == 2 ? q * q : general(q, gamma);
  }

  private static float general(float q, float gamma) {
    return ScalarMath.pow(q < LEAST ? LEAST : q, gamma);
  }

  static float weight(LossFunction loss, float t) {
    return Math.fma(t, loss.weightStep(), loss.weightBase());
  }
}
