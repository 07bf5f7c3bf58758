package dev.loupe.kernel;

/// For each channel the sum of the gradient, and of the gradient times the normalised value.
public final class BatchNormSumsReference implements Kernel {
  private final ChannelGeometry g;
  private final float epsilon;
  private final boolean joined;

  /// @param g rows and channels
  /// @param epsilon added to the variance
  /// @param joined whether mean and variance are the two rows of one input
  public BatchNormSumsReference(ChannelGeometry g, float epsilon, boolean joined) {
    this.g = g;
    this.epsilon = epsilon;
    this.joined = joined;
  }

  @Override
  public int pieces(int phase) {
    return 1;
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    int v = joined ? 1 : 2;
    int variances = o.offset(v) + (joined ? g.channels() : 0);
    for (int c = 0; c < g.channels(); c++) {
      float mean = o.array(1)[o.offset(1) + c];
      double sum = 0;
      double products = 0;
      for (int row = 0; row < g.rows(); row++) {
        int at = row * g.channels() + c;
        double gradient = o.array(v + 1)[o.offset(v + 1) + at];
        sum += gradient;
        products += gradient * ((double) o.array(0)[o.offset(0) + at] - mean);
      }
      double deviation = Math.sqrt((double) o.array(v)[variances + c] + epsilon);
      o.output()[o.outputOffset() + c] = (float) sum;
      o.output()[o.outputOffset() + g.channels() + c] = (float) (products / deviation);
    }
  }
}
