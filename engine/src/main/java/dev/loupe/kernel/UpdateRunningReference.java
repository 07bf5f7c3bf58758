package dev.loupe.kernel;

/// Moves running statistics towards those of a batch, in place.
public final class UpdateRunningReference implements Kernel {
  private final int channels;
  private final float momentum;
  private final float unbiased;

  /// @param g rows and channels that the batch's statistics were taken over
  /// @param momentum the share of the new value
  public UpdateRunningReference(ChannelGeometry g, float momentum) {
    this.channels = g.channels();
    this.momentum = momentum;
    this.unbiased = (float) (g.rows() / (g.rows() - 1.0));
  }

  @Override
  public int pieces(int phase) {
    return 1;
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    float keep = 1 - momentum;
    for (int c = 0; c < channels; c++) {
      float mean = o.array(2)[o.offset(2) + c];
      float variance = o.array(2)[o.offset(2) + channels + c] * unbiased;
      int m = o.offset(0) + c;
      int v = o.offset(1) + c;
      o.array(0)[m] = Math.fma(momentum, mean, keep * o.array(0)[m]);
      o.array(1)[v] = Math.fma(momentum, variance, keep * o.array(1)[v]);
    }
    o.output()[o.outputOffset()] = 0;
  }
}
