package dev.loupe.nn;

import dev.loupe.graph.Value;
import dev.loupe.graph.op.Pool;
import dev.loupe.kernel.PoolKind;
import dev.loupe.kernel.Window;

/// The mean of the values under a window that slides over each channel.
///
/// Input: N, spatial..., C. Output: N, places of the window..., C.
///
/// @param kernel sizes of the window
/// @param stride how far it moves
/// @param padding at most half the kernel
/// @param ceil whether a last window that ends outside counts
/// @param countPadding whether padding counts as zeros, as it does in PyTorch unless told otherwise
public record AveragePool(
    Sizes kernel, Sizes stride, Padding padding, boolean ceil, boolean countPadding)
    implements Layer {
  /// Checks the settings.
  ///
  /// @throws dev.loupe.tensor.LoupeException if a size is below 1
  public AveragePool {
    kernel.atLeast(1, "kernel");
    stride.atLeast(1, "stride");
  }

  /// Windows side by side, without padding.
  ///
  /// @param kernel one size for all axes, or one each
  public static AveragePool of(int... kernel) {
    return new AveragePool(Sizes.of(kernel), Sizes.of(kernel), Padding.valid(), false, true);
  }

  /// The same with another stride.
  public AveragePool withStride(int... next) {
    return new AveragePool(kernel, Sizes.of(next), padding, ceil, countPadding);
  }

  /// The same with another padding.
  public AveragePool withPadding(Padding next) {
    return new AveragePool(kernel, stride, next, ceil, countPadding);
  }

  /// The same, counting a last window that ends outside.
  public AveragePool roundedUp() {
    return new AveragePool(kernel, stride, padding, true, countPadding);
  }

  /// The same, with padding left out of the means.
  public AveragePool withoutPaddingCounted() {
    return new AveragePool(kernel, stride, padding, ceil, false);
  }

  @Override
  public Value apply(Scope scope, Value input) {
    Windows.checkSpatial(scope, "a pooling", input.shape());
    Window window = new Windows(kernel, stride, Sizes.ONE, padding).of(scope, input.shape());
    PoolKind kind = countPadding ? PoolKind.AVERAGE_COUNTING_PADDING : PoolKind.AVERAGE;
    return scope.apply(new Pool(kind, window, ceil), input);
  }

  @Override
  public String toString() {
    return "AveragePool " + new Windows(kernel, stride, Sizes.ONE, padding) + (ceil ? ", up" : "");
  }
}
