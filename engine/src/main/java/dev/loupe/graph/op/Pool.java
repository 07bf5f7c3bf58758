package dev.loupe.graph.op;

import dev.loupe.graph.Computation;
import dev.loupe.graph.GradientScope;
import dev.loupe.kernel.Catalog;
import dev.loupe.kernel.Catalog.Choice;
import dev.loupe.kernel.KernelPolicy;
import dev.loupe.kernel.PoolGeometry;
import dev.loupe.kernel.PoolKind;
import dev.loupe.kernel.PoolReference;
import dev.loupe.kernel.PoolVector;
import dev.loupe.kernel.Window;
import dev.loupe.tensor.Shape;
import java.util.List;

/// The largest value, or the mean, under a window that slides over each channel.
///
/// Input: N, spatial..., C (1 to 3 spatial axes). Output: N, places of the window..., C.
/// Source: PyTorch's MaxPool and AvgPool, whose sizes, `ceil_mode` and divisors these are.
///
/// @param kind largest or mean
/// @param window kernel, stride, dilation, padding; the padding is at most half the kernel
/// @param ceil whether a last window that ends outside counts
public record Pool(PoolKind kind, Window window, boolean ceil) implements Computation {
  @Override
  public Shape infer(List<Shape> inputs) {
    Computation.checkCount(this, inputs, 1);
    return geometry(inputs.get(0)).output(window.rank());
  }

  @Override
  public void gradient(GradientScope s) {
    PoolBack back = new PoolBack(this, s.input(0).shape());
    s.pass(
        0,
        kind == PoolKind.MAX
            ? s.apply(back, s.input(0), s.upstream())
            : s.apply(back, s.upstream()));
  }

  @Override
  public Choice kernel(List<Shape> inputs, Shape output, KernelPolicy policy) {
    return catalog(kind).choose(geometry(inputs.get(0)), policy);
  }

  @Override
  public long flops(List<Shape> inputs, Shape output) {
    return output.elements() * window.taps();
  }

  @Override
  public boolean samplewise(List<Shape> inputs) {
    return true;
  }

  PoolGeometry geometry(Shape input) {
    return PoolGeometry.of(kind, window, ceil, input);
  }

  static Catalog<PoolGeometry> catalog(PoolKind kind) {
    return Catalog.<PoolGeometry>reference(g -> new PoolReference(kind, g))
        .vector("vector", g -> new PoolVector(kind, g));
  }
}
