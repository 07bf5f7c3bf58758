package dev.loupe.graph.op;

import dev.loupe.graph.Computation;
import dev.loupe.graph.GradientScope;
import dev.loupe.kernel.Catalog;
import dev.loupe.kernel.Catalog.Choice;
import dev.loupe.kernel.KernelPolicy;
import dev.loupe.kernel.UpsampleBackReference;
import dev.loupe.kernel.UpsampleBackVector;
import dev.loupe.kernel.UpsampleGeometry;
import dev.loupe.tensor.Shape;
import java.util.List;

/// The gradient of [Upsample] for its input: its adjoint.
///
/// Input: gy. Output: the shape of x.
///
/// @param upsample the forward op
/// @param input the shape of x
public record UpsampleBack(Upsample upsample, Shape input) implements Computation {
  @Override
  public Shape infer(List<Shape> inputs) {
    Shapes.check(this, inputs, upsample.infer(List.of(input)));
    return input;
  }

  @Override
  public void gradient(GradientScope s) {
    s.pass(0, s.apply(upsample, s.upstream()));
  }

  @Override
  public Choice kernel(List<Shape> inputs, Shape output, KernelPolicy policy) {
    return Catalog.<UpsampleGeometry>reference(UpsampleBackReference::new)
        .vector("vector", UpsampleBackVector::new)
        .choose(upsample.geometry(input), policy);
  }

  @Override
  public long flops(List<Shape> inputs, Shape output) {
    return 2L * upsample.sizes().size() * inputs.get(0).elements();
  }
}
