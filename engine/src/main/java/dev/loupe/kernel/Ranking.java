package dev.loupe.kernel;

/// Which of two values of a line comes first where the best are looked for. A NaN comes before all
/// numbers, and of equal values the one with the lower index first.
///
/// @param largest whether the larger one is the better one
public record Ranking(boolean largest) {
  boolean better(float a, float b) {
    if (Float.isNaN(a)) {
      return !Float.isNaN(b);
    }
    return largest ? a > b : a < b;
  }

  /// Whether value a at index i comes before value b at index j.
  boolean before(float a, int i, float b, int j) {
    return better(a, b) || (!better(b, a) && i < j);
  }
}
