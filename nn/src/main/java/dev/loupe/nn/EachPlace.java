package dev.loupe.nn;

import dev.loupe.graph.Value;
import dev.loupe.graph.op.Reshape;
import dev.loupe.tensor.Shape;

/// Applies layers for vectors, such as [Dense], to the channels of each place.
///
/// Input: N, spatial..., C. Output: N, spatial..., as many channels as the layer gives.
///
/// @param layer takes rows of C; its parts lie right under this layer's path. It must treat rows
///     apart from each other
public record EachPlace(Layer layer) implements Layer {
  /// The same layer at each place.
  public static EachPlace of(Layer layer) {
    return new EachPlace(layer);
  }

  @Override
  public Value apply(Scope scope, Value input) {
    Shape x = input.shape();
    Norms.channels(scope, x);
    Value rows = scope.apply(new Reshape(Shape.of(x.rows(), x.channels())), input);
    Value y = layer.apply(scope, rows);
    return scope.apply(new Reshape(x.with(-1, y.shape().channels())), y);
  }
}
