package dev.loupe.graph.op;

import dev.loupe.graph.Computation;
import dev.loupe.kernel.Catalog;
import dev.loupe.kernel.Catalog.Choice;
import dev.loupe.kernel.ConvolutionGeometry;
import dev.loupe.kernel.DeformReference;
import dev.loupe.kernel.KernelPolicy;
import dev.loupe.kernel.Window;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import java.util.List;

/// A convolution whose taps are moved by offsets: ONNX's `DeformConv`, without its bias.
///
/// Inputs: x, N, H, W, C; weights, kernel, C / groups, K; offsets, N, places, `offsetGroups taps
/// 2`, the last axis for each group of offsets and each tap how far it is moved along the height,
/// then the width; where masked, a factor for each sample, N, places, `offsetGroups taps`.
/// Output: N, places, K. Samples are interpolated linearly, with zeros outside. Not
/// differentiated. Source: Zhu et al., Deformable ConvNets v2, 2018.
///
/// @param window kernel, stride, dilation and padding of both axes
/// @param groups independent parts of the channels
/// @param offsetGroups parts of the channels that have offsets of their own
/// @param masked whether there are factors
public record DeformConvolution(Window window, int groups, int offsetGroups, boolean masked)
    implements Computation {
  @Override
  public Shape infer(List<Shape> inputs) {
    Computation.checkCount(this, inputs, masked ? 4 : 3);
    if (window.rank() != 2) {
      throw LoupeException.of("a deformable convolution has two spatial axes")
          .expected("a window of rank 2")
          .got(window.toString());
    }
    Shape x = inputs.get(0);
    Shape weights = inputs.get(1);
    ConvolutionShapes.check(window, groups, x, weights);
    if (offsetGroups < 1 || x.channels() % offsetGroups != 0) {
      throw LoupeException.of("the groups of offsets don't divide the channels")
          .expected("a divisor of " + x.channels())
          .got(String.valueOf(offsetGroups));
    }
    Shape output = window.output(x, weights.channels(), false);
    int samples = offsetGroups * window.taps();
    NormChecks.shape("offsets", output.with(-1, 2 * samples), inputs.get(2));
    if (masked) {
      NormChecks.shape("mask", output.with(-1, samples), inputs.get(3));
    }
    return output;
  }

  @Override
  public Choice kernel(List<Shape> inputs, Shape output, KernelPolicy policy) {
    return Catalog.<ConvolutionGeometry>reference(g -> new DeformReference(g, offsetGroups, masked))
        .choose(ConvolutionGeometry.of(window, groups, inputs.get(0), output), policy);
  }

  @Override
  public long flops(List<Shape> inputs, Shape output) {
    return ConvolutionShapes.flops(inputs.get(1), output);
  }
}
