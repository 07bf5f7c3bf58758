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

/// Slides a window over the input and takes the weighted sum of what is under it, for each output
/// channel: `y[n, p, k] = sum over taps t and channels c of x[n, p stride + t dilation - before,
/// c] w[t, c, k]`. As usual in the field this is the cross-correlation: the kernel is not flipped.
///
/// Inputs: x N, spatial..., C; weights kernel..., C / groups, K. Output: N, spatial..., K. Rank 1,
/// 2 or 3. With `groups`, output channel k sees the channels of its group only.
///
/// Source: Dumoulin and Visin, A guide to convolution arithmetic for deep learning, 2016, section
/// 2.
///
/// @param window kernel, stride, dilation, padding
/// @param groups a divisor of C and K
public record Convolution(Window window, int groups) implements Computation {
  @Override
  public Shape infer(List<Shape> inputs) {
    Computation.checkCount(this, inputs, 2);
    ConvolutionShapes.check(window, groups, inputs.get(0), inputs.get(1));
    return window.output(inputs.get(0), inputs.get(1).channels(), false);
  }

  @Override
  public void gradient(GradientScope s) {
    if (s.wanted(0)) {
      Shape x = s.input(0).shape();
      ConvolutionBackData back =
          new ConvolutionBackData(window, groups, ConvolutionBackData.spatial(x));
      s.pass(0, s.apply(back, s.upstream(), s.input(1)));
    }
    if (s.wanted(1)) {
      s.pass(1, s.apply(new ConvolutionBackWeights(window, groups), s.input(0), s.upstream()));
    }
  }

  @Override
  public Choice kernel(List<Shape> inputs, Shape output, KernelPolicy policy) {
    return Convolutions.catalog(Direction.FORWARD)
        .choose(ConvolutionGeometry.of(window, groups, inputs.get(0), output), policy);
  }

  @Override
  public long flops(List<Shape> inputs, Shape output) {
    return ConvolutionShapes.flops(inputs.get(1), output);
  }

  @Override
  public boolean samplewise(List<Shape> inputs) {
    return true;
  }

  @Override
  public String toString() {
    return "Convolution " + window + (groups == 1 ? "" : " groups " + groups);
  }
}
