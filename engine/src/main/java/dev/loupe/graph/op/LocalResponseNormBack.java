package dev.loupe.graph.op;

import dev.loupe.graph.Computation;
import dev.loupe.kernel.Catalog;
import dev.loupe.kernel.Catalog.Choice;
import dev.loupe.kernel.KernelPolicy;
import dev.loupe.kernel.LocalResponseNormBackReference;
import dev.loupe.kernel.LocalResponseNormBackVector;
import dev.loupe.kernel.LocalResponseNormGeometry;
import dev.loupe.tensor.Shape;
import java.util.List;

/// The gradient of [LocalResponseNorm] for its input.
///
/// Inputs: x, gy. Output: the shape of x.
///
/// @param norm the forward op
public record LocalResponseNormBack(LocalResponseNorm norm) implements Computation {
  @Override
  public Shape infer(List<Shape> inputs) {
    Computation.checkCount(this, inputs, 2);
    Shapes.check(this, inputs, inputs.get(0), inputs.get(0));
    return inputs.get(0);
  }

  @Override
  public Choice kernel(List<Shape> inputs, Shape output, KernelPolicy policy) {
    return Catalog.<LocalResponseNormGeometry>reference(LocalResponseNormBackReference::new)
        .vector("vector", LocalResponseNormBackVector::new)
        .choose(norm.geometry(output), policy);
  }

  @Override
  public long flops(List<Shape> inputs, Shape output) {
    return (4L * norm.size() + 12) * output.elements();
  }
}
