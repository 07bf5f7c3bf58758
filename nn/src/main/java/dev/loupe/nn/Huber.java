package dev.loupe.nn;

import dev.loupe.graph.Value;
import dev.loupe.kernel.LossFunction;
import dev.loupe.tensor.Shape;

/// The mean of `d^2 / 2` where the difference d is at most delta, of `delta (|d| - delta / 2)`
/// beyond.
///
/// Prediction and targets: one shape. Source: Huber, Robust Estimation of a Location Parameter,
/// 1964.
///
/// @param delta above 0
public record Huber(float delta) implements Loss {
  /// Checks delta.
  ///
  /// @throws dev.loupe.tensor.LoupeException if it is not above 0
  public Huber {
    LossFunction.huber(delta);
  }

  /// With PyTorch's delta, 1.
  public static Huber of() {
    return new Huber(1);
  }

  @Override
  public Shape target(Shape prediction) {
    return prediction;
  }

  @Override
  public Value apply(Scope scope, Value prediction, Value target) {
    return Losses.mean(scope, LossFunction.huber(delta), prediction, target);
  }
}
