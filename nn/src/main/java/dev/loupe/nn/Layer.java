package dev.loupe.nn;

import dev.loupe.graph.Value;

/// A part of a network: a record of its settings that writes ops into a graph.
///
/// A layer holds no weights: it asks its [Scope] for them, by name, so that the same layer can be
/// written for training, for inference, for any batch size and for any input that it accepts.
@FunctionalInterface
public interface Layer {
  /// Writes the layer.
  ///
  /// @param scope where to write, and where to ask for parameters
  /// @param input N, spatial..., C, or N, features
  /// @return what the layer computes
  /// @throws dev.loupe.tensor.LoupeException if the input does not fit, with the layer's path
  Value apply(Scope scope, Value input);
}
