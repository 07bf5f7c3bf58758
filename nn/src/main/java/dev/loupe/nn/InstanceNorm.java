package dev.loupe.nn;

import dev.loupe.graph.Value;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;

/// Instance normalisation: each channel of each sample by its own statistics.
///
/// Input: N, spatial..., C. Output: the same shape. Parameters where affine, each C: `weight`,
/// `bias`. Source: Ulyanov et al., Instance Normalization, 2016.
///
/// @param affine whether scale and shift are learned; not in PyTorch unless told so
/// @param epsilon added to the variance; 1e-5 in PyTorch
public record InstanceNorm(boolean affine, float epsilon) implements Layer {
  /// Checks epsilon.
  ///
  /// @throws dev.loupe.tensor.LoupeException if it is negative
  public InstanceNorm {
    Norms.checkEpsilon(epsilon);
  }

  /// Without scale and shift.
  public static InstanceNorm of() {
    return new InstanceNorm(false, 1e-5f);
  }

  /// The same with scale and shift.
  public InstanceNorm withAffine() {
    return new InstanceNorm(true, epsilon);
  }

  @Override
  public Value apply(Scope scope, Value input) {
    Windows.checkSpatial(scope, "an instance normalisation", input.shape());
    Shape c = Norms.channels(scope, input.shape());
    Value gamma = affine ? Norms.weight(scope, c) : scope.constant(ones(c));
    Value beta = affine ? Norms.bias(scope, c) : scope.constant(Tensor.zeros(c));
    return Norms.groups(scope, input, c.channels(), epsilon, gamma, beta);
  }

  private static Tensor ones(Shape shape) {
    Tensor t = Tensor.zeros(shape);
    t.fill(1);
    return t;
  }
}
