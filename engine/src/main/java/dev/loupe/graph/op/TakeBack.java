package dev.loupe.graph.op;

import dev.loupe.graph.Computation;
import dev.loupe.graph.GradientScope;
import dev.loupe.kernel.Catalog;
import dev.loupe.kernel.Catalog.Choice;
import dev.loupe.kernel.KernelPolicy;
import dev.loupe.kernel.LineGeometry;
import dev.loupe.kernel.TakeBackReference;
import dev.loupe.tensor.Shape;
import java.util.List;

/// The gradient of [Take] for x: what was taken several times adds up.
///
/// Inputs: indices; gy. Output: the shape of x.
///
/// @param axis the axis of the forward op
/// @param input the shape of x
public record TakeBack(int axis, Shape input) implements Computation {
  @Override
  public Shape infer(List<Shape> inputs) {
    Computation.checkCount(this, inputs, 2);
    Shape indices = inputs.get(0);
    Shapes.check(this, inputs, indices, new Take(axis).infer(List.of(input, indices)));
    return input;
  }

  @Override
  public void gradient(GradientScope s) {
    if (s.wanted(1)) {
      s.pass(1, s.apply(new Take(axis), s.upstream(), s.input(0)));
    }
  }

  @Override
  public Choice kernel(List<Shape> inputs, Shape output, KernelPolicy policy) {
    return Catalog.<LineGeometry>reference(g -> new TakeBackReference(g, inputs.get(0).length()))
        .choose(LineGeometry.of(input, Shapes.axis(axis, input)), policy);
  }

  @Override
  public long flops(List<Shape> inputs, Shape output) {
    return inputs.get(1).elements();
  }
}
