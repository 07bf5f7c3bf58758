package dev.loupe.kernel;

import java.util.List;

/// The parameters that an optimiser moves, and how its operands are ordered: the learning rate, the
/// scale of the gradients where they are clipped, then parameter, gradient and slots of each.
///
/// @param rule the formulas
/// @param lengths how many values each parameter has
/// @param decay whether weight decay applies to each
/// @param rates what the learning rate is multiplied by for each; empty where it is 1 for all
/// @param clipped whether the gradients are scaled
/// @param every how many runs make one step; the last of them takes it
public record OptimiserGeometry(
    OptimiserRule rule,
    List<Integer> lengths,
    List<Boolean> decay,
    List<Float> rates,
    boolean clipped,
    int every) {
  /// Copies the lists.
  public OptimiserGeometry {
    lengths = List.copyOf(lengths);
    decay = List.copyOf(decay);
    rates = List.copyOf(rates);
  }

  /// The operand that holds a parameter; its gradient and slots follow.
  public int operand(int parameter) {
    return (clipped ? 2 : 1) + parameter * (2 + rule.slots());
  }

  /// Whether the run with a number takes a step.
  boolean steps(long run) {
    return (run + 1) % every == 0;
  }

  /// How many steps came before a run.
  long step(long run) {
    return run / every;
  }

  /// What the learning rate of a parameter is multiplied by.
  float rate(int parameter) {
    return rates.isEmpty() ? 1 : rates.get(parameter);
  }
}
