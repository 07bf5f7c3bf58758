package dev.loupe.kernel;

import java.util.Arrays;

/// Copies the rows that indices name, one after the other; NaN where an index names none.
///
/// Inputs: x, indices.
public final class TakeReference implements Kernel {
  private final LineGeometry g;
  private final int count;
  private final Pieces pieces;

  /// @param g the axis of x
  /// @param count how many indices
  public TakeReference(LineGeometry g, int count) {
    this.g = g;
    this.count = count;
    this.pieces = Pieces.of(g.outer() * count, g.inner());
  }

  @Override
  public int pieces(int phase) {
    return pieces.count();
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    int inner = g.inner();
    for (int row = pieces.from(piece); row < pieces.to(piece); row++) {
      int at = LineGeometry.place(o.array(1)[o.offset(1) + row % count], g.size());
      int to = o.outputOffset() + row * inner;
      if (at < 0) {
        Arrays.fill(o.output(), to, to + inner, Float.NaN);
      } else {
        int from = o.offset(0) + (row / count * g.size() + at) * inner;
        System.arraycopy(o.array(0), from, o.output(), to, inner);
      }
    }
  }
}
