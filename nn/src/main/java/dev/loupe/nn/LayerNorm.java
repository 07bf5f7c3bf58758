package dev.loupe.nn;

import dev.loupe.graph.Value;
import dev.loupe.graph.op.Reshape;
import dev.loupe.tensor.Shape;

/// Layer normalisation of the channels: each place of each sample by its own statistics.
///
/// Input: N, spatial..., C, or N, F. Output: the same shape. Parameters, each C: `weight`, `bias`.
/// Whole samples are normalised by [GroupNorm] with one group.
/// Source: Ba et al., Layer Normalization, 2016.
///
/// @param epsilon added to the variance; 1e-5 in PyTorch
public record LayerNorm(float epsilon) implements Layer {
  /// Checks epsilon.
  ///
  /// @throws dev.loupe.tensor.LoupeException if it is negative
  public LayerNorm {
    Norms.checkEpsilon(epsilon);
  }

  /// With PyTorch's epsilon.
  public static LayerNorm of() {
    return new LayerNorm(1e-5f);
  }

  @Override
  public Value apply(Scope scope, Value input) {
    Shape x = input.shape();
    Shape c = Norms.channels(scope, x);
    Value gamma = Norms.weight(scope, c);
    Value beta = Norms.bias(scope, c);
    if (x.rank() == 2) {
      return Norms.groups(scope, input, 1, epsilon, gamma, beta);
    }
    Value rows = scope.apply(new Reshape(Shape.of(x.rows(), x.channels())), input);
    return scope.apply(new Reshape(x), Norms.groups(scope, rows, 1, epsilon, gamma, beta));
  }
}
