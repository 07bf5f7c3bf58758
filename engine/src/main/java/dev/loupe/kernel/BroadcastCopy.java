package dev.loupe.kernel;

/// Copies rows, or fills them where a single value is repeated; a large single row is cut.
public final class BroadcastCopy implements Kernel {
  private final BroadcastGeometry g;
  private final int step;
  private final boolean oneRow;
  private final Pieces pieces;

  /// @param g the input as the first operand, the output's shape as the second
  public BroadcastCopy(BroadcastGeometry g) {
    this.g = g;
    this.step = g.firstSteps()[g.sizes().length - 1];
    this.oneRow = g.rows() == 1;
    this.pieces = oneRow ? Pieces.of(g.inner(), 1) : Pieces.of(g.rows(), g.inner());
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
      row(o, from * step, from, to - from);
      return;
    }
    for (int row = from; row < to; row++) {
      row(o, g.start(row, g.firstSteps()), row * g.inner(), g.inner());
    }
  }

  private void row(Operands o, int in, int out, int n) {
    int to = o.outputOffset() + out;
    if (step == 0) {
      java.util.Arrays.fill(o.output(), to, to + n, o.array(0)[o.offset(0) + in]);
    } else {
      System.arraycopy(o.array(0), o.offset(0) + in, o.output(), to, n);
    }
  }
}
