package dev.loupe.graph.op;

import dev.loupe.graph.Computation;
import dev.loupe.kernel.Catalog;
import dev.loupe.kernel.Catalog.Choice;
import dev.loupe.kernel.GatherReference;
import dev.loupe.kernel.KernelPolicy;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import java.util.List;

/// `out[i] = table[indices[i]]`: the weight of each target's class.
///
/// Inputs: a table `K`; indices of any shape. Output: the shape of the indices. An index outside
/// of 0 to K-1 gives NaN. Not differentiated.
public record Gather() implements Computation {
  @Override
  public Shape infer(List<Shape> inputs) {
    Computation.checkCount(this, inputs, 2);
    if (inputs.get(0).rank() != 1) {
      throw LoupeException.of("a table has one axis")
          .expected("a shape such as 10")
          .got(inputs.get(0).toString());
    }
    return inputs.get(1);
  }

  @Override
  public Choice kernel(List<Shape> inputs, Shape output, KernelPolicy policy) {
    return Catalog.<Integer>reference(n -> new GatherReference(n, output.length()))
        .choose(inputs.get(0).length(), policy);
  }

  @Override
  public boolean inPlace(int input) {
    return input == 1;
  }
}
