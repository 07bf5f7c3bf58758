package dev.loupe.nn;

import dev.loupe.graph.Value;
import dev.loupe.kernel.LossFunction;
import dev.loupe.tensor.Shape;

/// The mean of the absolute differences.
///
/// Prediction and targets: one shape.
public record L1() implements Loss {
  /// The loss.
  public static L1 of() {
    return new L1();
  }

  @Override
  public Shape target(Shape prediction) {
    return prediction;
  }

  @Override
  public Value apply(Scope scope, Value prediction, Value target) {
    return Losses.mean(scope, LossFunction.L1, prediction, target);
  }
}
