package dev.loupe.nn;

import dev.loupe.graph.Value;
import dev.loupe.kernel.LossFunction;
import dev.loupe.tensor.Shape;

/// The mean of the squared differences.
///
/// Prediction and targets: one shape.
public record MeanSquared() implements Loss {
  /// The loss.
  public static MeanSquared of() {
    return new MeanSquared();
  }

  @Override
  public Shape target(Shape prediction) {
    return prediction;
  }

  @Override
  public Value apply(Scope scope, Value prediction, Value target) {
    return Losses.mean(scope, LossFunction.MEAN_SQUARED, prediction, target);
  }
}
