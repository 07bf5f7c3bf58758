package dev.loupe.graph.op;

import dev.loupe.graph.Computation;
import dev.loupe.graph.GradientScope;
import dev.loupe.graph.Value;
import dev.loupe.kernel.Catalog;
import dev.loupe.kernel.Catalog.Choice;
import dev.loupe.kernel.ElementLines;
import dev.loupe.kernel.KernelPolicy;
import dev.loupe.kernel.ScatterMode;
import dev.loupe.kernel.TakeElementsReference;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import java.util.List;

/// Takes for each index the value that it names along an axis: ONNX's `GatherElements`.
///
/// Inputs: x; indices of the rank of x and not larger on the other axes, whole numbers, of which
/// negative ones count from the end. Output: the shape of the indices. An index outside gives NaN.
///
/// @param axis which axis; a negative one counts from the end
public record TakeElements(int axis) implements Computation {
  @Override
  public Shape infer(List<Shape> inputs) {
    Computation.checkCount(this, inputs, 2);
    lines(axis, inputs);
    return inputs.get(1);
  }

  @Override
  public void gradient(GradientScope s) {
    if (s.wanted(0)) {
      Value zeros = s.apply(new BroadcastTo(s.input(0).shape()), s.constant(0));
      ScatterElements add = new ScatterElements(axis, ScatterMode.ADD);
      s.pass(0, s.apply(add, zeros, s.input(1), s.upstream()));
    }
  }

  @Override
  public Choice kernel(List<Shape> inputs, Shape output, KernelPolicy policy) {
    return Catalog.<ElementLines>reference(TakeElementsReference::new)
        .choose(lines(axis, inputs), policy);
  }

  @Override
  public long flops(List<Shape> inputs, Shape output) {
    return 0;
  }

  /// The lines of the first two inputs.
  static ElementLines lines(int axis, List<Shape> inputs) {
    Shape data = inputs.get(0);
    Shape indices = inputs.get(1);
    int at = Shapes.axis(axis, data);
    boolean fits = data.rank() == indices.rank();
    for (int a = 0; fits && a < data.rank(); a++) {
      fits = a == at || indices.size(a) <= data.size(a);
    }
    if (!fits) {
      throw LoupeException.of("the indices don't fit the tensor")
          .expected("the rank of %s, and not larger but on axis %d".formatted(data, at))
          .got(indices.toString());
    }
    return new ElementLines(data, indices, at);
  }
}
