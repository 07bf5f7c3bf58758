package dev.loupe.graph.op;

import dev.loupe.graph.Computation;
import dev.loupe.graph.GradientScope;
import dev.loupe.kernel.Catalog;
import dev.loupe.kernel.Catalog.Choice;
import dev.loupe.kernel.KernelPolicy;
import dev.loupe.kernel.UpsampleGeometry;
import dev.loupe.kernel.UpsampleMode;
import dev.loupe.kernel.UpsampleReference;
import dev.loupe.kernel.UpsampleVector;
import dev.loupe.tensor.Shape;
import java.util.List;

/// Resizes the spatial axes, to larger or smaller sizes.
///
/// Input: N, spatial..., C (1 to 3 spatial axes). Output: N, sizes..., C.
/// Source: PyTorch's `interpolate`, without antialiasing.
///
/// @param mode nearest or linear
/// @param sizes the spatial sizes of the output
/// @param alignCorners whether the centres of the outermost values coincide, rather than their
///     outer edges; for linear
public record Upsample(UpsampleMode mode, List<Integer> sizes, boolean alignCorners)
    implements Computation {
  /// Copies the list.
  public Upsample {
    sizes = List.copyOf(sizes);
  }

  @Override
  public Shape infer(List<Shape> inputs) {
    Computation.checkCount(this, inputs, 1);
    Shape out = inputs.get(0);
    geometry(out);
    for (int i = 0; i < sizes.size(); i++) {
      out = out.with(i + 1, sizes.get(i));
    }
    return out;
  }

  @Override
  public void gradient(GradientScope s) {
    s.pass(0, s.apply(new UpsampleBack(this, s.input(0).shape()), s.upstream()));
  }

  @Override
  public Choice kernel(List<Shape> inputs, Shape output, KernelPolicy policy) {
    return Catalog.<UpsampleGeometry>reference(UpsampleReference::new)
        .vector("vector", UpsampleVector::new)
        .choose(geometry(inputs.get(0)), policy);
  }

  @Override
  public long flops(List<Shape> inputs, Shape output) {
    return mode == UpsampleMode.NEAREST ? 0 : 3L * sizes.size() * output.elements();
  }

  UpsampleGeometry geometry(Shape input) {
    return UpsampleGeometry.of(mode, sizes, alignCorners, input);
  }
}
