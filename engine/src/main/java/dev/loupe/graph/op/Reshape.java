package dev.loupe.graph.op;

import dev.loupe.graph.Computation;
import dev.loupe.graph.GradientScope;
import dev.loupe.kernel.Catalog.Choice;
import dev.loupe.kernel.KernelPolicy;
import dev.loupe.kernel.StridedGeometry;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import java.util.List;

/// The same values, in the same order, under another shape.
///
/// Input: a tensor. Output: the target shape, a view.
///
/// @param target with as many values as the input
public record Reshape(Shape target) implements Computation {
  @Override
  public Shape infer(List<Shape> inputs) {
    Computation.checkCount(this, inputs, 1);
    Shape in = inputs.get(0);
    if (in.elements() != target.elements()) {
      throw LoupeException.of("a tensor can't be reshaped to another number of values")
          .expected("a shape of %d values, as %s has".formatted(in.elements(), in))
          .got("%s, which has %d".formatted(target, target.elements()));
    }
    return target;
  }

  @Override
  public void gradient(GradientScope s) {
    s.pass(0, s.apply(new Reshape(s.input(0).shape()), s.upstream()));
  }

  @Override
  public boolean view() {
    return true;
  }

  @Override
  public Choice kernel(List<Shape> inputs, Shape output, KernelPolicy policy) {
    return Slice.catalog().choose(StridedGeometry.copy(inputs.get(0)), policy);
  }

  @Override
  public long flops(List<Shape> inputs, Shape output) {
    return 0;
  }
}
