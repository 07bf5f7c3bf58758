package dev.loupe.graph.op;

import dev.loupe.graph.Computation;
import dev.loupe.kernel.Catalog.Choice;
import dev.loupe.kernel.KernelPolicy;
import dev.loupe.tensor.Shape;
import java.util.List;

/// One row of a matrix, as a view: nothing is computed.
///
/// Input: a matrix R, C. Output: C. No gradient rule: only gradient rules make it.
///
/// @param index 0 to R - 1
public record Row(int index) implements Computation {
  @Override
  public Shape infer(List<Shape> inputs) {
    Computation.checkCount(this, inputs, 1);
    Shape x = inputs.get(0);
    if (x.rank() != 2 || index < 0 || index >= x.size(0)) {
      throw new IllegalArgumentException("row " + index + " of a tensor of shape " + x);
    }
    return Shape.of(x.channels());
  }

  @Override
  public boolean view() {
    return true;
  }

  @Override
  public int viewOffset(List<Shape> inputs) {
    return index * inputs.get(0).channels();
  }

  @Override
  public Choice kernel(List<Shape> inputs, Shape output, KernelPolicy policy) {
    throw new IllegalStateException("a view has no kernel");
  }
}
