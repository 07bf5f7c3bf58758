package dev.loupe.nn;

import dev.loupe.graph.Value;
import dev.loupe.graph.op.Arithmetic;
import dev.loupe.graph.op.Reduce;
import dev.loupe.kernel.ReduceKind;

/// Weighs each channel by what a small network makes of the means of all channels:
/// `x gate(fc2(activation(fc1(mean(x)))))`.
///
/// Input: N, spatial..., C. Output: the same shape. Parameters: those of `fc1` and `fc2`,
/// convolutions with a kernel of 1. Source: Hu et al., Squeeze-and-Excitation Networks, CVPR 2018.
///
/// @param squeezed the channels in between
/// @param activation in between
/// @param gate at the end
public record SqueezeExcitation(int squeezed, Nonlinearity activation, Nonlinearity gate)
    implements Layer {
  /// Checks the number of channels.
  ///
  /// @throws dev.loupe.tensor.LoupeException if it is below 1
  public SqueezeExcitation {
    Conv.atLeastOne("channels", squeezed);
  }

  /// With ReLU and sigmoid, as in the paper.
  public static SqueezeExcitation of(int squeezed) {
    return new SqueezeExcitation(squeezed, Nonlinearity.RELU, Nonlinearity.SIGMOID);
  }

  @Override
  public Value apply(Scope scope, Value input) {
    Windows.checkSpatial(scope, "a squeeze and excitation", input.shape());
    Value v = scope.apply(Reduce.spatial(ReduceKind.MEAN, input.shape(), true), input);
    v = activation.apply(scope, scope.call("fc1", Conv.of(squeezed, 1), v));
    int channels = input.shape().channels();
    v = gate.apply(scope, scope.call("fc2", Conv.of(channels, 1), v));
    return scope.apply(Arithmetic.MULTIPLY, input, v);
  }
}
