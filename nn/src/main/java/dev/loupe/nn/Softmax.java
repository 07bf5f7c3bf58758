package dev.loupe.nn;

import dev.loupe.graph.Value;

/// Turns each row of channels into probabilities, or their logarithms.
///
/// Input: ..., C. Output: the same shape. [CrossEntropy] has a softmax of its own: a network that
/// is trained with it ends without this layer.
///
/// @param log whether logarithms are given
public record Softmax(boolean log) implements Layer {
  /// Probabilities.
  public static Softmax of() {
    return new Softmax(false);
  }

  /// Logarithms of probabilities.
  public static Softmax logarithmic() {
    return new Softmax(true);
  }

  @Override
  public Value apply(Scope scope, Value input) {
    return scope.apply(new dev.loupe.graph.op.Softmax(log), input);
  }
}
