package dev.loupe.kernel;

/// How the columns of a matrix are cut into panels of one or two vectors, stored one behind the
/// other as `[k][width]`, filled up with zeros.
///
/// @param columns how many columns there are
record Panels(int columns) {
  /// How many panels.
  int count() {
    return (columns + Tile.COLUMNS - 1) / Tile.COLUMNS;
  }

  /// How many columns of a panel are real.
  int real(int panel) {
    return Math.min(Tile.COLUMNS, columns - panel * Tile.COLUMNS);
  }

  /// The stored width: one vector where that is enough.
  int width(int panel) {
    return real(panel) > Lanes.N ? Tile.COLUMNS : Lanes.N;
  }

  /// Where a panel starts, for `k` rows.
  int start(int panel, int k) {
    return panel * Tile.COLUMNS * k;
  }

  /// The stored floats, for `k` rows.
  int size(int k) {
    return padded() * k;
  }

  /// The columns with the filling.
  int padded() {
    return (count() - 1) * Tile.COLUMNS + width(count() - 1);
  }

  /// Whether some panel has one vector.
  boolean narrow() {
    return width(count() - 1) == Lanes.N;
  }
}
