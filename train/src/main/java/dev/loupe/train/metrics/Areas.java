package dev.loupe.train.metrics;

import dev.loupe.kernel.Parallel;
import java.util.function.ToDoubleFunction;

/// The areas under curves of all classes: for two classes those of the second, for more the mean of
/// each against all others.
final class Areas {
  private final RankedScores[] scores;

  Areas(Predictions predictions, Parallel team) {
    scores = new RankedScores[predictions.classes().size()];
    team.run((c, worker) -> scores[c] = predictions.scores(c), scores.length);
  }

  /// The scores of a class.
  RankedScores of(int label) {
    return scores[label];
  }

  /// The area under the receiver operating characteristic and the average precision, where each
  /// sample counts so many times.
  double[] of(int[] times) {
    return new double[] {mean(s -> s.auroc(times)), mean(s -> s.averagePrecision(times))};
  }

  private double mean(ToDoubleFunction<RankedScores> area) {
    return scores.length == 2
        ? area.applyAsDouble(scores[1])
        : Averages.known(scores.length, c -> area.applyAsDouble(scores[c]));
  }
}
