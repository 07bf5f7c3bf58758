package dev.loupe.train.metrics;

import dev.loupe.data.Progress;
import dev.loupe.kernel.Parallel;
import dev.loupe.tensor.Seed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// Intervals by drawing the samples again, with replacement.
///
/// Each resample is a function of the seed and its number, so the interval does not depend on the
/// number of threads. Source: Efron, Better Bootstrap Confidence Intervals, Journal of the American
/// Statistical Association 1987, the percentile method; Field and Welsh, Bootstrapping Clustered
/// Data, Journal of the Royal Statistical Society B 2007, for groups.
///
/// @param resamples how often all samples are drawn again, 0 for no intervals
/// @param level how probably the interval should hold the value, between 0 and 1
/// @param seed what the draws come from
public record Bootstrap(int resamples, double level, long seed) {
  /// 1,000 resamples, 95 %, seed 0.
  public static final Bootstrap DEFAULT = new Bootstrap(1000, 0.95, 0);

  /// Checks the numbers.
  ///
  /// @throws IllegalArgumentException if one is out of range
  public Bootstrap {
    if (resamples < 0 || !(level > 0 && level < 1)) {
      throw new IllegalArgumentException(
          resamples + " resamples for an interval of " + level + " are not possible");
    }
  }

  /// Figures of samples. It is asked from several threads at once.
  @FunctionalInterface
  public interface Statistics {
    /// The figures where each sample counts so many times, always as many; NaN for one that has no
    /// value.
    double[] of(int[] times);
  }

  /// The figures for the samples as they are, and their intervals: percentiles of the figures of
  /// the resamples, interpolated between neighbours. Resamples without a value, such as those that
  /// lack a class, are left out.
  ///
  /// @param task what the progress is told that is going on
  /// @param progress is told how many resamples are done
  public List<Interval> intervals(
      String task, Statistics statistics, ResamplingUnits units, Parallel team, Progress progress) {
    int[] once = new int[units.samples()];
    Arrays.fill(once, 1);
    double[] values = statistics.of(once);
    double[][] drawn = new double[resamples][];
    Seed draws = Seed.of(seed).child("bootstrap");
    AtomicInteger done = new AtomicInteger();
    team.run(
        (piece, worker) -> {
          drawn[piece] = statistics.of(units.draw(draws.child(piece)));
          progress.at(task, done.incrementAndGet(), resamples);
        },
        resamples);
    List<Interval> intervals = new ArrayList<>();
    for (int f = 0; f < values.length; f++) {
      int figure = f;
      double[] sorted =
          Arrays.stream(drawn).mapToDouble(d -> d[figure]).filter(v -> !Double.isNaN(v)).toArray();
      Arrays.sort(sorted);
      double tail = (1 - level) / 2;
      intervals.add(
          new Interval(values[f], percentile(sorted, tail), percentile(sorted, 1 - tail)));
    }
    return intervals;
  }

  static double percentile(double[] sorted, double share) {
    if (sorted.length == 0) {
      return Double.NaN;
    }
    double place = share * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}
