package dev.loupe.graph.op;

import dev.loupe.graph.Computation;
import dev.loupe.graph.GradientScope;
import dev.loupe.kernel.Catalog.Choice;
import dev.loupe.kernel.ConvolutionGeometry;
import dev.loupe.kernel.ConvolutionReference.Direction;
import dev.loupe.kernel.Convolutions;
import dev.loupe.kernel.KernelPolicy;
import dev.loupe.kernel.Window;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/// The adjoint of [Convolution] for its input: the gradient of a convolution, and, used forwards,
/// the transposed convolution that enlarges its input.
///
/// Inputs: y N, spatial..., K; weights kernel..., C / groups, K. Output: N, sizes..., C. Several
/// sizes give y under the same window; `sizes` says which is meant (the output padding of a
/// transposed convolution).
///
/// Source: Dumoulin and Visin, A guide to convolution arithmetic for deep learning, 2016, section
/// 4.
///
/// @param window the window of the convolution whose adjoint this is
/// @param groups a divisor of C and K
/// @param sizes the spatial sizes of the output
public record ConvolutionBackData(Window window, int groups, List<Integer> sizes)
    implements Computation {
  /// Copies the list.
  public ConvolutionBackData {
    sizes = List.copyOf(sizes);
  }

  /// The spatial sizes of a shape.
  public static List<Integer> spatial(Shape shape) {
    List<Integer> sizes = new ArrayList<>();
    for (int i = 1; i < shape.rank() - 1; i++) {
      sizes.add(shape.size(i));
    }
    return sizes;
  }

  @Override
  public Shape infer(List<Shape> inputs) {
    Computation.checkCount(this, inputs, 2);
    Shape y = inputs.get(0);
    Shape weights = inputs.get(1);
    window.checkRank(y);
    if (weights.channels() != y.channels()) {
      throw ConvolutionShapes.wrongChannels(weights.channels(), y);
    }
    List<Integer> all = new ArrayList<>();
    all.add(y.size(0));
    all.addAll(sizes);
    all.add(weights.size(-2) * groups);
    Shape x = Shape.of(all);
    ConvolutionShapes.check(window, groups, x, weights);
    Shape back = window.output(x, y.channels(), false);
    if (!back.equals(y)) {
      throw LoupeException.of("a transposed convolution can't give this size")
          .expected("a size that the window turns into " + y)
          .got(x + ", which it turns into " + back)
          .fix("use an output padding below the stride");
    }
    return x;
  }

  @Override
  public void gradient(GradientScope s) {
    if (s.wanted(0)) {
      s.pass(0, s.apply(new Convolution(window, groups), s.upstream(), s.input(1)));
    }
    if (s.wanted(1)) {
      s.pass(1, s.apply(new ConvolutionBackWeights(window, groups), s.upstream(), s.input(0)));
    }
  }

  @Override
  public Choice kernel(List<Shape> inputs, Shape output, KernelPolicy policy) {
    return Convolutions.catalog(Direction.BACK_DATA)
        .choose(ConvolutionGeometry.of(window, groups, output, inputs.get(0)), policy);
  }

  @Override
  public long flops(List<Shape> inputs, Shape output) {
    return ConvolutionShapes.flops(inputs.get(1), inputs.get(0));
  }

  @Override
  public String toString() {
    return "ConvolutionBackData " + window + (groups == 1 ? "" : " groups " + groups);
  }
}
