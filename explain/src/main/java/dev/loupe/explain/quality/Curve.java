package dev.loupe.explain.quality;

import dev.loupe.tensor.LoupeException;

/// A score over the part of a sample that was changed.
///
/// @param scores at equal steps from no part to all of it
public record Curve(double[] scores) {
  /// Checks that there is a beginning and an end.
  ///
  /// @throws LoupeException if there is not
  public Curve {
    if (scores.length < 2) {
      throw LoupeException.of("a curve has too few steps")
          .expected("at least 1")
          .got(String.valueOf(scores.length - 1));
    }
  }

  /// The area under it: the mean score on the way, by trapezoids.
  public double area() {
    double sum = 0;
    for (int i = 1; i < scores.length; i++) {
      sum += (scores[i - 1] + scores[i]) / 2;
    }
    return sum / (scores.length - 1);
  }
}
