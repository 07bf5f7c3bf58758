package dev.loupe.train.metrics;

import java.util.Arrays;

/// Scores in order, beside what is positive: areas under curves, for any resample without sorting
/// again.
public final class RankedScores {
  private final int[] places;
  private final boolean[] positive;
  private final int distinct;
  private final boolean known;

  /// Ranks scores; equal ones share a place.
  ///
  /// @param scores a larger one speaks for positive; with a NaN among them no area is known
  /// @param positive which samples are so; as long as `scores`
  public RankedScores(double[] scores, boolean[] positive) {
    if (scores.length != positive.length) {
      throw new IllegalArgumentException(
          scores.length + " scores don't fit " + positive.length + " samples");
    }
    double[] values = new double[scores.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = scores[i] + 0.0; // sorting would tell -0 from 0
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int count = 0;
    for (int i = 0; i < sorted.length; i++) {
      if (i == 0 || sorted[i] != sorted[i - 1]) {
        sorted[count++] = sorted[i];
      }
    }
    this.distinct = count;
    this.known = count == 0 || !Double.isNaN(sorted[count - 1]);
    this.places = new int[values.length];
    for (int i = 0; known && i < values.length; i++) {
      places[i] = Arrays.binarySearch(sorted, 0, count, values[i]);
    }
    this.positive = positive.clone();
  }

  /// The area under the receiver operating characteristic.
  public double auroc() {
    return auroc(once());
  }

  /// The area under the receiver operating characteristic: how probably a positive sample has a
  /// higher score than a negative one, where a tie counts half.
  ///
  /// Counted in whole numbers, so it is exact but for the last division. Source: Mann and Whitney,
  /// On a Test of Whether one of Two Random Variables is Stochastically Larger than the Other,
  /// Annals of Mathematical Statistics 1947, with midranks for ties.
  ///
  /// @param times how often each sample counts, at least 0
  /// @return 0 to 1; NaN where there are no positive or no negative samples
  public double auroc(int[] times) {
    if (!known) {
      return Double.NaN;
    }
    long[][] counts = counts(times);
    long positives = 0;
    long negatives = 0;
    long halves = 0;
    for (int place = 0; place < distinct; place++) {
      halves += counts[1][place] * (2 * negatives + counts[0][place]);
      negatives += counts[0][place];
      positives += counts[1][place];
    }
    return halves / (2.0 * positives * negatives);
  }

  /// The average precision.
  public double averagePrecision() {
    return averagePrecision(once());
  }

  /// The average precision: the sum over all thresholds, from the highest score down, of the
  /// precision there times what the recall has grown by. Nothing is interpolated; equal scores are
  /// one threshold.
  ///
  /// @param times how often each sample counts, at least 0
  /// @return 0 to 1; NaN where there are no positive samples
  public double averagePrecision(int[] times) {
    if (!known) {
      return Double.NaN;
    }
    long[][] counts = counts(times);
    long positives = 0;
    long called = 0;
    double sum = 0;
    for (int place = distinct - 1; place >= 0; place--) {
      positives += counts[1][place];
      called += counts[0][place] + counts[1][place];
      if (counts[1][place] > 0) {
        sum += counts[1][place] * ((double) positives / called);
      }
    }
    return sum / positives;
  }

  /// How many negative (0) and positive (1) samples are at each place.
  private long[][] counts(int[] times) {
    long[][] counts = new long[2][distinct];
    for (int i = 0; i < places.length; i++) {
      counts[positive[i] ? 1 : 0][places[i]] += times[i];
    }
    return counts;
  }

  private int[] once() {
    int[] once = new int[places.length];
    Arrays.fill(once, 1);
    return once;
  }
}
