package dev.loupe.nn;

import dev.loupe.graph.Value;
import dev.loupe.kernel.LossFunction;
import dev.loupe.tensor.Shape;

/// Binary cross entropy of logits that counts what is already right less: times `(1 - q)^gamma`,
/// where q is the probability given to the target, and times alpha for targets of 1 and
/// `1 - alpha` for 0.
///
/// Prediction: logits. Targets: 0 or 1, of the same shape. The mean over all values. Source: Lin et
/// al., Focal Loss for Dense Object Detection, ICCV 2017; torchvision's sigmoid_focal_loss.
///
/// @param gamma at least 0
/// @param alpha from 0 to 1, or negative for no weights
public record Focal(float gamma, float alpha) implements Loss {
  /// Checks the numbers.
  ///
  /// @throws dev.loupe.tensor.LoupeException if gamma is negative or alpha above 1
  public Focal {
    LossFunction.focal(gamma, alpha);
  }

  /// With the paper's gamma, 2, and alpha, 0.25.
  public static Focal of() {
    return new Focal(2, 0.25f);
  }

  @Override
  public Shape target(Shape prediction) {
    return prediction;
  }

  @Override
  public Value apply(Scope scope, Value prediction, Value target) {
    return Losses.mean(scope, LossFunction.focal(gamma, alpha), prediction, target);
  }
}
