package dev.loupe.train.metrics;

import dev.loupe.tensor.Seed;
import java.util.Arrays;

/// Which of two models is right more often, judged by the same samples.
///
/// Samples are drawn again with replacement, the same for both; where a model was trained with
/// several seeds, its trainings are drawn again too, so that the interval holds the chance of
/// training as well. Source: Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapters
/// 8 and 16.
///
/// @param resamples how often, at least 100
/// @param level how probably the interval should hold the difference, between 0 and 1
/// @param seed what the draws come from
public record PairedBootstrap(int resamples, double level, long seed) {
  /// 2,000 resamples, 95 %, seed 0.
  public static final PairedBootstrap DEFAULT = new PairedBootstrap(2000, 0.95, 0);

  /// Checks the numbers.
  ///
  /// @throws IllegalArgumentException if one is out of range
  public PairedBootstrap {
    if (resamples < 100 || !(level > 0 && level < 1)) {
      throw new IllegalArgumentException(resamples + " resamples for an interval of " + level);
    }
  }

  /// How much more often the first is right.
  ///
  /// @param difference of the accuracies, with its interval
  /// @param chance the probability of a difference at least as far from 0 where there is none, not
  ///     below one over the number of resamples
  public record Difference(Interval difference, double chance) {}

  /// Compares two models.
  ///
  /// @param a for each training of the first, whether it is right about each sample
  /// @param b the same of the second
  /// @param units what is drawn as a whole
  public Difference of(boolean[][] a, boolean[][] b, ResamplingUnits units) {
    double value = mean(a, units.samples()) - mean(b, units.samples());
    double[] drawn = new double[resamples];
    int below = 0;
    int above = 0;
    Seed draws = Seed.of(seed).child("paired bootstrap");
    for (int r = 0; r < resamples; r++) {
      Seed one = draws.child(r);
      int[] times = units.draw(one.child("samples"));
      drawn[r] = drawn(a, times, one.child("first")) - drawn(b, times, one.child("second"));
      below += drawn[r] <= 0 ? 1 : 0;
      above += drawn[r] >= 0 ? 1 : 0;
    }
    Arrays.sort(drawn);
    double tail = (1 - level) / 2;
    Interval interval =
        new Interval(
            value, Bootstrap.percentile(drawn, tail), Bootstrap.percentile(drawn, 1 - tail));
    double chance = 2.0 * Math.min(below, above) / resamples;
    return new Difference(interval, Math.clamp(chance, 1.0 / resamples, 1));
  }

  private static double mean(boolean[][] trainings, int samples) {
    int[] once = new int[samples];
    Arrays.fill(once, 1);
    return mean(trainings, once);
  }

  /// The mean accuracy of trainings.
  ///
  /// @param trainings whether each is right about each sample
  /// @param times how often each sample counts
  public static double mean(boolean[][] trainings, int[] times) {
    double sum = 0;
    for (boolean[] right : trainings) {
      sum += share(right, times);
    }
    return sum / trainings.length;
  }

  /// The mean accuracy of as many trainings, drawn with replacement, on samples that were drawn.
  private static double drawn(boolean[][] trainings, int[] times, Seed seed) {
    double sum = 0;
    for (int i = 0; i < trainings.length; i++) {
      sum += share(trainings[seed.below(i, trainings.length)], times);
    }
    return sum / trainings.length;
  }

  private static double share(boolean[] right, int[] times) {
    long hits = 0;
    long all = 0;
    for (int i = 0; i < times.length; i++) {
      all += times[i];
      hits += right[i] ? times[i] : 0;
    }
    return (double) hits / all;
  }
}
