package dev.loupe.train.metrics;

/// A figure with the interval that it is likely in.
///
/// @param value the figure for the samples as they are
/// @param low the lower end; NaN where it is unknown
/// @param high the upper end; NaN where it is unknown
public record Interval(double value, double low, double high) {
  /// Whether the ends are known.
  public boolean known() {
    return !Double.isNaN(low) && !Double.isNaN(high);
  }
}
