package dev.loupe.nn;

import dev.loupe.graph.Value;
import dev.loupe.tensor.Shape;

/// What training makes small: a scalar from what the network gives and what it should give.
public interface Loss {
  /// The shape of the targets for what the network gives.
  Shape target(Shape prediction);

  /// Writes the loss.
  ///
  /// @param prediction what the network gives, before any softmax or sigmoid
  /// @param target of the shape [#target]
  /// @return a scalar, the mean over the batch
  Value apply(Scope scope, Value prediction, Value target);
}
