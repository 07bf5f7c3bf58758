package dev.loupe.train.metrics;

/// How far predicted numbers are from the right ones. All figures are NaN for empty arrays.
public final class Deviation {
  private Deviation() {}

  /// The mean absolute error: the mean of `|truth - guess|`, in the unit of the numbers.
  ///
  /// @throws IllegalArgumentException if the arrays have different lengths
  public static double mae(float[] truth, float[] guess) {
    check(truth, guess);
    double sum = 0;
    for (int i = 0; i < truth.length; i++) {
      sum += Math.abs((double) truth[i] - guess[i]);
    }
    return sum / truth.length;
  }

  /// The root of the mean squared error, in the unit of the numbers.
  ///
  /// @throws IllegalArgumentException if the arrays have different lengths
  public static double rmse(float[] truth, float[] guess) {
    return Math.sqrt(squares(truth, guess) / truth.length);
  }

  /// The coefficient of determination: 1 minus the squared errors over the squared distances of
  /// the truth from its mean. At most 1; 0 is as good as always saying the mean.
  ///
  /// @return NaN where the truth is constant
  /// @throws IllegalArgumentException if the arrays have different lengths
  public static double r2(float[] truth, float[] guess) {
    double errors = squares(truth, guess);
    double mean = 0;
    for (float t : truth) {
      mean += t;
    }
    mean /= truth.length;
    double spread = 0;
    for (float t : truth) {
      spread += (t - mean) * (t - mean);
    }
    return spread == 0 ? Double.NaN : 1 - errors / spread;
  }

  private static double squares(float[] truth, float[] guess) {
    check(truth, guess);
    double sum = 0;
    for (int i = 0; i < truth.length; i++) {
      double away = (double) truth[i] - guess[i];
      sum += away * away;
    }
    return sum;
  }

  private static void check(float[] truth, float[] guess) {
    if (truth.length != guess.length) {
      throw new IllegalArgumentException(
          truth.length + " numbers don't fit " + guess.length + " guesses");
    }
  }
}
