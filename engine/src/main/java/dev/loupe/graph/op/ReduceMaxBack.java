package dev.loupe.graph.op;

import dev.loupe.graph.Computation;
import dev.loupe.kernel.Catalog;
import dev.loupe.kernel.Catalog.Choice;
import dev.loupe.kernel.KernelPolicy;
import dev.loupe.kernel.ReduceGeometry;
import dev.loupe.kernel.ReduceMaxBackReference;
import dev.loupe.kernel.ReduceMaxBackVector;
import dev.loupe.tensor.Shape;
import java.util.List;

/// The gradient of a maximum or minimum: it goes to the first value, in the order of the memory,
/// that equals it; the others get 0.
///
/// Inputs: x; its maximum or minimum y; gy, of the shape of y. Output: gx.
///
/// @param axes the axes that were reduced
public record ReduceMaxBack(List<Integer> axes) implements Computation {
  /// Copies the list.
  public ReduceMaxBack {
    axes = List.copyOf(axes);
  }

  @Override
  public Shape infer(List<Shape> inputs) {
    Computation.checkCount(this, inputs, 3);
    Shapes.same(this, inputs.subList(1, 3));
    return inputs.get(0);
  }

  @Override
  public Choice kernel(List<Shape> inputs, Shape output, KernelPolicy policy) {
    return Catalog.<ReduceGeometry>reference(ReduceMaxBackReference::new)
        .vector("vector", ReduceGeometry::scattered, ReduceMaxBackVector::new)
        .choose(ReduceGeometry.of(output, Reduce.kept(output, axes)), policy);
  }
}
