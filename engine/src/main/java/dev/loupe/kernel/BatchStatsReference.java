package dev.loupe.kernel;

/// Mean and biased variance of each channel, in two passes over double sums.
public final class BatchStatsReference implements Kernel {
  private final ChannelGeometry g;

  /// @param g rows and channels
  public BatchStatsReference(ChannelGeometry g) {
    this.g = g;
  }

  @Override
  public int pieces(int phase) {
    return 1;
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    float[] x = o.array(0);
    for (int c = 0; c < g.channels(); c++) {
      double sum = 0;
      for (int row = 0; row < g.rows(); row++) {
        sum += x[o.offset(0) + row * g.channels() + c];
      }
      double mean = sum / g.rows();
      double squares = 0;
      for (int row = 0; row < g.rows(); row++) {
        double d = x[o.offset(0) + row * g.channels() + c] - mean;
        squares += d * d;
      }
      o.output()[o.outputOffset() + c] = (float) mean;
      o.output()[o.outputOffset() + g.channels() + c] = (float) (squares / g.rows());
    }
  }
}
