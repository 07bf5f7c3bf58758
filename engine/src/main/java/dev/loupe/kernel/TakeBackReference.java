package dev.loupe.kernel;

/// The adjoint of taking rows: each row sums the gradients of its copies, in the order of the
/// indices. An index that names no row has no part in it.
///
/// Inputs: indices, gy. Pieces: runs of lines along the axis, so that no two write the same value.
public final class TakeBackReference implements Kernel {
  private final LineGeometry g;
  private final int count;
  private final Pieces pieces;

  /// @param g the axis of x
  /// @param count how many indices
  public TakeBackReference(LineGeometry g, int count) {
    this.g = g;
    this.count = count;
    this.pieces = Pieces.of(g.lines(), g.size() + count);
  }

  @Override
  public int pieces(int phase) {
    return pieces.count();
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    int inner = g.inner();
    for (int line = pieces.from(piece); line < pieces.to(piece); line++) {
      int to = o.outputOffset() + g.start(line, g.size());
      int from = o.offset(1) + g.start(line, count);
      for (int i = 0; i < g.size(); i++) {
        o.output()[to + i * inner] = 0;
      }
      for (int k = 0; k < count; k++) {
        int at = LineGeometry.place(o.array(0)[o.offset(0) + k], g.size());
        if (at >= 0) {
          o.output()[to + at * inner] += o.array(1)[from + k * inner];
        }
      }
    }
  }
}
