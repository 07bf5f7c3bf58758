package dev.loupe.train.metrics;

/// The figures over all classes, for any resample: what does not change from one to the next is
/// computed once.
final class OverallFigures {
  /// The order of the figures.
  static final int LOSS = 0;

  static final int ACCURACY = 1;
  static final int TOP_K = 2;
  static final int BALANCED_ACCURACY = 3;
  static final int MACRO_F1 = 4;
  static final int WEIGHTED_F1 = 5;
  static final int BRIER = 6;
  private static final int COUNT = 7;

  private final Predictions predictions;
  private final boolean[] nearly;
  private final double[] loss;
  private final double[] brier;

  OverallFigures(Predictions predictions, int k) {
    this.predictions = predictions;
    int samples = predictions.size();
    nearly = new boolean[samples];
    loss = new double[samples];
    brier = new double[samples];
    for (int i = 0; i < samples; i++) {
      nearly[i] = predictions.place(i) < k;
      loss[i] = predictions.loss(i);
      brier[i] = predictions.brier(i);
    }
  }

  /// The figures where each sample counts so many times.
  double[] of(int[] times) {
    long all = 0;
    long near = 0;
    double losses = 0;
    double briers = 0;
    for (int i = 0; i < times.length; i++) {
      if (times[i] > 0) {
        all += times[i];
        near += nearly[i] ? times[i] : 0;
        losses += times[i] * loss[i];
        briers += times[i] * brier[i];
      }
    }
    ConfusionMatrix confusion = ConfusionMatrix.of(predictions, times);
    double[] figures = new double[COUNT];
    figures[LOSS] = losses / all;
    figures[ACCURACY] = confusion.accuracy();
    figures[TOP_K] = (double) near / all;
    figures[BALANCED_ACCURACY] = confusion.balancedAccuracy();
    figures[MACRO_F1] = confusion.macroF1();
    figures[WEIGHTED_F1] = confusion.weightedF1();
    figures[BRIER] = briers / all;
    return figures;
  }
}
