package dev.loupe.nn;

import dev.loupe.graph.Value;
import dev.loupe.graph.op.Reduce;
import dev.loupe.kernel.ReduceKind;

/// The mean of each channel over all places.
///
/// Input: N, spatial..., C. Output: N, C.
public record GlobalAveragePool() implements Layer {
  /// The layer.
  public static GlobalAveragePool of() {
    return new GlobalAveragePool();
  }

  @Override
  public Value apply(Scope scope, Value input) {
    Windows.checkSpatial(scope, "a pooling", input.shape());
    return scope.apply(Reduce.spatial(ReduceKind.MEAN, input.shape(), false), input);
  }
}
