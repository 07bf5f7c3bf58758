package dev.loupe.models;

import dev.loupe.nn.BatchNorm;
import dev.loupe.nn.Conv;
import dev.loupe.nn.Nonlinearity;
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
}
