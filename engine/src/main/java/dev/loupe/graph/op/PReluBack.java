package dev.loupe.graph.op;

import dev.loupe.graph.Computation;
import dev.loupe.kernel.Catalog;
import dev.loupe.kernel.Catalog.Choice;
import dev.loupe.kernel.KernelPolicy;
import dev.loupe.kernel.PReluGeometry;
import dev.loupe.kernel.PReluReference;
import dev.loupe.kernel.PReluVector;
import dev.loupe.tensor.Shape;
import java.util.List;

/// The gradient of [PRelu] for its input: `gx = gy` where x is above 0, `slope gy` elsewhere.
///
/// Inputs: x; slope; gy, of the shape of x. Output: gx.
public record PReluBack() implements Computation {
  @Override
  public Shape infer(List<Shape> inputs) {
    Computation.checkCount(this, inputs, 3);
    PRelu.check(inputs.get(0), inputs.get(1));
    return Shapes.same(this, List.of(inputs.get(0), inputs.get(2)));
  }

  @Override
  public Choice kernel(List<Shape> inputs, Shape output, KernelPolicy policy) {
    return Catalog.<PReluGeometry>reference(g -> new PReluReference(g, true))
        .vector("vector", g -> new PReluVector(g, true))
        .choose(PReluGeometry.of(output, inputs.get(1).length()), policy);
  }

  @Override
  public boolean inPlace(int input) {
    return input != 1;
  }
}
