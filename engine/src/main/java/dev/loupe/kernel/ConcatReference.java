package dev.loupe.kernel;

/// Writes every row: the parts of all inputs, in order.
public final class ConcatReference implements Kernel {
  private final ConcatGeometry g;

  /// @param g what a row is made of
  public ConcatReference(ConcatGeometry g) {
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
      for (int input = 0; input < o.inputs(); input++) {
        for (int i = 0; i < g.part(input); i++) {
          o.output()[at++] = o.array(input)[o.offset(input) + row * g.part(input) + i];
        }
      }
    }
  }
}
