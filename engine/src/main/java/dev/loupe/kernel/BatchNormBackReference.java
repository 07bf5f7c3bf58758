package dev.loupe.kernel;

/// `gx = (x - mean) slope + (gy scale + shift)`, with the three factors of each channel made from
/// its statistics and its sums.
public final class BatchNormBackReference implements Kernel {
  private final ChannelGeometry g;
  private final float epsilon;

  /// @param g rows and channels
  /// @param epsilon added to the variance
  public BatchNormBackReference(ChannelGeometry g, float epsilon) {
    this.g = g;
    this.epsilon = epsilon;
  }

  /// What `x - mean` is multiplied by.
  ///
  /// @param scale `gamma / deviation`
  /// @param deviation `sqrt(variance + epsilon)`
  /// @param sum of the gradient times the normalised value
  /// @param share one divided by the number of rows
  static float slope(float scale, float deviation, float sum, float share) {
    return -(scale / deviation) * (sum * share);
  }

  /// What is added.
  ///
  /// @param scale `gamma / deviation`
  /// @param sum of the gradient
  /// @param share one divided by the number of rows
  static float shift(float scale, float sum, float share) {
    return -scale * (sum * share);
  }

  @Override
  public int pieces(int phase) {
    return 1;
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    int channels = g.channels();
    float share = (float) (1.0 / g.rows());
    for (int row = 0; row < g.rows(); row++) {
      for (int c = 0; c < channels; c++) {
        float mean = o.array(2)[o.offset(2) + c];
        float deviation = (float) Math.sqrt(o.array(2)[o.offset(2) + channels + c] + epsilon);
        float scale = o.array(1)[o.offset(1) + c] / deviation;
        float shift = shift(scale, o.array(3)[o.offset(3) + c], share);
        float slope = slope(scale, deviation, o.array(3)[o.offset(3) + channels + c], share);
        int at = row * channels + c;
        float gradient = Math.fma(o.array(4)[o.offset(4) + at], scale, shift);
        o.output()[o.outputOffset() + at] =
            Math.fma(o.array(0)[o.offset(0) + at] - mean, slope, gradient);
      }
    }
  }
}
