package dev.loupe.nn;

import dev.loupe.graph.Value;
import dev.loupe.graph.op.Reduce;
import dev.loupe.kernel.ReduceKind;

/// The largest value of each channel over all places.
///
/// Input: N, spatial..., C. Output: N, C.
public record GlobalMaxPool() implements Layer {
  /// The layer.
  public static GlobalMaxPool of() {
    return new GlobalMaxPool();
  }

  @Override
  public Value apply(Scope scope, Value input) {
    Windows.checkSpatial(scope, "a pooling", input.shape());
    return scope.apply(Reduce.spatial(ReduceKind.MAX, input.shape(), false), input);
  }
}
