package dev.loupe.graph.op;

import dev.loupe.graph.Computation;
import dev.loupe.graph.GradientScope;
import dev.loupe.kernel.Catalog;
import dev.loupe.kernel.Catalog.Choice;
import dev.loupe.kernel.CumulativeBlocks;
import dev.loupe.kernel.CumulativeGeometry;
import dev.loupe.kernel.CumulativeReference;
import dev.loupe.kernel.KernelPolicy;
import dev.loupe.tensor.Shape;
import java.util.List;

/// Each value becomes the sum of the values up to it along an axis.
///
/// Input: a tensor of at least one axis. Output: the same shape.
///
/// @param axis which axis; a negative one counts from the end
/// @param exclusive whether a sum leaves out the value at its own place
/// @param reverse whether sums grow from the end of the axis to its start
public record CumulativeSum(int axis, boolean exclusive, boolean reverse) implements Computation {
  @Override
  public Shape infer(List<Shape> inputs) {
    Shape shape = Shapes.same(this, inputs, 1);
    Shapes.axis(axis, shape);
    return shape;
  }

  @Override
  public void gradient(GradientScope s) {
    s.pass(0, s.apply(new CumulativeSum(axis, exclusive, !reverse), s.upstream()));
  }

  @Override
  public Choice kernel(List<Shape> inputs, Shape output, KernelPolicy policy) {
    int own = Shapes.axis(axis, output);
    return Catalog.<CumulativeGeometry>reference(CumulativeReference::new)
        .plain("blocks", CumulativeBlocks::new)
        .choose(CumulativeGeometry.of(output, own, exclusive, reverse), policy);
  }

  @Override
  public boolean inPlace(int input) {
    return true;
  }
}
