package dev.loupe.nn;

import dev.loupe.graph.Value;
import dev.loupe.kernel.LossFunction;
import dev.loupe.tensor.Shape;

/// Binary cross entropy of logits, for several independent yes or no answers.
///
/// Prediction: logits. Targets: probabilities, of the same shape. The mean over all values.
public record BinaryCrossEntropy() implements Loss {
  /// The loss.
  public static BinaryCrossEntropy of() {
    return new BinaryCrossEntropy();
  }

  @Override
  public Shape target(Shape prediction) {
    return prediction;
  }

  @Override
  public Value apply(Scope scope, Value prediction, Value target) {
    return Losses.mean(scope, LossFunction.BINARY_CROSS_ENTROPY_LOGITS, prediction, target);
  }
}
