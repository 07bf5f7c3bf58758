package dev.loupe.nn;

import dev.loupe.graph.Value;

/// Two dense layers at each token, with a GELU between them.
///
/// Input: N, tokens, C. Output: the same shape. Parameters: `fc1.weight`, `fc1.bias`, `fc2.weight`,
/// `fc2.bias`. Source: Dosovitskiy et al., An Image is Worth 16x16 Words, ICLR 2021, section 3.1.
///
/// @param hidden features between the two
/// @param drop the share that is dropped behind each in training
/// @param initialisation of the parameters
public record Mlp(int hidden, float drop, Initialisation initialisation) implements Layer {
  /// Checks the settings.
  ///
  /// @throws dev.loupe.tensor.LoupeException if one is out of range
  public Mlp {
    Conv.atLeastOne("hidden features", hidden);
    Dropout.of(drop);
  }

  @Override
  public Value apply(Scope scope, Value input) {
    Dense first = Dense.of(hidden).withInitialisation(initialisation);
    Dense second = Dense.of(input.shape().channels()).withInitialisation(initialisation);
    Value v = scope.call("fc1", EachPlace.of(first), input);
    v = scope.call("act", Nonlinearity.GELU, v);
    v = scope.call("drop1", Dropout.of(drop), v);
    v = scope.call("fc2", EachPlace.of(second), v);
    return scope.call("drop2", Dropout.of(drop), v);
  }
}
