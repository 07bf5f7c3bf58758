package dev.loupe.kernel;

/// Copies the data, and puts each row of updates to the row that its indices name, in order. A row
/// whose indices name none is left out.
///
/// Inputs: data, indices, updates. Phases: copy; update, by columns of the rows, so that the order
/// of the updates holds within a piece.
public final class ScatterRowsReference implements Kernel {
  private final ScatterMode mode;
  private final ScatterGeometry g;
  private final Pieces copies;
  private final Pieces pieces;

  /// @param mode what an update does
  /// @param g which rows are named
  public ScatterRowsReference(ScatterMode mode, ScatterGeometry g) {
    this.mode = mode;
    this.g = g;
    this.copies = Pieces.of((int) g.named().elements() * g.row(), 1);
    this.pieces = Pieces.of(g.row(), g.count());
  }

  @Override
  public int phases() {
    return 2;
  }

  @Override
  public int pieces(int phase) {
    return (phase == 0 ? copies : pieces).count();
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    if (phase == 0) {
      copy(o, copies.from(piece), copies.to(piece));
      return;
    }
    for (int k = 0; k < g.count(); k++) {
      int start = g.start(o.array(1), o.offset(1) + k * g.named().rank());
      if (start >= 0) {
        int to = o.outputOffset() + start;
        int from = o.offset(2) + k * g.row();
        for (int i = pieces.from(piece); i < pieces.to(piece); i++) {
          o.output()[to + i] = mode.of(o.output()[to + i], o.array(2)[from + i]);
        }
      }
    }
  }

  static void copy(Operands o, int from, int to) {
    System.arraycopy(
        o.array(0), o.offset(0) + from, o.output(), o.outputOffset() + from, to - from);
  }
}
