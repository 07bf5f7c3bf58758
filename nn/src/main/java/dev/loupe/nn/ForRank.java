package dev.loupe.nn;

import dev.loupe.graph.Value;

/// A layer for inputs of some rank, such as signals; other inputs pass as they are.
///
/// Input: any shape. Output: that of the layer, or the same shape.
///
/// @param rank spatial axes that the layer is for
/// @param layer what they go through
public record ForRank(int rank, Layer layer) implements Layer {
  @Override
  public Value apply(Scope scope, Value input) {
    return input.shape().spatialRank() == rank ? layer.apply(scope, input) : input;
  }
}
