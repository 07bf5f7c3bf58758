package dev.loupe.kernel;

/// The gradient of the slopes: sums `x gy` where x is not above 0, in the natural order.
public final class PReluSlopeReference implements Kernel {
  private final PReluGeometry g;

  /// @param g where the slopes lie
  public PReluSlopeReference(PReluGeometry g) {
    this.g = g;
  }

  @Override
  public int pieces(int phase) {
    return 1;
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    float[] out = o.output();
    int at = o.outputOffset();
    java.util.Arrays.fill(out, at, at + (g.shared() ? 1 : g.columns()), 0);
    for (int i = 0; i < g.rows() * g.columns(); i++) {
      float x = o.array(0)[o.offset(0) + i];
      int to = at + (g.shared() ? 0 : i % g.columns());
      out[to] = x > 0 ? out[to] : Math.fma(x, o.array(1)[o.offset(1) + i], out[to]);
    }
  }
}
