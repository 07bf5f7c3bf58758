package dev.loupe.kernel;

/// Reads every output value where the steps say.
public final class StridedReference implements Kernel {
  private final StridedGeometry g;

  /// @param g where to read
  public StridedReference(StridedGeometry g) {
    this.g = g;
  }

  @Override
  public int pieces(int phase) {
    return 1;
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    int at = o.outputOffset();
    for (int row = 0; row < g.rows(); row++) {
      int from = o.offset(0) + g.start(row);
      for (int i = 0; i < g.inner(); i++) {
        o.output()[at++] = o.array(0)[from + i * g.innerStep()];
      }
    }
  }
}
