package dev.loupe.kernel;

/// The gradient of a loss for the prediction, times gy, one value after the other.
public final class LossBackReference implements Kernel {
  private final LossFunction loss;
  private final int length;

  /// @param loss the function
  /// @param length how many values
  public LossBackReference(LossFunction loss, int length) {
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
      float g = o.array(2)[o.offset(2) + i];
      o.output()[o.outputOffset() + i] = slope(loss, p, t) * g;
    }
  }

  private static float slope(LossFunction loss, float p, float t) {
    float d = p - t;
    return switch (loss.kind()) {
      case MEAN_SQUARED -> d * 2;
      case L1 -> d > 0 ? 1 : d < 0 ? -1 : d;
      case HUBER -> clamp(d, loss.first());
      case BINARY_CROSS_ENTROPY_LOGITS -> ScalarMath.sigmoid(p) - t;
      case FOCAL -> focal(loss, p, t);
    };
  }

  private static float clamp(float d, float delta) {
    return d > delta ? delta : d < -delta ? -delta : d;
  }

  /// w (h' m^gamma + gamma h m^(gamma - 1) m'), where h is the cross entropy, h' = s - t,
  /// m the missed probability and m' = s (1 - s) (1 - 2 t).
  private static float focal(LossFunction loss, float p, float t) {
    float gamma = loss.first();
    float e = ScalarMath.exp(-Math.abs(p));
    float m = LossReference.missed(p, t, e);
    float large = 1 / (1 + e);
    float spread = e * large * large;
    float s = p < 0 ? e * large : large;
    float h = LossReference.entropy(p, t, e) * gamma;
    float turn = spread * Math.fma(-2, t, 1);
    float first = (s - t) * LossReference.power(m, gamma);
    float second = h * LossReference.power(m, gamma - 1) * turn;
    return (first + second) * LossReference.weight(loss, t);
  }
}
