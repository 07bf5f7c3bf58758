package dev.loupe.kernel;

import java.util.List;

/// The parameters that an optimiser moves, and how its operands are ordered: the learning rate, the
/// scale of the gradients where they are clipped, then parameter, gradient and slots of each.
///
/// @param rule the formulas
/// @param lengths how many values each parameter has
/// @param decay whether weight decay applies to each
/// @param clipped whether the gradients are scaled
public record OptimiserGeometry(
    OptimiserRule rule, List<Integer> lengths, List<Boolean> decay, boolean clipped) {
  /// Copies the lists.
  public OptimiserGeometry {
    lengths = List.copyOf(lengths);
    decay = List.copyOf(decay);
  }

  /// The operand that holds a parameter; its gradient and slots follow.
  public int operand(int parameter) {
    return (clipped ? 2 : 1) + parameter * (2 + rule.slots());
  }
}
