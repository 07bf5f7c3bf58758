package dev.loupe.kernel;

/// How a grid is cut into pieces that are blocks of rows of one sample and depth.
///
/// @param s the grid and where its values go
/// @param size rows of a block
record RowBlocks(GridSpace s, int size) {
  private static final int LEAST_PIECES = 16;

  /// As many rows as fit the cache, but fewer where there would be too few pieces.
  ///
  /// @param columns the channels that are written, with the filling
  /// @param reach as in [Planes]
  static RowBlocks of(GridSpace s, int columns, int reach) {
    int height = s.grid().height().count();
    int fit = 1;
    while (fit < height && new Planes(s, reach, fit + 1).size() <= GridSpace.CACHE) {
      fit++;
    }
    int others = s.batch() * s.grid().depth().count();
    long work = (long) s.batch() * s.grid().pixels() * s.depth() * s.groups() * columns;
    int pieces = (int) Math.min(LEAST_PIECES, 1 + work / Pieces.GRAIN);
    int wanted = Pieces.parts(pieces, others);
    return new RowBlocks(s, Math.max(1, Math.min(fit, height / wanted)));
  }

  private int blocks() {
    return Pieces.parts(s.grid().height().count(), size);
  }

  int pieces() {
    return s.batch() * s.grid().depth().count() * blocks();
  }

  /// The first row of a piece.
  int from(int piece) {
    return piece % blocks() * size;
  }

  /// The end of its rows, exclusive.
  int to(int piece) {
    return Math.min(s.grid().height().count(), from(piece) + size);
  }

  int depth(int piece) {
    return piece / blocks() % s.grid().depth().count();
  }

  int sample(int piece) {
    return piece / blocks() / s.grid().depth().count();
  }

  /// As [Kernel#outputStart].
  long outputStart(int piece) {
    return s.whole() ? s.to(sample(piece), depth(piece), from(piece), 0) : -1;
  }
}
