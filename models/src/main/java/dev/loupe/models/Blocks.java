package dev.loupe.models;

import dev.loupe.nn.BatchNorm;
import dev.loupe.nn.Conv;
import dev.loupe.nn.Layer;
import dev.loupe.nn.Nonlinearity;
import dev.loupe.nn.Padding;
import dev.loupe.nn.Residual;
import dev.loupe.nn.Sequential;

/// Parts that several families use.
final class Blocks {
  private Blocks() {}

  /// A convolution without bias and a batch normalisation.
  static Sequential convNorm(int channels, int kernel, int stride) {
    return Sequential.of(
        Conv.of(channels, kernel).withStride(stride).withoutBias(), BatchNorm.of());
  }

  /// The same with a ReLU.
  static Sequential convNormRelu(int channels, int kernel, int stride) {
    return convNorm(channels, kernel, stride).with("2", Nonlinearity.RELU);
  }

  /// A convolution of stride 1 that keeps the size whatever its kernel, without bias, and a batch
  /// normalisation.
  static Sequential sameConvNorm(int channels, int kernel) {
    return Sequential.of(
        Conv.of(channels, kernel).withPadding(Padding.same()).withoutBias(), BatchNorm.of());
  }

  /// Two convolutions of 3 and a shortcut; where the shape changes, the shortcut is a convolution
  /// and a batch normalisation.
  ///
  /// @param stride of the first convolution; the shape is kept where it is 1
  static Layer basic(int width, int stride) {
    Sequential body =
        Sequential.of().with("a", convNormRelu(width, 3, stride)).with("b", convNorm(width, 3, 1));
    Residual block = Residual.of(body).withShortcutName("d");
    return stride == 1 ? block : block.withShortcut(convNorm(width, 1, stride));
  }
}
