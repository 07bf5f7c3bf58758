package dev.loupe.graph.op;

import dev.loupe.graph.Computation;
import dev.loupe.graph.GradientScope;
import dev.loupe.kernel.Catalog.Choice;
import dev.loupe.kernel.ConvolutionGeometry;
import dev.loupe.kernel.ConvolutionReference.Direction;
import dev.loupe.kernel.Convolutions;
import dev.loupe.kernel.KernelPolicy;
import dev.loupe.kernel.Window;
import dev.loupe.tensor.Shape;
import java.util.List;

/// The adjoint of [Convolution] for its weights.
///
/// Inputs: x N, spatial..., C; y N, spatial..., K. Output: kernel..., C / groups, K.
///
/// @param window the window of the convolution
/// @param groups a divisor of C and K
public record ConvolutionBackWeights(Window window, int groups) implements Computation {
  @Override
  public Shape infer(List<Shape> inputs) {
    Computation.checkCount(this, inputs, 2);
    Shape x = inputs.get(0);
    Shape weights =
        ConvolutionShapes.weights(window, x.channels() / groups, inputs.get(1).channels());
    ConvolutionShapes.check(window, groups, x, weights);
    return weights;
  }

  @Override
  public void gradient(GradientScope s) {
    if (s.wanted(0)) {
      ConvolutionBackData back =
          new ConvolutionBackData(window, groups, ConvolutionBackData.spatial(s.input(0).shape()));
      s.pass(0, s.apply(back, s.input(1), s.upstream()));
    }
    if (s.wanted(1)) {
      s.pass(1, s.apply(new Convolution(window, groups), s.input(0), s.upstream()));
    }
  }

  @Override
  public Choice kernel(List<Shape> inputs, Shape output, KernelPolicy policy) {
    return Convolutions.catalog(Direction.BACK_WEIGHTS)
        .choose(ConvolutionGeometry.of(window, groups, inputs.get(0), inputs.get(1)), policy);
  }

  @Override
  public long flops(List<Shape> inputs, Shape output) {
    return ConvolutionShapes.flops(output, inputs.get(1));
  }

  @Override
  public String toString() {
    return "ConvolutionBackWeights " + window + (groups == 1 ? "" : " groups " + groups);
  }
}
