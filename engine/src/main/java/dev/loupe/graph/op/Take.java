package dev.loupe.graph.op;

import dev.loupe.graph.Computation;
import dev.loupe.graph.GradientScope;
import dev.loupe.kernel.Catalog;
import dev.loupe.kernel.Catalog.Choice;
import dev.loupe.kernel.KernelPolicy;
import dev.loupe.kernel.LineGeometry;
import dev.loupe.kernel.TakeReference;
import dev.loupe.tensor.Shape;
import java.util.List;

/// Takes along an axis what indices name: NumPy's `take`, ONNX's `Gather`.
///
/// Inputs: x; indices of any shape, whole numbers, of which negative ones count from the end.
/// Output: the shape of x with the axis replaced by the shape of the indices. An index outside
/// gives NaN.
///
/// @param axis which axis; a negative one counts from the end
public record Take(int axis) implements Computation {
  @Override
  public Shape infer(List<Shape> inputs) {
    Computation.checkCount(this, inputs, 2);
    Shape x = inputs.get(0);
    int at = Shapes.axis(axis, x);
    return Shapes.join(x.range(0, at), inputs.get(1), x.range(at + 1, x.rank()));
  }

  @Override
  public void gradient(GradientScope s) {
    if (s.wanted(0)) {
      s.pass(0, s.apply(new TakeBack(axis, s.input(0).shape()), s.input(1), s.upstream()));
    }
  }

  @Override
  public Choice kernel(List<Shape> inputs, Shape output, KernelPolicy policy) {
    Shape x = inputs.get(0);
    return Catalog.<LineGeometry>reference(g -> new TakeReference(g, inputs.get(1).length()))
        .choose(LineGeometry.of(x, Shapes.axis(axis, x)), policy);
  }

  @Override
  public long flops(List<Shape> inputs, Shape output) {
    return 0;
  }
}
