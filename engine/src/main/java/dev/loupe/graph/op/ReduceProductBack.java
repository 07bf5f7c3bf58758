package dev.loupe.graph.op;

import dev.loupe.graph.Computation;
import dev.loupe.kernel.Catalog;
import dev.loupe.kernel.Catalog.Choice;
import dev.loupe.kernel.KernelPolicy;
import dev.loupe.kernel.ReduceGeometry;
import dev.loupe.kernel.ReduceProductBackReference;
import dev.loupe.tensor.Shape;
import java.util.List;

/// The gradient of a product: each value gets the product of the others, without a division, so
/// that zeros do no harm.
///
/// Inputs: x; gy, of the shape of its product. Output: gx.
///
/// @param axes the axes that were reduced
public record ReduceProductBack(List<Integer> axes) implements Computation {
  /// Copies the list.
  public ReduceProductBack {
    axes = List.copyOf(axes);
  }

  @Override
  public Shape infer(List<Shape> inputs) {
    Computation.checkCount(this, inputs, 2);
    return inputs.get(0);
  }

  @Override
  public Choice kernel(List<Shape> inputs, Shape output, KernelPolicy policy) {
    return Catalog.<ReduceGeometry>reference(ReduceProductBackReference::new)
        .choose(ReduceGeometry.of(output, Reduce.kept(output, axes)), policy);
  }
}
