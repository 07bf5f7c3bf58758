package dev.loupe.kernel;

/// `y = x > 0 ? v : slope v`, where v is x itself or, in the backward pass, the gradient of y.
public final class PReluReference implements Kernel {
  private final PReluGeometry g;
  private final boolean backward;

  /// @param g where the slopes lie
  /// @param backward whether the third input takes the place of x
  public PReluReference(PReluGeometry g, boolean backward) {
    this.g = g;
    this.backward = backward;
  }

  @Override
  public int pieces(int phase) {
    return 1;
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    int value = backward ? 2 : 0;
    for (int i = 0; i < g.rows() * g.columns(); i++) {
      float v = o.array(value)[o.offset(value) + i];
      float slope = o.array(1)[o.offset(1) + (g.shared() ? 0 : i % g.columns())];
      o.output()[o.outputOffset() + i] = o.array(0)[o.offset(0) + i] > 0 ? v : v * slope;
    }
  }
}
