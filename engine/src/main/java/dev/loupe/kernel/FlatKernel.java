package dev.loupe.kernel;

/// A vector kernel that works value by value: its pieces are runs of values.
abstract class FlatKernel implements Kernel {
  private final Pieces pieces;

  /// @param length how many values
  /// @param cost the operations of one value
  FlatKernel(int length, int cost) {
    this.pieces = Pieces.of(length, cost).alignedTo(16);
  }

  /// Computes the values `from` to `to - 1`.
  abstract void values(Operands o, int from, int to, float[] scratch);

  @Override
  public final int pieces(int phase) {
    return pieces.count();
  }

  @Override
  public final long outputStart(int piece) {
    return pieces.from(piece);
  }

  @Override
  public final void run(int phase, int piece, Operands o, float[] scratch) {
    values(o, pieces.from(piece), pieces.to(piece), scratch);
  }
}
