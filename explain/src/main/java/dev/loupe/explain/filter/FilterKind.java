package dev.loupe.explain.filter;

/// What a filter looks for, by rules on how much of its energy templates explain: see
/// [FilterFigures].
public enum FilterKind {
  /// An edge or a bar that stands, within 22.5 degrees.
  VERTICAL_EDGE("vertical edge"),
  /// An edge or a bar that lies, within 22.5 degrees.
  HORIZONTAL_EDGE("horizontal edge"),
  /// An edge or a bar between.
  DIAGONAL_EDGE("diagonal edge"),
  /// A spot, with or without a surround.
  BLOB("blob"),
  /// One colour against another, without a direction.
  COLOUR("colour"),
  /// None of these.
  OTHER("other");

  private final String text;

  FilterKind(String text) {
    this.text = text;
  }

  /// Whether it is one of the three kinds of edges.
  public boolean edge() {
    return this == VERTICAL_EDGE || this == HORIZONTAL_EDGE || this == DIAGONAL_EDGE;
  }

  /// The edge of an orientation.
  ///
  /// @param orientation in degrees, 0 horizontal, 90 vertical
  static FilterKind ofEdge(double orientation) {
    double from90 = Math.abs(orientation - 90);
    if (from90 <= 22.5) {
      return VERTICAL_EDGE;
    }
    return from90 >= 67.5 ? HORIZONTAL_EDGE : DIAGONAL_EDGE;
  }

  @Override
  public String toString() {
    return text;
  }
}
