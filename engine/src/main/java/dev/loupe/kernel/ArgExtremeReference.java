package dev.loupe.kernel;

/// The index of the best value of each line along an axis.
public final class ArgExtremeReference implements Kernel {
  private final LineGeometry g;
  private final Ranking ranking;
  private final boolean last;
  private final Pieces pieces;

  /// @param g the axis of x
  /// @param ranking what is better
  /// @param last whether the last of equal values is taken, rather than the first
  public ArgExtremeReference(LineGeometry g, Ranking ranking, boolean last) {
    this.g = g;
    this.ranking = ranking;
    this.last = last;
    this.pieces = Pieces.of(g.lines(), g.size());
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
    for (int line = pieces.from(piece); line < pieces.to(piece); line++) {
      int from = o.offset(0) + g.start(line, g.size());
      int best = 0;
      for (int i = 1; i < g.size(); i++) {
        float a = o.array(0)[from + i * g.inner()];
        float b = o.array(0)[from + best * g.inner()];
        if (ranking.better(a, b) || (last && !ranking.better(b, a))) {
          best = i;
        }
      }
      o.output()[o.outputOffset() + line] = best;
    }
  }
}
