package dev.loupe.explain.filter;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// What a filter looks for, by rules on how much of its energy templates explain: see
/// [PictureFigures] and [WaveFigures].
public enum FilterKind {
  /// Of pictures: an edge or a bar that stands, within 22.5 degrees.
  VERTICAL_EDGE("vertical edge", true, 2),
  /// Of pictures: an edge or a bar that lies, within 22.5 degrees.
  HORIZONTAL_EDGE("horizontal edge", true, 2),
  /// Of pictures: an edge or a bar between.
  DIAGONAL_EDGE("diagonal edge", true, 2),
  /// Of signals: values go up.
  RISE("rise", true, 1),
  /// Of signals: values go down.
  FALL("fall", true, 1),
  /// Of signals: a value or a few above their neighbours.
  PEAK("peak", true, 1),
  /// Of signals: a value or a few below their neighbours.
  DIP("dip", true, 1),
  /// Of signals: at least two periods of a wave.
  OSCILLATION("oscillation", true, 1),
  /// Of signals: a mean of neighbours.
  LOW_PASS("low-pass", false, 1),
  /// Of volumes: a plane across the first axis, within 22.5 degrees.
  DEPTH_EDGE("edge across depth", true, 3),
  /// Of volumes: a plane across the second axis, within 22.5 degrees.
  HEIGHT_EDGE("edge across height", true, 3),
  /// Of volumes: a plane across the third axis, within 22.5 degrees.
  WIDTH_EDGE("edge across width", true, 3),
  /// Of volumes: a plane between.
  OBLIQUE_EDGE("oblique edge", true, 3),
  /// Of volumes: a light or dark line, such as a vessel.
  LINE("line", false, 3),
  /// A spot, with or without a surround.
  BLOB("blob", false, 2, 3),
  /// One colour against another, without a direction.
  COLOUR("colour", false, 2),
  /// None of these.
  OTHER("other", false, 1, 2, 3);

  private final String text;
  private final boolean edge;
  private final int ranks;

  FilterKind(String text, boolean edge, int... ranks) {
    this.text = text;
    this.edge = edge;
    // A bit for each number of axes.
    this.ranks = Arrays.stream(ranks).reduce(0, (bits, rank) -> bits | 1 << rank);
  }

  /// Whether a single wave explains it: edges and bars; in signals all that changes.
  public boolean edge() {
    return edge;
  }

  /// The kinds that filters of a number of spatial axes can be of.
  public static List<FilterKind> of(int rank) {
    return Stream.of(values()).filter(k -> (k.ranks >> rank & 1) == 1).toList();
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
