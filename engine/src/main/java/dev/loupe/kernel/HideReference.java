package dev.loupe.kernel;

/// Zeroes the values at hidden places, one after the other.
public final class HideReference implements Kernel {
  private final RunMask mask;
  private final HideGeometry g;

  /// @param mask what is hidden
  /// @param g where the places lie
  public HideReference(RunMask mask, HideGeometry g) {
    this.mask = mask;
    this.g = g;
  }

  @Override
  public int pieces(int phase) {
    return 1;
  }

  @Override
  public int scratch() {
    return g.places();
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    int each = g.outer() * g.places() * g.inner();
    for (int sample = 0; sample < g.samples(); sample++) {
      mask.factors(o.step(), sample, scratch, g.places());
      for (int i = 0; i < each; i++) {
        int at = sample * each + i;
        boolean hidden = scratch[i / g.inner() % g.places()] == 0;
        o.output()[o.outputOffset() + at] = hidden ? 0 : o.array(0)[o.offset(0) + at];
      }
    }
  }
}
