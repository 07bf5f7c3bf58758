package dev.loupe.kernel;

import java.util.Arrays;

/// The adjoint of padding: every gradient is added, in order, to the value that was repeated.
public final class PadBackReference implements Kernel {
  private final PadGeometry g;

  /// @param g where the padded values came from
  public PadBackReference(PadGeometry g) {
    this.g = g;
  }

  @Override
  public int pieces(int phase) {
    return 1;
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    int[] columns = g.sources()[g.sources().length - 1];
    Arrays.fill(o.output(), o.outputOffset(), o.outputOffset() + g.inputElements(), 0);
    int at = o.offset(0);
    for (int row = 0; row < g.rows(); row++) {
      int source = g.sourceRow(row);
      for (int column : columns) {
        int to = o.outputOffset() + (source * g.inputLength() + column) * g.unit();
        for (int i = 0; i < g.unit(); i++, at++) {
          if (source >= 0 && column >= 0) {
            o.output()[to + i] += o.array(0)[at];
          }
        }
      }
    }
  }
}
