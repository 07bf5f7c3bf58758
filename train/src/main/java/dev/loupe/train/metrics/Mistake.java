package dev.loupe.train.metrics;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// A sample that was given a wrong class.
///
/// @param index of the sample
/// @param label the right class
/// @param guess the class it was given
/// @param probability of the class it was given
/// @param right the probability of the right class
/// @param loss `-ln` of the probability of the right class
public record Mistake(
    int index, int label, int guess, double probability, double right, double loss) {
  /// The mistakes with the highest loss, the worst first.
  ///
  /// @param count how many at most
  public static List<Mistake> worst(Predictions predictions, int count) {
    return IntStream.range(0, predictions.size())
        .filter(i -> predictions.guess(i) != predictions.label(i))
        .boxed()
        .sorted(Comparator.comparingDouble((Integer i) -> predictions.loss(i)).reversed())
        .limit(count)
        .map(i -> of(predictions, i))
        .toList();
  }

  private static Mistake of(Predictions predictions, int index) {
    int label = predictions.label(index);
    int guess = predictions.guess(index);
    return new Mistake(
        index,
        label,
        guess,
        predictions.probability(index, guess),
        predictions.probability(index, label),
        predictions.loss(index));
  }
}
