package dev.loupe.kernel;

/// Copies every value to all places that it is repeated to.
public final class BroadcastReference implements Kernel {
  private final BroadcastGeometry g;

  /// @param g the input as the first operand, the output's shape as the second
  public BroadcastReference(BroadcastGeometry g) {
    this.g = g;
  }

  @Override
  public int pieces(int phase) {
    return 1;
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    int step = g.firstSteps()[g.sizes().length - 1];
    int at = o.outputOffset();
    for (int row = 0; row < g.rows(); row++) {
      int from = o.offset(0) + g.start(row, g.firstSteps());
      for (int i = 0; i < g.inner(); i++) {
        o.output()[at++] = o.array(0)[from + i * step];
      }
    }
  }
}
