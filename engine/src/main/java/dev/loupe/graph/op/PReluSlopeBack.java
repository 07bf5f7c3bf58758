package dev.loupe.graph.op;

import dev.loupe.graph.Computation;
import dev.loupe.kernel.Catalog;
import dev.loupe.kernel.Catalog.Choice;
import dev.loupe.kernel.KernelPolicy;
import dev.loupe.kernel.PReluGeometry;
import dev.loupe.kernel.PReluSlopeReference;
import dev.loupe.kernel.PReluSlopeVector;
import dev.loupe.tensor.Shape;
import java.util.List;

/// The gradient of [PRelu] for its slopes: the sum of `x gy` over the rows where x is not above 0.
///
/// Inputs: x `..., C`; gy, of the same shape. Output: `slopes`.
///
/// @param slopes 1 or the number of channels
public record PReluSlopeBack(int slopes) implements Computation {
  @Override
  public Shape infer(List<Shape> inputs) {
    Shape x = Shapes.same(this, inputs, 2);
    PRelu.check(x, Shape.of(slopes));
    return Shape.of(slopes);
  }

  @Override
  public Choice kernel(List<Shape> inputs, Shape output, KernelPolicy policy) {
    return Catalog.<PReluGeometry>reference(PReluSlopeReference::new)
        .vector("vector", PReluSlopeVector::new)
        .choose(PReluGeometry.of(inputs.get(0), slopes), policy);
  }

  @Override
  public long flops(List<Shape> inputs, Shape output) {
    return 2 * inputs.get(0).elements();
  }
}
