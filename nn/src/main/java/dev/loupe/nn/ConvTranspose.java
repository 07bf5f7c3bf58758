package dev.loupe.nn;

import dev.loupe.graph.Source.Layout;
import dev.loupe.graph.Source.Role;
import dev.loupe.graph.Value;
import dev.loupe.graph.op.ConvolutionBackData;
import dev.loupe.kernel.Axis;
import dev.loupe.kernel.Window;
import dev.loupe.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/// A transposed convolution, which enlarges its input by the stride.
///
/// Input: N, spatial..., C. Output: N, spatial..., channels, with sizes
/// `(in - 1) stride - before - after + dilation (kernel - 1) + 1 + output padding`; where the
/// padding is SAME, `in stride`. Parameters: `weight` kernel..., channels / groups, C; `bias`
/// channels. Source: Dumoulin and Visin, A guide to convolution arithmetic, 2016, section 4.
///
/// @param channels of the output
/// @param kernel sizes
/// @param stride how far the kernel moves on the output
/// @param dilation the distance between two values under the kernel
/// @param padding what is cut off the output
/// @param outputPadding added behind, below the stride
/// @param groups a divisor of both numbers of channels
/// @param bias whether one number a channel is added
/// @param initialisation of the parameters
public record ConvTranspose(
    int channels,
    Sizes kernel,
    Sizes stride,
    Sizes dilation,
    Padding padding,
    Sizes outputPadding,
    int groups,
    boolean bias,
    Initialisation initialisation)
    implements Layer {
  /// Checks the settings.
  ///
  /// @throws dev.loupe.tensor.LoupeException if a number is too small
  public ConvTranspose {
    Conv.atLeastOne("channels", channels);
    Conv.atLeastOne("groups", groups);
    kernel.atLeast(1, "kernel");
    stride.atLeast(1, "stride");
    dilation.atLeast(1, "dilation");
  }

  /// Stride 1, with bias, padded so that an odd kernel keeps the size.
  ///
  /// @param channels of the output
  /// @param kernel one size for all axes, or one each
  public static ConvTranspose of(int channels, int... kernel) {
    return new ConvTranspose(
        channels,
        Sizes.of(kernel),
        Sizes.ONE,
        Sizes.ONE,
        Padding.half(),
        Sizes.ZERO,
        1,
        true,
        Initialisation.DEFAULT);
  }

  /// The same with another stride.
  public ConvTranspose withStride(int... next) {
    return with(Sizes.of(next), dilation, padding, outputPadding, groups, bias, initialisation);
  }

  /// The same with another dilation.
  public ConvTranspose withDilation(int... next) {
    return with(stride, Sizes.of(next), padding, outputPadding, groups, bias, initialisation);
  }

  /// The same with another padding.
  public ConvTranspose withPadding(Padding next) {
    return with(stride, dilation, next, outputPadding, groups, bias, initialisation);
  }

  /// The same with more values behind.
  public ConvTranspose withOutputPadding(int... next) {
    return with(stride, dilation, padding, Sizes.of(next), groups, bias, initialisation);
  }

  /// The same with other groups.
  public ConvTranspose withGroups(int next) {
    return with(stride, dilation, padding, outputPadding, next, bias, initialisation);
  }

  /// The same without bias.
  public ConvTranspose withoutBias() {
    return with(stride, dilation, padding, outputPadding, groups, false, initialisation);
  }

  /// The same with parameters that start otherwise.
  public ConvTranspose withInitialisation(Initialisation next) {
    return with(stride, dilation, padding, outputPadding, groups, bias, next);
  }

  private ConvTranspose with(
      Sizes strides, Sizes dilations, Padding pad, Sizes more, int g, boolean b, Initialisation i) {
    return new ConvTranspose(channels, kernel, strides, dilations, pad, more, g, b, i);
  }

  @Override
  public Value apply(Scope scope, Value input) {
    Shape x = input.shape();
    Windows.checkSpatial(scope, "a transposed convolution", x);
    if (x.channels() % groups != 0 || channels % groups != 0) {
      throw scope
          .error("the groups don't divide the channels")
          .expected("a divisor of both " + x.channels() + " inputs and " + channels + " outputs")
          .got(groups + " groups")
          .fix("use groups that divide both, or 1");
    }
    Shape enlarged = x;
    if (padding instanceof Padding.Same) {
      for (int i = 0; i < x.spatialRank(); i++) {
        enlarged = enlarged.with(i + 1, Math.multiplyExact(x.size(i + 1), stride.at(i)));
      }
    }
    Window window = new Windows(kernel, stride, dilation, padding).of(scope, enlarged);
    List<Integer> sizes = sizes(scope, window, x);
    Shape shape = Conv.weights(window, channels / groups, x.channels());
    Value w =
        scope.parameter(
            "weight", shape, Role.WEIGHT, Layout.TRANSPOSED_CONVOLUTION, initialisation.weight());
    Value y = scope.apply(new ConvolutionBackData(window, groups, sizes), input, w);
    return bias ? Conv.addBias(scope, y, initialisation, shape) : y;
  }

  private List<Integer> sizes(Scope scope, Window window, Shape x) {
    List<Integer> more = outputPadding.of(scope, "output padding", window.rank());
    List<Integer> sizes = new ArrayList<>();
    for (int i = 0; i < window.rank(); i++) {
      Axis a = window.axis(i);
      int in = x.size(i + 1);
      int size =
          padding instanceof Padding.Same
              ? in * a.stride()
              : (in - 1) * a.stride() - a.before() - a.after() + a.extent() + more.get(i);
      if (size < 1) {
        throw scope
            .error("a transposed convolution gives nothing")
            .expected("sizes of at least 1")
            .got("%d from %d, on spatial axis %d".formatted(size, in, i))
            .fix("use less padding or a larger kernel");
      }
      sizes.add(size);
    }
    return sizes;
  }

  @Override
  public String toString() {
    return "ConvTranspose "
        + channels
        + ", "
        + new Windows(kernel, stride, dilation, padding)
        + (outputPadding.equals(Sizes.ZERO) ? "" : ", output padding " + outputPadding)
        + (groups == 1 ? "" : ", groups " + groups)
        + (bias ? "" : ", no bias");
  }
}
