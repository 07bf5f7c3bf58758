package dev.loupe.kernel;

/// How a grid is cut into pieces that are blocks of rows of one sample and depth.
///
/// @param s the grid and where its values go
/// @param size rows of a block
record RowBlocks(GridSpace s, int size) {
  private static final int LEAST_PIECES = 16;
  // Floats of planes that stay in the first-level cache.
  private static final int NEAR = 8 * 1024;

  /// The height that costs least a row, where that gives enough pieces.
  ///
  /// @param columns the channels that are written, with the filling
  /// @param together how many pixels are computed at a time; rows lie one behind the other
  static RowBlocks of(GridSpace s, int columns, int together) {
    int height = s.grid().height().count();
    int others = s.batch() * s.grid().depth().count();
    long work = (long) s.batch() * s.grid().pixels() * s.depth() * s.groups() * columns;
    int pieces = (int) Math.min(LEAST_PIECES, 1 + work / Pieces.GRAIN);
    int most = Math.max(1, height / Pieces.parts(pieces, others));
    int best = 1;
    double least = Double.MAX_VALUE;
    for (int block = 1; block <= most; block++) {
      double cost = cost(s, columns, together, block) / block;
      // Of equals the larger: fewer pieces.
      if (cost <= least) {
        least = cost;
        best = block;
      }
    }
    return new RowBlocks(s, best);
  }

  /// About the cycles of a block: two multiply-adds of 16 lanes each, and what copying takes.
  private static double cost(GridSpace s, int columns, int together, int block) {
    Planes planes = new Planes(s, block);
    int width = s.grid().width().count();
    int flat = Pieces.parts((block - 1) * planes.pitch() + width, together) * together;
    int computed = together == 1 ? block * width : flat;
    double copying = planes.size() <= NEAR ? 0.5 : planes.size() <= GridSpace.CACHE ? 2 : 8;
    return (double) computed * s.depth() * columns / 32 + copying * planes.size();
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
