package dev.loupe.kernel;

/// Zeroes or scales each value, one after the other.
public final class DropoutReference implements Kernel {
  private final DropMask mask;
  private final int samples;
  private final int each;

  /// @param mask what is dropped
  /// @param samples how many samples there are where the mask is for samples, else 1
  /// @param each how many values one has
  public DropoutReference(DropMask mask, int samples, int each) {
    this.mask = mask;
    this.samples = samples;
    this.each = each;
  }

  @Override
  public int pieces(int phase) {
    return 1;
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    long bits = mask.bits(o.step());
    int threshold = mask.threshold();
    float scale = mask.scale();
    for (int i = 0; i < samples * each; i++) {
      boolean keep = DropMask.keeps(mask.perSample() ? i / each : i, bits, threshold);
      o.output()[o.outputOffset() + i] = keep ? o.array(0)[o.offset(0) + i] * scale : 0;
    }
  }
}
