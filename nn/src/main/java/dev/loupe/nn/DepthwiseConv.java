package dev.loupe.nn;

import dev.loupe.graph.Value;
import dev.loupe.tensor.LoupeException;

/// A convolution of each channel on its own.
///
/// Input: N, spatial..., C. Output: N, spatial..., C times the multiplier. Parameters: `weight`
/// kernel..., 1, outputs; `bias` outputs. Source: Howard et al., MobileNets, 2017, section 3.1.
///
/// @param multiplier outputs for each input channel
/// @param kernel sizes
/// @param stride how far the kernel moves
/// @param dilation the distance between two values under the kernel
/// @param padding around the input
/// @param bias whether one number a channel is added
/// @param initialisation of the parameters
public record DepthwiseConv(
    int multiplier,
    Sizes kernel,
    Sizes stride,
    Sizes dilation,
    Padding padding,
    boolean bias,
    Initialisation initialisation)
    implements Layer {
  /// Checks the settings.
  ///
  /// @throws LoupeException if a number is too small
  public DepthwiseConv {
    Conv.atLeastOne("outputs for each channel", multiplier);
    kernel.atLeast(1, "kernel");
    stride.atLeast(1, "stride");
    dilation.atLeast(1, "dilation");
  }

  /// One output a channel, stride 1, with bias, padded so that an odd kernel keeps the size.
  ///
  /// @param kernel one size for all axes, or one each
  public static DepthwiseConv of(int... kernel) {
    return new DepthwiseConv(
        1, Sizes.of(kernel), Sizes.ONE, Sizes.ONE, Padding.half(), true, Initialisation.DEFAULT);
  }

  /// The same with more outputs for each channel.
  public DepthwiseConv withMultiplier(int next) {
    return new DepthwiseConv(next, kernel, stride, dilation, padding, bias, initialisation);
  }

  /// The same with another stride.
  public DepthwiseConv withStride(int... next) {
    return new DepthwiseConv(
        multiplier, kernel, Sizes.of(next), dilation, padding, bias, initialisation);
  }

  /// The same with another dilation.
  public DepthwiseConv withDilation(int... next) {
    return new DepthwiseConv(
        multiplier, kernel, stride, Sizes.of(next), padding, bias, initialisation);
  }

  /// The same with another padding.
  public DepthwiseConv withPadding(Padding next) {
    return new DepthwiseConv(multiplier, kernel, stride, dilation, next, bias, initialisation);
  }

  /// The same without bias.
  public DepthwiseConv withoutBias() {
    return new DepthwiseConv(multiplier, kernel, stride, dilation, padding, false, initialisation);
  }

  /// The same with parameters that start otherwise.
  public DepthwiseConv withInitialisation(Initialisation next) {
    return new DepthwiseConv(multiplier, kernel, stride, dilation, padding, bias, next);
  }

  @Override
  public Value apply(Scope scope, Value input) {
    Windows.checkSpatial(scope, "a convolution", input.shape());
    int channels = input.shape().channels();
    return new Conv(
            Math.multiplyExact(channels, multiplier),
            kernel,
            stride,
            dilation,
            padding,
            channels,
            bias,
            initialisation)
        .apply(scope, input);
  }

  @Override
  public String toString() {
    return "DepthwiseConv "
        + new Windows(kernel, stride, dilation, padding)
        + (multiplier == 1 ? "" : ", " + multiplier + " each")
        + (bias ? "" : ", no bias");
  }
}
