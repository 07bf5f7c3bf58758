package dev.loupe.kernel;

/// `min(1, maximum / (norm + 1e-6))`.
public final class ClipScaleReference implements Kernel {
  private static final float LEAST = 1e-6f;

  private final float maximum;

  /// @param maximum the largest norm that is left as it is
  public ClipScaleReference(float maximum) {
    this.maximum = maximum;
  }

  @Override
  public int pieces(int phase) {
    return 1;
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    o.output()[o.outputOffset()] = Math.min(1, maximum / (o.array(0)[o.offset(0)] + LEAST));
  }
}
