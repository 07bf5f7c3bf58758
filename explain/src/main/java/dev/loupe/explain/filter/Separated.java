package dev.loupe.explain.filter;

import dev.loupe.tensor.Tensor;
import java.util.Arrays;

/// A filter over several channels as a pattern times a weight for each channel: of all such
/// products the nearest, found by power iteration. The pattern carries the filter's sign: the
/// weights have a sum of at least 0.
///
/// @param pattern of the energy of the filter that the product explains
/// @param weights one a channel, of length 1
/// @param share of the filter's energy that the product explains, 0 to 1
record Separated(Pattern pattern, double[] weights, double share) {
  private static final int ROUNDS = 60;

  /// Separates a filter.
  ///
  /// @param filter kernel..., channels
  static Separated of(Tensor filter) {
    int channels = filter.shape().channels();
    int places = filter.length() / channels;
    double[] values = new double[filter.length()];
    for (int i = 0; i < values.length; i++) {
      values[i] = filter.get(i);
    }
    double energy = Pattern.dot(values, values);
    double[] weights = start(values, channels);
    double[] pattern = new double[places];
    for (int round = 0; round < ROUNDS; round++) {
      project(values, weights, pattern);
      double[] next = new double[channels];
      for (int i = 0; i < values.length; i++) {
        next[i % channels] += values[i] * pattern[i / channels];
      }
      double length = StrictMath.sqrt(Pattern.dot(next, next));
      if (length == 0) {
        break;
      }
      for (int c = 0; c < channels; c++) {
        weights[c] = next[c] / length;
      }
    }
    if (Arrays.stream(weights).sum() < 0) {
      for (int c = 0; c < channels; c++) {
        weights[c] = -weights[c];
      }
    }
    project(values, weights, pattern);
    double explained = Pattern.dot(pattern, pattern);
    Pattern found = new Pattern(filter.shape().range(0, filter.shape().rank() - 1), pattern);
    return new Separated(found, weights, energy > 0 ? Math.min(1, explained / energy) : 0);
  }

  /// How much of the weights is not common to all channels; 0 where there is one channel.
  double colour() {
    double sum = Arrays.stream(weights).sum();
    return Math.clamp(1 - sum * sum / weights.length, 0, 1);
  }

  /// The channel values at the place with the greatest energy.
  private static double[] start(double[] values, int channels) {
    int best = 0;
    double most = -1;
    for (int p = 0; p < values.length / channels; p++) {
      double energy = 0;
      for (int c = 0; c < channels; c++) {
        energy += values[p * channels + c] * values[p * channels + c];
      }
      if (energy > most) {
        most = energy;
        best = p;
      }
    }
    double[] weights = Arrays.copyOfRange(values, best * channels, (best + 1) * channels);
    double length = StrictMath.sqrt(Math.max(most, Double.MIN_NORMAL));
    for (int c = 0; c < channels; c++) {
      weights[c] /= length;
    }
    return weights;
  }

  private static void project(double[] values, double[] weights, double[] pattern) {
    Arrays.fill(pattern, 0);
    for (int i = 0; i < values.length; i++) {
      pattern[i / weights.length] += values[i] * weights[i % weights.length];
    }
  }
}
