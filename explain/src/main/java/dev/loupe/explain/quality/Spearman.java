package dev.loupe.explain.quality;

import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Tensor;
import java.util.Arrays;
import java.util.Comparator;

/// How well two maps agree about which places matter: the correlation of the ranks of their
/// magnitudes, from -1 to 1. Equal values share the mean of their ranks.
///
/// Source: Spearman, The Proof and Measurement of Association between Two Things, 1904.
public final class Spearman {
  private Spearman() {}

  /// The correlation; 0 if one of the maps is the same everywhere.
  ///
  /// @throws LoupeException if the maps have different lengths
  public static double correlation(Tensor a, Tensor b) {
    if (a.length() != b.length()) {
      throw LoupeException.of("maps of different sizes can't be compared")
          .expected(a.shape().toString())
          .got(b.shape().toString());
    }
    double[] x = ranks(a);
    double[] y = ranks(b);
    double mean = (x.length - 1) / 2.0;
    double xy = 0;
    double xx = 0;
    double yy = 0;
    for (int i = 0; i < x.length; i++) {
      xy += (x[i] - mean) * (y[i] - mean);
      xx += (x[i] - mean) * (x[i] - mean);
      yy += (y[i] - mean) * (y[i] - mean);
    }
    return xx == 0 || yy == 0 ? 0 : xy / Math.sqrt(xx * yy);
  }

  private static double[] ranks(Tensor map) {
    int n = map.length();
    Integer[] order = new Integer[n];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingDouble(i -> Math.abs(map.get(i))));
    double[] ranks = new double[n];
    for (int from = 0; from < n; ) {
      int to = from;
      while (to < n && Math.abs(map.get(order[to])) == Math.abs(map.get(order[from]))) {
        to++;
      }
      for (int i = from; i < to; i++) {
        ranks[order[i]] = (from + to - 1) / 2.0;
      }
      from = to;
    }
    return ranks;
  }
}
