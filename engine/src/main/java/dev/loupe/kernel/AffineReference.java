package dev.loupe.kernel;

/// `y[i] = scale x[i] + shift`, one value after the other.
public final class AffineReference implements Kernel {
  private final float scale;
  private final float shift;
  private final int length;

  /// @param scale the factor
  /// @param shift what is added
  /// @param length how many values
  public AffineReference(float scale, float shift, int length) {
    this.scale = scale;
    this.shift = shift;
    this.length = length;
  }

  @Override
  public int pieces(int phase) {
    return 1;
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    for (int i = 0; i < length; i++) {
      o.output()[o.outputOffset() + i] = Math.fma(o.array(0)[o.offset(0) + i], scale, shift);
    }
  }
}
