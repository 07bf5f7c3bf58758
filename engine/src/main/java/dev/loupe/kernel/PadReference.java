package dev.loupe.kernel;

/// Looks every output value up in the tables.
public final class PadReference implements Kernel {
  private final PadGeometry g;

  /// @param g where the values come from
  public PadReference(PadGeometry g) {
    this.g = g;
  }

  @Override
  public int pieces(int phase) {
    return 1;
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    int[] columns = g.sources()[g.sources().length - 1];
    int at = o.outputOffset();
    for (int row = 0; row < g.rows(); row++) {
      int source = g.sourceRow(row);
      for (int column : columns) {
        int from = o.offset(0) + (source * g.inputLength() + column) * g.unit();
        for (int i = 0; i < g.unit(); i++) {
          o.output()[at++] = source < 0 || column < 0 ? g.value() : o.array(0)[from + i];
        }
      }
    }
  }
}
