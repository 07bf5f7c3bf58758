package dev.loupe.kernel;

/// Where samples of a grid lie along one axis.
///
/// @param size how many values the axis has
/// @param mode what a sample is made of
/// @param padding what lies outside
/// @param alignCorners whether -1 and 1 are the centres of the outermost values, rather than their
///     outer edges
public record SampleAxis(int size, SampleMode mode, SamplePadding padding, boolean alignCorners) {
  private static final double CUBIC = -0.75;

  /// Writes the indices of the values that a sample is made of, -1 for one that is 0, and behind
  /// them their weights.
  ///
  /// @param coordinate in -1 to 1 where inside
  /// @param to `2 mode.taps()` floats
  void taps(float coordinate, float[] to, int start) {
    double at = source(coordinate);
    int taps = mode.taps();
    double below = mode == SampleMode.NEAREST ? at : Math.floor(at);
    int first = (int) below - (mode == SampleMode.CUBIC ? 1 : 0);
    for (int t = 0; t < taps; t++) {
      to[start + t] = inside(first + t);
      to[start + taps + t] = (float) weight(at - below, t);
    }
  }

  private double weight(double above, int tap) {
    return switch (mode) {
      case NEAREST -> 1;
      case LINEAR -> tap == 0 ? 1 - above : above;
      case CUBIC -> ResizeTable.keys(Math.abs(above + 1 - tap), CUBIC);
    };
  }

  /// The coordinate in values, brought near the axis.
  private double source(float coordinate) {
    double at =
        alignCorners ? (coordinate + 1.0) / 2 * (size - 1) : ((coordinate + 1.0) * size - 1) / 2;
    if (mode == SampleMode.NEAREST) {
      at = Math.rint(at);
    }
    double edge = edge();
    if (at >= edge && at <= size - 1 - edge) {
      return at;
    }
    return switch (padding) {
      case ZEROS -> at;
      // Far enough that a cubic reads nothing but the edge.
      case BORDER -> Math.clamp(at, -2.0, size + 1.0);
      case REFLECTION -> reflected(at);
    };
  }

  private double edge() {
    return alignCorners ? 0 : -0.5;
  }

  private double reflected(double at) {
    double range = size - 1 - 2 * edge();
    if (range == 0) {
      return 0;
    }
    double distance = Math.abs(at - edge()) % (2 * range);
    return edge() + Math.min(distance, 2 * range - distance);
  }

  /// The value that stands for one that may lie outside; -1 for a zero.
  private int inside(int index) {
    if (index >= 0 && index < size) {
      return index;
    }
    return switch (padding) {
      case ZEROS -> -1;
      case BORDER -> Math.clamp(index, 0, size - 1);
      case REFLECTION -> (int) reflected(index);
    };
  }
}
