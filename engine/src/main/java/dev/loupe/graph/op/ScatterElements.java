package dev.loupe.graph.op;

import dev.loupe.graph.Computation;
import dev.loupe.kernel.Catalog;
import dev.loupe.kernel.Catalog.Choice;
import dev.loupe.kernel.ElementLines;
import dev.loupe.kernel.KernelPolicy;
import dev.loupe.kernel.ScatterElementsReference;
import dev.loupe.kernel.ScatterMode;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import java.util.List;

/// Puts each update to the value that its index names along an axis: ONNX's `ScatterElements`.
///
/// Inputs: data; indices of its rank and not larger on the other axes, whole numbers, of which
/// negative ones count from the end; updates, of the shape of the indices. Output: the shape of the
/// data. Updates of one value come in the order of the indices; one whose index lies outside is
/// left out. Not differentiated.
///
/// @param axis which axis; a negative one counts from the end
/// @param mode what an update does
public record ScatterElements(int axis, ScatterMode mode) implements Computation {
  @Override
  public Shape infer(List<Shape> inputs) {
    Computation.checkCount(this, inputs, 3);
    TakeElements.lines(axis, inputs);
    if (!inputs.get(2).equals(inputs.get(1))) {
      throw LoupeException.of("the updates don't fit the indices")
          .expected(inputs.get(1).toString())
          .got(inputs.get(2).toString());
    }
    return inputs.get(0);
  }

  @Override
  public Choice kernel(List<Shape> inputs, Shape output, KernelPolicy policy) {
    return Catalog.<ElementLines>reference(g -> new ScatterElementsReference(mode, g))
        .choose(TakeElements.lines(axis, inputs), policy);
  }

  @Override
  public long flops(List<Shape> inputs, Shape output) {
    return mode == ScatterMode.SET ? 0 : inputs.get(2).elements();
  }
}
