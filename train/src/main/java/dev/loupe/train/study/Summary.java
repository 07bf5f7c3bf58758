package dev.loupe.train.study;

import dev.loupe.train.metrics.Interval;
import dev.loupe.train.metrics.StudentT;
import java.util.Arrays;

/// A figure over several trainings.
///
/// The interval is Student's, `mean +- t s / sqrt(n)`, for 95 %. Over folds it is somewhat too
/// narrow, as their training data overlaps: Bengio and Grandvalet, No Unbiased Estimator of the
/// Variance of K-Fold Cross-Validation, Journal of Machine Learning Research 2004.
///
/// @param count how many trainings have the figure
/// @param mean of them, NaN for none
/// @param deviation the sample's standard deviation, with `n - 1`; NaN for less than two
/// @param interval around the mean; its ends are NaN for less than two
public record Summary(int count, double mean, double deviation, Interval interval) {
  private static final double LEVEL = 0.95;

  /// Of these figures; those that are NaN are left out.
  public static Summary of(double... all) {
    double[] values = Arrays.stream(all).filter(v -> !Double.isNaN(v)).toArray();
    int n = values.length;
    double mean = n == 0 ? Double.NaN : Arrays.stream(values).sum() / n;
    if (n < 2) {
      return new Summary(n, mean, Double.NaN, new Interval(mean, Double.NaN, Double.NaN));
    }
    double squares = 0;
    for (double v : values) {
      squares += (v - mean) * (v - mean);
    }
    double deviation = Math.sqrt(squares / (n - 1));
    double half = StudentT.bound(LEVEL, n - 1) * deviation / Math.sqrt(n);
    return new Summary(n, mean, deviation, new Interval(mean, mean - half, mean + half));
  }
}
