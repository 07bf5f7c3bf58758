package dev.loupe.kernel;

/// Joins the means and squared deviations of parts of a population, in order, in double precision.
///
/// A part is given by a shift, the sum of `d = x - shift`, and the sum of `d d`: with a shift near
/// the mean no digits are lost, and the sum of `d` makes up for the shift's rounding.
///
/// Source: Chan, Golub and LeVeque, Algorithms for Computing the Sample Variance, The American
/// Statistician 1983, equations 1.7 and 2.1.
final class Moments {
  private Moments() {}

  /// Writes mean and biased variance.
  ///
  /// @param w holds for each part the shift, the sum, and the sum of squares
  /// @param at where the first part's shift lies
  /// @param next from a value of a part to the next one
  /// @param parts how many there are
  /// @param size how many values each part has
  /// @param all how many values there are in all, which says what the last part has
  static void join(
      float[] w, int at, int next, int parts, int size, int all, float[] to, int mean, int var) {
    double n = 0;
    double m = 0;
    double squares = 0;
    for (int p = 0; p < parts; p++) {
      double own = Math.min(size, all - p * size);
      double sum = w[at + (3 * p + 1) * next];
      double partMean = w[at + 3 * p * next] + sum / own;
      double partSquares = w[at + (3 * p + 2) * next] - sum * sum / own;
      double total = n + own;
      double delta = partMean - m;
      m += delta * (own / total);
      squares += Math.max(0, partSquares) + delta * delta * (n * own / total);
      n = total;
    }
    to[mean] = (float) m;
    to[var] = (float) (squares / all);
  }
}
