package dev.loupe.graph.op;

import dev.loupe.kernel.Window;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;

/// What the three convolutions check alike.
final class ConvolutionShapes {
  private ConvolutionShapes() {}

  /// Checks groups, channels and the weights' shape.
  ///
  /// @param source N, spatial..., C
  /// @param weights kernel..., C / groups, K
  static void check(Window window, int groups, Shape source, Shape weights) {
    window.checkRank(source);
    int channels = source.channels();
    int outputs = weights.channels();
    if (groups < 1 || channels % groups != 0 || outputs % groups != 0) {
      throw LoupeException.of("the groups don't divide the channels")
          .expected("a divisor of both " + channels + " inputs and " + outputs + " outputs")
          .got(groups + " groups")
          .fix("use groups that divide both, or 1");
    }
    Shape expected = weights(window, channels / groups, outputs);
    if (!weights.equals(expected)) {
      int wanted = weights.rank() == expected.rank() ? weights.size(-2) * groups : channels;
      if (wanted != channels && weights.with(-2, channels / groups).equals(expected)) {
        throw wrongChannels(wanted, source);
      }
      throw LoupeException.of("the weights don't fit the convolution")
          .expected(expected + " (kernel, inputs / groups, outputs)")
          .got(weights.toString());
    }
  }

  /// The error for an input with other channels than the weights.
  static LoupeException wrongChannels(int expected, Shape got) {
    return LoupeException.of("the input has the wrong number of channels")
        .expected(expected + (expected == 1 ? " channel" : " channels"))
        .got(got.channels() + " (" + got + ")")
        .fix("channels come last; convert the input, or declare the network for its channels");
  }

  /// The shape of the weights.
  static Shape weights(Window window, int inputs, int outputs) {
    int[] sizes = new int[window.rank() + 2];
    for (int i = 0; i < window.rank(); i++) {
      sizes[i] = window.axis(i).kernel();
    }
    sizes[window.rank()] = inputs;
    sizes[window.rank() + 1] = outputs;
    return Shape.of(sizes);
  }

  /// Two operations for each tap, input channel of a group, and output value.
  static long flops(Shape weights, Shape target) {
    return 2 * target.elements() * (weights.elements() / weights.channels());
  }
}
