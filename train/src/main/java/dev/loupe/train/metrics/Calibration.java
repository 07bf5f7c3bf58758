package dev.loupe.train.metrics;

import java.util.ArrayList;
import java.util.List;

/// Whether a model is right as often as it says it is.
///
/// Source: Guo, Pleiss, Sun and Weinberger, On Calibration of Modern Neural Networks, ICML 2017,
/// section 2.
///
/// @param error the expected calibration error: the mean distance of a bin's accuracy from its
///     confidence, weighted by its samples; 0 to 1
/// @param bins of equal width, from 0 to 1
public record Calibration(double error, List<Bin> bins) {
  /// How many bins are usual.
  public static final int BINS = 15;

  /// Copies the list.
  public Calibration {
    bins = List.copyOf(bins);
  }

  /// The samples whose most probable class has a probability in `(low, high]`.
  ///
  /// @param samples how many there are
  /// @param confidence the mean of these probabilities; NaN where there are no samples
  /// @param accuracy the part for which this class is the right one; NaN where there are none
  public record Bin(double low, double high, int samples, double confidence, double accuracy) {}

  /// Judges predictions.
  ///
  /// @param count how many bins, at least 1
  public static Calibration of(Predictions predictions, int count) {
    if (count < 1) {
      throw new IllegalArgumentException("a diagram of " + count + " bins is not possible");
    }
    int[] samples = new int[count];
    int[] hits = new int[count];
    double[] confidence = new double[count];
    for (int i = 0; i < predictions.size(); i++) {
      double p = predictions.probability(i, predictions.guess(i));
      int bin = Math.clamp((long) Math.ceil(p * count) - 1, 0, count - 1);
      samples[bin]++;
      hits[bin] += predictions.guess(i) == predictions.label(i) ? 1 : 0;
      confidence[bin] += p;
    }
    double error = 0;
    List<Bin> bins = new ArrayList<>();
    for (int b = 0; b < count; b++) {
      error += Math.abs(hits[b] - confidence[b]);
      bins.add(
          new Bin(
              (double) b / count,
              (b + 1.0) / count,
              samples[b],
              confidence[b] / samples[b],
              (double) hits[b] / samples[b]));
    }
    return new Calibration(error / predictions.size(), bins);
  }
}
