package dev.loupe.train;

/// What the values before softmax say.
final class Ranking {
  private Ranking() {}

  /// The index of the largest value, the first of equals; NaN is never the largest.
  static int best(float[] logits, int at, int classes) {
    int best = 0;
    for (int c = 1; c < classes; c++) {
      if (logits[at + c] > logits[at + best] || Float.isNaN(logits[at + best])) {
        best = c;
      }
    }
    return best;
  }

  /// The logarithm of the sum of exponentials, without overflow.
  static double logSum(float[] logits, int at, int classes) {
    double top = logits[at + best(logits, at, classes)];
    double sum = 0;
    for (int c = 0; c < classes; c++) {
      sum += StrictMath.exp(logits[at + c] - top);
    }
    return top + StrictMath.log(sum);
  }

  /// Softmax in double precision: the same bits on every machine.
  static void probabilities(float[] logits, int at, int classes, float[] into, int to) {
    double sum = logSum(logits, at, classes);
    for (int c = 0; c < classes; c++) {
      into[to + c] = (float) StrictMath.exp(logits[at + c] - sum);
    }
  }
}
