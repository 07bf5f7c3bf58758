package dev.loupe.kernel;

/// How columns are cut into panels for [BlockTile]: as wide ones as possible, then narrower ones
/// for the rest. The last may be filled up with zeros.
final class ColumnPanels implements Slots {
  /// The widest panel in vectors: what leaves room in the registers for enough rows.
  static final int WIDEST = Lanes.N == 16 ? 4 : 2;

  private final int columns;
  private final int wide;

  ColumnPanels(int columns) {
    this.columns = columns;
    this.wide = columns / (WIDEST * Lanes.N);
  }

  /// How many panels.
  @Override
  public int count() {
    int rest = columns - wide * WIDEST * Lanes.N;
    return wide + (rest == 0 ? 0 : split(rest) ? 2 : 1);
  }

  /// The first column of a panel.
  @Override
  public int first(int panel) {
    return panel <= wide ? panel * WIDEST * Lanes.N : wide * WIDEST * Lanes.N + 2 * Lanes.N;
  }

  /// The width in vectors: 1, 2 or 4.
  int vectors(int panel) {
    if (panel < wide) {
      return WIDEST;
    }
    int rest = columns - first(panel);
    if (panel == wide && split(rest)) {
      return 2;
    }
    return rest <= Lanes.N ? 1 : rest <= 2 * Lanes.N ? 2 : WIDEST;
  }

  /// The width in columns, with the filling.
  @Override
  public int width(int panel) {
    return vectors(panel) * Lanes.N;
  }

  /// How many columns of a panel are real.
  @Override
  public int real(int panel) {
    return Math.min(width(panel), columns - first(panel));
  }

  /// The end of a panel's real columns.
  int end(int panel) {
    return first(panel) + real(panel);
  }

  /// The columns of the widest panel.
  @Override
  public int widest() {
    return width(0);
  }

  /// The columns with the filling.
  int padded() {
    int last = count() - 1;
    return first(last) + width(last);
  }

  /// Whether a rest of 3 vectors becomes two panels.
  private static boolean split(int rest) {
    return rest > 2 * Lanes.N && rest <= 3 * Lanes.N;
  }
}
