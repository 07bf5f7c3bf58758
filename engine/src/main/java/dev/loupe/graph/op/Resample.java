package dev.loupe.graph.op;

import dev.loupe.graph.Computation;
import dev.loupe.graph.GradientScope;
import dev.loupe.kernel.Catalog;
import dev.loupe.kernel.Catalog.Choice;
import dev.loupe.kernel.KernelPolicy;
import dev.loupe.kernel.LineGeometry;
import dev.loupe.kernel.ResampleReference;
import dev.loupe.kernel.ResizeTable;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import java.util.List;

/// A linear map along one axis by a table: `y[o] = constant[o] + sum over t of weight[o][t]
/// x[index[o][t]]`. One axis of ONNX's `Resize`.
///
/// Input: x. Output: the shape of x with the table's outputs on the axis.
///
/// @param axis which axis; a negative one counts from the end
/// @param table what each output sums; [ResizeTable] has those of `Resize`
public record Resample(int axis, ResizeTable table) implements Computation {
  @Override
  public Shape infer(List<Shape> inputs) {
    Computation.checkCount(this, inputs, 1);
    Shape x = inputs.get(0);
    int at = Shapes.axis(axis, x);
    if (x.size(at) != table.input()) {
      throw LoupeException.of("the table is for an axis of another size")
          .expected("%d values on axis %d".formatted(table.input(), at))
          .got(x.toString());
    }
    return x.with(at, table.outputs().size());
  }

  @Override
  public void gradient(GradientScope s) {
    s.pass(0, s.apply(new Resample(axis, table.transposed()), s.upstream()));
  }

  @Override
  public Choice kernel(List<Shape> inputs, Shape output, KernelPolicy policy) {
    Shape x = inputs.get(0);
    return Catalog.<LineGeometry>reference(g -> new ResampleReference(g, table))
        .choose(LineGeometry.of(x, Shapes.axis(axis, x)), policy);
  }

  @Override
  public long flops(List<Shape> inputs, Shape output) {
    return 2L * table.taps() * (output.elements() / table.outputs().size());
  }
}
