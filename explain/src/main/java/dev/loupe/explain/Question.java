package dev.loupe.explain;

import dev.loupe.tensor.LoupeException;
import java.util.List;

/// What is asked of a network in one run: the gradients of targets in one layer, for the input or
/// for layers, and the values of those layers.
///
/// @param batch how many samples at a time
/// @param at the layer that the targets are values of; empty for what the network answers
/// @param input whether the gradient for the input is wanted
/// @param layers whose values and gradients are wanted
/// @param rule how gradients go back
public record Question(int batch, String at, boolean input, List<String> layers, Rule rule) {
  /// Copies the list.
  ///
  /// @throws LoupeException if there is no sample in a batch
  public Question {
    layers = List.copyOf(layers);
    if (batch < 1) {
      throw LoupeException.of("a batch has no samples")
          .expected("at least 1")
          .got(String.valueOf(batch));
    }
  }

  /// The gradient of targets like this one for the input.
  public static Question input(int batch, Target target, Rule rule) {
    return new Question(batch, target.layer(), true, List.of(), rule);
  }

  /// The values of layers, and the gradients of targets like this one for them.
  public static Question layers(int batch, Target target, List<String> layers) {
    return new Question(batch, target.layer(), false, layers, Rule.PLAIN);
  }

  /// Only the values of targets like this one.
  public static Question score(int batch, Target target) {
    return new Question(batch, target.layer(), false, List.of(), Rule.PLAIN);
  }

  /// Whether any gradient is wanted.
  boolean gradients() {
    return input || !layers.isEmpty();
  }
}
