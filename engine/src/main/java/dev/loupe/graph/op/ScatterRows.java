package dev.loupe.graph.op;

import dev.loupe.graph.Computation;
import dev.loupe.kernel.Catalog;
import dev.loupe.kernel.Catalog.Choice;
import dev.loupe.kernel.KernelPolicy;
import dev.loupe.kernel.ScatterGeometry;
import dev.loupe.kernel.ScatterMode;
import dev.loupe.kernel.ScatterRowsReference;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import java.util.List;

/// Puts updates to the rows that indices name on the first axes: ONNX's `ScatterND`.
///
/// Inputs: data; indices `..., q`, whole numbers, of which negative ones count from the end, the
/// last axis one index for each of the first q axes of the data; updates, `...` and the other axes
/// of the data. Output: the shape of the data. Updates of one row come in their order; one with an
/// index outside is left out. Not differentiated.
///
/// @param mode what an update does
public record ScatterRows(ScatterMode mode) implements Computation {
  @Override
  public Shape infer(List<Shape> inputs) {
    Computation.checkCount(this, inputs, 3);
    Shape data = inputs.get(0);
    Shape indices = Shapes.withChannels(this, inputs.get(1));
    if (indices.channels() > data.rank()) {
      throw LoupeException.of("the indices name more axes than the data has")
          .expected("at most %d indices a row, for %s".formatted(data.rank(), data))
          .got("%d, as %s says".formatted(indices.channels(), indices));
    }
    Shape rows = indices.range(0, indices.rank() - 1);
    Shape updates = Shapes.join(rows, data.range(indices.channels(), data.rank()));
    if (!inputs.get(2).equals(updates)) {
      throw LoupeException.of("the updates don't fit the indices")
          .expected(updates.toString())
          .got(inputs.get(2).toString());
    }
    return data;
  }

  @Override
  public Choice kernel(List<Shape> inputs, Shape output, KernelPolicy policy) {
    int named = inputs.get(1).channels();
    Shape row = output.range(named, output.rank());
    ScatterGeometry geometry =
        new ScatterGeometry(
            output.range(0, named), inputs.get(1).length() / named, (int) row.elements());
    return Catalog.<ScatterGeometry>reference(g -> new ScatterRowsReference(mode, g))
        .choose(geometry, policy);
  }

  @Override
  public long flops(List<Shape> inputs, Shape output) {
    return mode == ScatterMode.SET ? 0 : inputs.get(2).elements();
  }
}
