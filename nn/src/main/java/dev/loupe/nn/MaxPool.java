package dev.loupe.nn;

import dev.loupe.graph.Value;
import dev.loupe.graph.op.Pool;
import dev.loupe.kernel.PoolKind;
import dev.loupe.kernel.Window;

/// The largest value under a window that slides over each channel.
///
/// Input: N, spatial..., C. Output: N, places of the window..., C.
///
/// @param kernel sizes of the window
/// @param stride how far it moves
/// @param dilation the distance between two of its values
/// @param padding at most half the kernel; never the largest
/// @param ceil whether a last window that ends outside counts
public record MaxPool(Sizes kernel, Sizes stride, Sizes dilation, Padding padding, boolean ceil)
    implements Layer {
  /// Checks the settings.
  ///
  /// @throws dev.loupe.tensor.LoupeException if a size is below 1
  public MaxPool {
    kernel.atLeast(1, "kernel");
    stride.atLeast(1, "stride");
    dilation.atLeast(1, "dilation");
  }

  /// Windows side by side, without padding.
  ///
  /// @param kernel one size for all axes, or one each
  public static MaxPool of(int... kernel) {
    return new MaxPool(Sizes.of(kernel), Sizes.of(kernel), Sizes.ONE, Padding.valid(), false);
  }

  /// The same with another stride.
  public MaxPool withStride(int... next) {
    return new MaxPool(kernel, Sizes.of(next), dilation, padding, ceil);
  }

  /// The same with another dilation.
  public MaxPool withDilation(int... next) {
    return new MaxPool(kernel, stride, Sizes.of(next), padding, ceil);
  }

  /// The same with another padding.
  public MaxPool withPadding(Padding next) {
    return new MaxPool(kernel, stride, dilation, next, ceil);
  }

  /// The same, counting a last window that ends outside.
  public MaxPool roundedUp() {
    return new MaxPool(kernel, stride, dilation, padding, true);
  }

  @Override
  public Value apply(Scope scope, Value input) {
    Windows.checkSpatial(scope, "a pooling", input.shape());
    Window window = new Windows(kernel, stride, dilation, padding).of(scope, input.shape());
    return scope.apply(new Pool(PoolKind.MAX, window, ceil), input);
  }

  @Override
  public String toString() {
    return "MaxPool " + new Windows(kernel, stride, dilation, padding) + (ceil ? ", up" : "");
  }
}
