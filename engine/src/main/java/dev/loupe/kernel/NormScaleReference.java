package dev.loupe.kernel;

/// `scale = gamma / sqrt(variance + epsilon)` for each channel.
public final class NormScaleReference implements Kernel {
  private final int channels;
  private final float epsilon;

  /// @param channels how many
  /// @param epsilon added to the variance
  public NormScaleReference(int channels, float epsilon) {
    this.channels = channels;
    this.epsilon = epsilon;
  }

  @Override
  public int pieces(int phase) {
    return 1;
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    for (int c = 0; c < channels; c++) {
      float gamma = o.array(0)[o.offset(0) + c];
      float variance = o.array(1)[o.offset(1) + c];
      o.output()[o.outputOffset() + c] = (float) (gamma / Math.sqrt((double) variance + epsilon));
    }
  }
}
