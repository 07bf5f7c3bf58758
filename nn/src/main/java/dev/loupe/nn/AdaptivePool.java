package dev.loupe.nn;

import dev.loupe.graph.Value;
import dev.loupe.kernel.PoolKind;

/// Pools to given sizes, with windows that share the input evenly.
///
/// Input: N, spatial..., C. Output: N, sizes..., C.
///
/// @param kind largest or mean
/// @param sizes of the output
public record AdaptivePool(PoolKind kind, Sizes sizes) implements Layer {
  /// Checks the sizes.
  ///
  /// @throws dev.loupe.tensor.LoupeException if one is below 1
  public AdaptivePool {
    sizes.atLeast(1, "size of a pooling");
  }

  /// The mean under each window.
  ///
  /// @param sizes one for all axes, or one each
  public static AdaptivePool average(int... sizes) {
    return new AdaptivePool(PoolKind.AVERAGE, Sizes.of(sizes));
  }

  /// The largest value under each window.
  ///
  /// @param sizes one for all axes, or one each
  public static AdaptivePool max(int... sizes) {
    return new AdaptivePool(PoolKind.MAX, Sizes.of(sizes));
  }

  @Override
  public Value apply(Scope scope, Value input) {
    Windows.checkSpatial(scope, "a pooling", input.shape());
    int rank = input.shape().spatialRank();
    return scope.apply(
        new dev.loupe.graph.op.AdaptivePool(kind, sizes.of(scope, "size", rank)), input);
  }
}
