package dev.loupe.kernel;

/// Adds, compares or multiplies every value of the input, in order, at the place that it is
/// reduced to.
public final class ReduceReference implements Kernel {
  private final ReduceKind kind;
  private final ReduceGeometry g;

  /// @param kind what is made of the values
  /// @param g which values go together
  public ReduceReference(ReduceKind kind, ReduceGeometry g) {
    this.kind = kind;
    this.g = g;
  }

  @Override
  public int pieces(int phase) {
    return 1;
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    BroadcastGeometry b = g.broadcast();
    int step = b.secondSteps()[b.sizes().length - 1];
    float[] y = o.output();
    int out = o.outputOffset();
    java.util.Arrays.fill(y, out, out + g.outputs(), kind.start());
    int at = o.offset(0);
    for (int row = 0; row < b.rows(); row++) {
      int to = out + b.start(row, b.secondSteps());
      for (int i = 0; i < b.inner(); i++, to += step) {
        y[to] = kind.join(y[to], o.array(0)[at++]);
      }
    }
    if (kind == ReduceKind.MEAN) {
      for (int i = 0; i < g.outputs(); i++) {
        y[out + i] /= g.count();
      }
    }
  }
}
