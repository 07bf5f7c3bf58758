package dev.loupe.kernel;

/// `y = x scale + shift`, where scale and shift of a channel follow from its statistics.
public final class BatchNormReference implements Kernel {
  private final ChannelGeometry g;
  private final float epsilon;
  private final boolean joined;

  /// @param g rows and channels
  /// @param epsilon added to the variance
  /// @param joined whether mean and variance are the two rows of one input
  public BatchNormReference(ChannelGeometry g, float epsilon, boolean joined) {
    this.g = g;
    this.epsilon = epsilon;
    this.joined = joined;
  }

  /// What a channel is multiplied by: `gamma / sqrt(variance + epsilon)`.
  public static float scale(float gamma, float variance, float epsilon) {
    return gamma / (float) Math.sqrt(variance + epsilon);
  }

  /// What is then added: `beta - mean scale`.
  public static float shift(float beta, float mean, float scale) {
    return Math.fma(-mean, scale, beta);
  }

  @Override
  public int pieces(int phase) {
    return 1;
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    int v = joined ? 3 : 4;
    int variances = o.offset(v) + (joined ? g.channels() : 0);
    for (int row = 0; row < g.rows(); row++) {
      for (int c = 0; c < g.channels(); c++) {
        float gamma = o.array(1)[o.offset(1) + c];
        float beta = o.array(2)[o.offset(2) + c];
        float mean = o.array(3)[o.offset(3) + c];
        float scale = scale(gamma, o.array(v)[variances + c], epsilon);
        int at = row * g.channels() + c;
        o.output()[o.outputOffset() + at] =
            Math.fma(o.array(0)[o.offset(0) + at], scale, shift(beta, mean, scale));
      }
    }
  }
}
