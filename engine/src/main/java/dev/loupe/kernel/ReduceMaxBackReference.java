package dev.loupe.kernel;

/// The gradient of a maximum goes to the first value that equals it; the others get 0.
///
/// Inputs: x, y, gy. The workspace notes which maxima have been met.
public final class ReduceMaxBackReference implements Kernel {
  private final ReduceGeometry g;

  /// @param g which values go together
  public ReduceMaxBackReference(ReduceGeometry g) {
    this.g = g;
  }

  @Override
  public int pieces(int phase) {
    return 1;
  }

  @Override
  public long workspace() {
    return g.outputs();
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    BroadcastGeometry b = g.broadcast();
    int step = b.secondSteps()[b.sizes().length - 1];
    System.arraycopy(o.array(2), o.offset(2), o.workspace(), o.workspaceOffset(), g.outputs());
    int i = 0;
    for (int row = 0; row < b.rows(); row++) {
      int to = b.start(row, b.secondSteps());
      for (int c = 0; c < b.inner(); c++, i++, to += step) {
        int left = o.workspaceOffset() + to;
        boolean first = o.array(0)[o.offset(0) + i] == o.array(1)[o.offset(1) + to];
        o.output()[o.outputOffset() + i] = first ? o.workspace()[left] : 0;
        o.workspace()[left] = first ? 0 : o.workspace()[left];
      }
    }
  }
}
