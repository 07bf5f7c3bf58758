package dev.loupe.kernel;

/// Copies part by part. Pieces: ranges of the output, which may begin and end inside a part.
public final class ConcatCopy implements Kernel {
  private final ConcatGeometry g;
  private final Pieces pieces;

  /// @param g what a row is made of
  public ConcatCopy(ConcatGeometry g) {
    this.g = g;
    this.pieces = Pieces.of(g.rows() * g.length(), 1).alignedTo(16);
  }

  @Override
  public int pieces(int phase) {
    return pieces.count();
  }

  @Override
  public long outputStart(int piece) {
    return pieces.from(piece);
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    int at = pieces.from(piece);
    int to = pieces.to(piece);
    int row = at / g.length();
    int column = at % g.length();
    int input = 0;
    while (g.starts()[input + 1] <= column) {
      input++;
    }
    while (at < to) {
      int inside = column - g.starts()[input];
      int count = Math.min(to - at, g.part(input) - inside);
      System.arraycopy(
          o.array(input),
          o.offset(input) + row * g.part(input) + inside,
          o.output(),
          o.outputOffset() + at,
          count);
      at += count;
      column += count;
      input++;
      if (column == g.length()) {
        column = 0;
        input = 0;
        row++;
      }
    }
  }
}
