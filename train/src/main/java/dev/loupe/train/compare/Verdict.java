package dev.loupe.train.compare;

import dev.loupe.train.metrics.Interval;
import java.util.Locale;

/// Which of two models is better on a share of the data, as far as it can be told.
///
/// @param first a model
/// @param second another
/// @param share of the data
/// @param difference first minus second, in accuracy
/// @param chance of such a difference where there is none, corrected for the number of comparisons
///     (Holm, A Simple Sequentially Rejective Multiple Test Procedure, Scandinavian Journal of
///     Statistics 1979)
public record Verdict(
    String first, String second, double share, Interval difference, double chance) {
  /// What is taken for a difference.
  static final double LEVEL = 0.05;

  /// Whether one is better.
  public boolean told() {
    return chance < LEVEL && (difference.low() > 0 || difference.high() < 0);
  }

  /// The sentence that the figures allow.
  public String sentence() {
    if (!told()) {
      return "no difference between %s and %s can be told at %s of the data: %s points (%s to %s)"
          .formatted(
              first,
              second,
              Shares.percent(share),
              points(difference.value()),
              points(difference.low()),
              points(difference.high()));
    }
    boolean forwards = difference.value() > 0;
    return "%s is better than %s at %s of the data by %s points (%s to %s)"
        .formatted(
            forwards ? first : second,
            forwards ? second : first,
            Shares.percent(share),
            points(Math.abs(difference.value())),
            points(forwards ? difference.low() : -difference.high()),
            points(forwards ? difference.high() : -difference.low()));
  }

  private static String points(double share) {
    return String.format(Locale.ROOT, "%.1f", 100 * share);
  }
}
