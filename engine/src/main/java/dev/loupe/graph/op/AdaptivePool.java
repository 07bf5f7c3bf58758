package dev.loupe.graph.op;

import dev.loupe.graph.Computation;
import dev.loupe.graph.GradientScope;
import dev.loupe.kernel.Catalog.Choice;
import dev.loupe.kernel.KernelPolicy;
import dev.loupe.kernel.PoolGeometry;
import dev.loupe.kernel.PoolKind;
import dev.loupe.tensor.Shape;
import java.util.Collections;
import java.util.List;

/// The largest value, or the mean, of windows that share the input evenly, so that the output has
/// given sizes; sizes of 1 pool globally.
///
/// Input: N, spatial..., C (1 to 3 spatial axes). Output: N, sizes..., C. Window o covers
/// `floor(o in / out)` to `ceil((o + 1) in / out)`. Source: PyTorch's AdaptiveAvgPool.
///
/// @param kind largest or mean; there is no padding, so both means are one
/// @param sizes the spatial sizes of the output
public record AdaptivePool(PoolKind kind, List<Integer> sizes) implements Computation {
  /// Copies the list.
  public AdaptivePool {
    sizes = List.copyOf(sizes);
  }

  /// Pools each channel to one value.
  ///
  /// @param spatialRank how many spatial axes the input has
  public static AdaptivePool global(PoolKind kind, int spatialRank) {
    return new AdaptivePool(kind, Collections.nCopies(spatialRank, 1));
  }

  @Override
  public Shape infer(List<Shape> inputs) {
    Computation.checkCount(this, inputs, 1);
    return geometry(inputs.get(0)).output(sizes.size());
  }

  @Override
  public void gradient(GradientScope s) {
    AdaptivePoolBack back = new AdaptivePoolBack(this, s.input(0).shape());
    s.pass(
        0,
        kind == PoolKind.MAX
            ? s.apply(back, s.input(0), s.upstream())
            : s.apply(back, s.upstream()));
  }

  @Override
  public Choice kernel(List<Shape> inputs, Shape output, KernelPolicy policy) {
    return Pool.catalog(kind).choose(geometry(inputs.get(0)), policy);
  }

  @Override
  public long flops(List<Shape> inputs, Shape output) {
    return output.elements() * geometry(inputs.get(0)).taps();
  }

  PoolGeometry geometry(Shape input) {
    return PoolGeometry.adaptive(sizes, input);
  }
}
