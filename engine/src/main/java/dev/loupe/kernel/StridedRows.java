package dev.loupe.kernel;

/// Copies rows that are unbroken in input and output. Pieces: runs of rows; where there is one row,
/// parts of it.
public final class StridedRows implements Kernel {
  private final StridedGeometry g;
  private final boolean oneRow;
  private final Pieces pieces;

  /// @param g where to read; the innermost step is 1
  public StridedRows(StridedGeometry g) {
    this.g = g;
    this.oneRow = g.rows() == 1;
    this.pieces = oneRow ? Pieces.of(g.inner(), 1).alignedTo(16) : Pieces.of(g.rows(), g.inner());
  }

  @Override
  public int pieces(int phase) {
    return pieces.count();
  }

  @Override
  public long outputStart(int piece) {
    return (long) pieces.from(piece) * (oneRow ? 1 : g.inner());
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    int from = pieces.from(piece);
    int to = pieces.to(piece);
    if (oneRow) {
      System.arraycopy(
          o.array(0),
          o.offset(0) + g.offset() + from,
          o.output(),
          o.outputOffset() + from,
          to - from);
      return;
    }
    for (int row = from; row < to; row++) {
      System.arraycopy(
          o.array(0),
          o.offset(0) + g.start(row),
          o.output(),
          o.outputOffset() + row * g.inner(),
          g.inner());
    }
  }
}
