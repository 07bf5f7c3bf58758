package dev.loupe.kernel;

/// Each value becomes the sum of those up to it along an axis. Pieces: runs of blocks.
public final class CumulativeBlocks implements Kernel {
  private final CumulativeGeometry g;
  private final Pieces pieces;

  /// @param g which values go together
  public CumulativeBlocks(CumulativeGeometry g) {
    this.g = g;
    this.pieces = Pieces.of(g.outer(), (long) g.steps() * g.inner());
  }

  @Override
  public int pieces(int phase) {
    return pieces.count();
  }

  @Override
  public long outputStart(int piece) {
    return (long) pieces.from(piece) * g.steps() * g.inner();
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    for (int block = pieces.from(piece); block < pieces.to(piece); block++) {
      CumulativeReference.block(g, o, block);
    }
  }
}
