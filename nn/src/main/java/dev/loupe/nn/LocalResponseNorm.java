package dev.loupe.nn;

import dev.loupe.graph.Value;

/// Local response normalisation over neighbouring channels:
/// `y = x / (k + alpha / size sum x^2)^beta`.
///
/// Input: ..., C. Output: the same shape. No parameters. Source: Krizhevsky et al., ImageNet
/// Classification with Deep Convolutional Neural Networks, 2012, 3.3, with PyTorch's division of
/// alpha by the size.
///
/// @param size how many channels a sum spans
/// @param alpha above 0
/// @param beta above 0
/// @param k above 0
public record LocalResponseNorm(int size, float alpha, float beta, float k) implements Layer {
  /// Checks the settings.
  ///
  /// @throws dev.loupe.tensor.LoupeException if one is not above 0
  public LocalResponseNorm {
    op(size, alpha, beta, k);
  }

  /// With PyTorch's alpha 1e-4, beta 0.75, k 1.
  public static LocalResponseNorm of(int size) {
    return new LocalResponseNorm(size, 1e-4f, 0.75f, 1);
  }

  @Override
  public Value apply(Scope scope, Value input) {
    return scope.apply(op(size, alpha, beta, k), input);
  }

  private static dev.loupe.graph.op.LocalResponseNorm op(int size, float a, float b, float k) {
    return new dev.loupe.graph.op.LocalResponseNorm(size, a, b, k);
  }
}
