package dev.loupe.train.metrics;

/// What the values before softmax say.
public final class Ranking {
  private Ranking() {}

  /// The index of the largest value, the first of equals; NaN is never the largest.
  public static int best(float[] logits, int at, int classes) {
    int best = 0;
    for (int c = 1; c < classes; c++) {
      if (logits[at + c] > logits[at + best] || Float.isNaN(logits[at + best])) {
        best = c;
      }
    }
    return best;
  }

  /// How many classes come before one, the most probable first; of equals the first comes first.
  public static int place(float[] logits, int at, int classes, int label) {
    int before = 0;
    for (int c = 0; c < classes; c++) {
      boolean more = logits[at + c] > logits[at + label];
      before += more || (logits[at + c] == logits[at + label] && c < label) ? 1 : 0;
    }
    return before;
  }

  /// The logarithm of the sum of exponentials, without overflow.
  public static double logSum(float[] logits, int at, int classes) {
    return (double) logits[at + best(logits, at, classes)] + logPart(logits, at, classes);
  }

  /// The logarithm of the sum of exponentials, less the largest value.
  static double logPart(float[] logits, int at, int classes) {
    double top = logits[at + best(logits, at, classes)];
    double sum = 0;
    for (int c = 0; c < classes; c++) {
      sum += StrictMath.exp(logits[at + c] - top);
    }
    return StrictMath.log(sum);
  }

  /// Softmax in double precision: the same bits on every machine.
  ///
  /// @param at where the sample's values begin
  /// @param into gets the probabilities, from `to` on
  public static void probabilities(float[] logits, int at, int classes, float[] into, int to) {
    double sum = logSum(logits, at, classes);
    for (int c = 0; c < classes; c++) {
      into[to + c] = (float) StrictMath.exp(logits[at + c] - sum);
    }
  }
}
