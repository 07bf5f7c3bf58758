package dev.loupe.graph.op;

import dev.loupe.graph.Computation;
import dev.loupe.kernel.ArgExtremeReference;
import dev.loupe.kernel.Catalog;
import dev.loupe.kernel.Catalog.Choice;
import dev.loupe.kernel.KernelPolicy;
import dev.loupe.kernel.LineGeometry;
import dev.loupe.kernel.Ranking;
import dev.loupe.tensor.Shape;
import java.util.List;

/// The index of the largest or smallest value along an axis.
///
/// Input: x. Output: the shape of x with size 1 on the axis. A NaN counts as better than all
/// numbers. ONNX's `ArgMax` and `ArgMin`. Not differentiated.
///
/// @param axis which axis; a negative one counts from the end
/// @param largest whether the largest, rather than the smallest
/// @param last whether the last of equal values is taken, rather than the first
public record ArgExtreme(int axis, boolean largest, boolean last) implements Computation {
  @Override
  public Shape infer(List<Shape> inputs) {
    Computation.checkCount(this, inputs, 1);
    Shape x = inputs.get(0);
    int at = Shapes.axis(axis, x);
    TopK.checkIndices(x.size(at));
    return x.with(at, 1);
  }

  @Override
  public Choice kernel(List<Shape> inputs, Shape output, KernelPolicy policy) {
    return Catalog.<LineGeometry>reference(
            g -> new ArgExtremeReference(g, new Ranking(largest), last))
        .choose(LineGeometry.of(inputs.get(0), Shapes.axis(axis, output)), policy);
  }

  @Override
  public long flops(List<Shape> inputs, Shape output) {
    return inputs.get(0).elements();
  }
}
