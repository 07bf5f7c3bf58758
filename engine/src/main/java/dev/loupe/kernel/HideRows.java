package dev.loupe.kernel;

/// Copies or zeroes the rows at each place. Pieces: runs of samples.
public final class HideRows implements Kernel {
  private final RunMask mask;
  private final HideGeometry g;
  private final int each;
  private final Pieces samples;

  /// @param mask what is hidden
  /// @param g where the places lie
  public HideRows(RunMask mask, HideGeometry g) {
    this.mask = mask;
    this.g = g;
    this.each = g.outer() * g.places() * g.inner();
    this.samples = Pieces.of(g.samples(), each);
  }

  @Override
  public int pieces(int phase) {
    return samples.count();
  }

  @Override
  public long outputStart(int piece) {
    return (long) samples.from(piece) * each;
  }

  @Override
  public int scratch() {
    return g.places();
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    for (int sample = samples.from(piece); sample < samples.to(piece); sample++) {
      mask.factors(o.step(), sample, scratch, g.places());
      int from = o.offset(0) + sample * each;
      int to = o.outputOffset() + sample * each;
      System.arraycopy(o.array(0), from, o.output(), to, each);
      for (int row = 0; row < g.outer() * g.places(); row++) {
        if (scratch[row % g.places()] == 0) {
          int at = to + row * g.inner();
          java.util.Arrays.fill(o.output(), at, at + g.inner(), 0);
        }
      }
    }
  }
}
