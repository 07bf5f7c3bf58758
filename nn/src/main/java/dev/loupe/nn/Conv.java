package dev.loupe.nn;

import dev.loupe.graph.Source.Layout;
import dev.loupe.graph.Source.Role;
import dev.loupe.graph.Value;
import dev.loupe.graph.op.Arithmetic;
import dev.loupe.graph.op.Convolution;
import dev.loupe.kernel.Window;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/// A convolution over 1, 2 or 3 spatial axes, as many as its input has.
///
/// Input: N, spatial..., C. Output: N, spatial..., channels. Parameters: `weight` kernel..., C /
/// groups, channels; `bias` channels.
///
/// @param channels of the output
/// @param kernel sizes
/// @param stride how far the kernel moves
/// @param dilation the distance between two values under the kernel
/// @param padding around the input
/// @param groups a divisor of both numbers of channels: each group sees its own channels only
/// @param bias whether one number a channel is added
/// @param initialisation of the parameters
public record Conv(
    int channels,
    Sizes kernel,
    Sizes stride,
    Sizes dilation,
    Padding padding,
    int groups,
    boolean bias,
    Initialisation initialisation)
    implements Layer {
  /// Checks the settings.
  ///
  /// @throws LoupeException if a number is too small or the groups don't divide the channels
  public Conv {
    atLeastOne("channels", channels);
    atLeastOne("groups", groups);
    if (channels % groups != 0) {
      throw LoupeException.of("the groups of a convolution don't divide its channels")
          .expected("a divisor of " + channels)
          .got(String.valueOf(groups));
    }
    kernel.atLeast(1, "kernel");
    stride.atLeast(1, "stride");
    dilation.atLeast(1, "dilation");
  }

  /// A convolution of stride 1 with bias, padded so that an odd kernel keeps the size.
  ///
  /// @param channels of the output
  /// @param kernel one size for all axes, or one each
  public static Conv of(int channels, int... kernel) {
    return new Conv(
        channels,
        Sizes.of(kernel),
        Sizes.ONE,
        Sizes.ONE,
        Padding.half(),
        1,
        true,
        Initialisation.DEFAULT);
  }

  /// The same with another stride.
  public Conv withStride(int... next) {
    return new Conv(
        channels, kernel, Sizes.of(next), dilation, padding, groups, bias, initialisation);
  }

  /// The same with another dilation.
  public Conv withDilation(int... next) {
    return new Conv(
        channels, kernel, stride, Sizes.of(next), padding, groups, bias, initialisation);
  }

  /// The same with another padding.
  public Conv withPadding(Padding next) {
    return new Conv(channels, kernel, stride, dilation, next, groups, bias, initialisation);
  }

  /// The same with other groups.
  public Conv withGroups(int next) {
    return new Conv(channels, kernel, stride, dilation, padding, next, bias, initialisation);
  }

  /// The same without bias, as a normalisation that follows has its own.
  public Conv withoutBias() {
    return new Conv(channels, kernel, stride, dilation, padding, groups, false, initialisation);
  }

  /// The same with parameters that start otherwise.
  public Conv withInitialisation(Initialisation next) {
    return new Conv(channels, kernel, stride, dilation, padding, groups, bias, next);
  }

  @Override
  public Value apply(Scope scope, Value input) {
    Shape x = input.shape();
    Windows.checkSpatial(scope, "a convolution", x);
    if (x.channels() % groups != 0) {
      throw scope
          .error("the groups don't divide the channels of the input")
          .expected("channels that are a multiple of " + groups)
          .got(x.channels() + " (" + x + ")")
          .fix("use groups that divide " + x.channels() + ", or 1");
    }
    Window window = new Windows(kernel, stride, dilation, padding).of(scope, x);
    Shape shape = weights(window, x.channels() / groups, channels);
    Value w =
        scope.parameter("weight", shape, Role.WEIGHT, Layout.CONVOLUTION, initialisation.weight());
    Value y = scope.apply(new Convolution(window, groups), input, w);
    return bias ? addBias(scope, y, initialisation, shape) : y;
  }

  /// Adds one number a channel.
  static Value addBias(Scope scope, Value y, Initialisation initialisation, Shape weights) {
    Shape channels = Shape.of(y.shape().channels());
    Value b =
        scope.parameter("bias", channels, Role.BIAS, Layout.PLAIN, initialisation.biasOf(weights));
    return scope.apply(Arithmetic.ADD, y, b);
  }

  /// kernel..., inputs, outputs.
  static Shape weights(Window window, int inputs, int outputs) {
    List<Integer> sizes = new ArrayList<>(window.kernel());
    sizes.add(inputs);
    sizes.add(outputs);
    return Shape.of(sizes);
  }

  /// Refuses a setting below 1.
  static void atLeastOne(String what, int value) {
    if (value < 1) {
      throw LoupeException.of("a layer has too few " + what)
          .expected("at least 1")
          .got(String.valueOf(value));
    }
  }

  @Override
  public String toString() {
    return "Conv "
        + channels
        + ", "
        + new Windows(kernel, stride, dilation, padding)
        + (groups == 1 ? "" : ", groups " + groups)
        + (bias ? "" : ", no bias");
  }
}
