package dev.loupe.graph.op;

import dev.loupe.graph.Computation;
import dev.loupe.kernel.Catalog;
import dev.loupe.kernel.Catalog.Choice;
import dev.loupe.kernel.ClipValueReference;
import dev.loupe.kernel.ClipValueVector;
import dev.loupe.kernel.KernelPolicy;
import dev.loupe.tensor.Shape;
import java.util.List;

/// The gradient of [ClipValue]: that of the output where x is inside the limits, else 0.
///
/// Inputs: x; the gradient of the output, of the same shape. Output: the same shape.
///
/// @param limit above 0
public record ClipValueBack(float limit) implements Computation {
  /// Checks the limit.
  public ClipValueBack {
    ClipValue.checkLimit(limit);
  }

  @Override
  public Shape infer(List<Shape> inputs) {
    Computation.checkCount(this, inputs, 2);
    NormChecks.shape("gradient", inputs.get(0), inputs.get(1));
    return inputs.get(0);
  }

  @Override
  public Choice kernel(List<Shape> inputs, Shape output, KernelPolicy policy) {
    return Catalog.<Integer>reference(n -> new ClipValueReference(n, limit, true))
        .vector("vector", n -> new ClipValueVector(n, limit, true))
        .choose(output.length(), policy);
  }

  @Override
  public boolean inPlace(int input) {
    return true;
  }
}
