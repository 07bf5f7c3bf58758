package dev.loupe.kernel;

/// How a matrix of sums is cut into panels of columns and these into [RunTile]s: stored tile after
/// tile, panel after panel.
///
/// Nothing is filled up: the last tile of rows, as the last panel of columns, goes back over what
/// others compute too.
final class RunPanels {
  /// The widest panel in vectors.
  static final int WIDEST = Lanes.N == 16 ? 4 : 2;

  private final int rows;
  private final LanePanels cut;
  private final boolean copied;
  private final int[] height;
  private final int[] start;

  /// The cut that is fastest.
  ///
  /// @param rows at least 16
  /// @param columns at least a vector
  static RunPanels of(int rows, int columns) {
    RunPanels best = new RunPanels(rows, columns, WIDEST);
    RunPanels other = new RunPanels(rows, columns, 2);
    return other.cost() < best.cost() ? other : best;
  }

  /// The cut for copied rows and columns, see [RunCopies].
  ///
  /// @param rows at least 4
  /// @param columns at least two vectors
  static RunPanels copied(int rows, int columns) {
    return new RunPanels(rows, LanePanels.pairs(columns), true);
  }

  private RunPanels(int rows, int columns, int widest) {
    this(rows, new LanePanels(columns, widest), false);
  }

  private RunPanels(int rows, LanePanels cut, boolean copied) {
    this.rows = rows;
    this.cut = cut;
    this.copied = copied;
    this.height = new int[count()];
    this.start = new int[count() + 1];
    for (int p = 0; p < count(); p++) {
      height[p] = copied ? RunTileCopied.ROWS : RunTile.height(vectors(p), rows);
      start[p + 1] = start[p] + tiles(p) * height[p] * vectors(p) * Lanes.N;
    }
  }

  /// The same panels with other rows, at least 5.
  RunPanels of(int rows) {
    return new RunPanels(rows, cut, copied);
  }

  int rows() {
    return rows;
  }

  /// Whether they are cut for copies.
  boolean copied() {
    return copied;
  }

  /// How many panels.
  int count() {
    return cut.count();
  }

  /// The first column of a panel.
  int first(int panel) {
    return cut.first(panel);
  }

  /// The width of a panel in vectors.
  int vectors(int panel) {
    return cut.vectors(panel);
  }

  /// The height of a panel's tiles.
  int height(int panel) {
    return height[panel];
  }

  /// How many tiles a panel has.
  int tiles(int panel) {
    return Pieces.parts(rows, height[panel]);
  }

  /// The first row of a tile.
  int row(int panel, int tile) {
    return Math.min(tile * height[panel], rows - height[panel]);
  }

  /// Where a row lies among the rows of a panel's tiles.
  int slot(int panel, int row) {
    int tile = Math.min(row / height[panel], tiles(panel) - 1);
    return tile * height[panel] + row - row(panel, tile);
  }

  /// Where a panel's sums start.
  int start(int panel) {
    return start[panel];
  }

  /// Floats of all sums.
  int size() {
    return start[count()];
  }

  /// About the cycles of a pixel.
  double cost() {
    double sum = 0;
    for (int p = 0; p < count(); p++) {
      sum += tiles(p) * RunTile.cost(vectors(p), height[p]);
    }
    return sum;
  }
}
