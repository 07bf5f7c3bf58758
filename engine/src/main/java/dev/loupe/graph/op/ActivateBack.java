package dev.loupe.graph.op;

import dev.loupe.graph.Computation;
import dev.loupe.graph.GradientScope;
import dev.loupe.kernel.Activation;
import dev.loupe.kernel.ActivationBackReference;
import dev.loupe.kernel.ActivationBackVector;
import dev.loupe.kernel.Catalog;
import dev.loupe.kernel.Catalog.Choice;
import dev.loupe.kernel.KernelPolicy;
import dev.loupe.tensor.Shape;
import java.util.List;

/// The gradient of [Activate]: `gx = f'(x) gy`.
///
/// Inputs: the activation's output where [Activation#fromOutput()], else its input; gy. Output: gx.
/// All have one shape. Only functions made of straight lines can be differentiated once more.
///
/// @param activation the function
public record ActivateBack(Activation activation) implements Computation {
  @Override
  public Shape infer(List<Shape> inputs) {
    return Shapes.same(this, inputs, 2);
  }

  @Override
  public void gradient(GradientScope s) {
    if (!activation.piecewiseLinear()) {
      throw new IllegalStateException(name() + " of " + activation + " has no gradient rule");
    }
    if (s.wanted(1)) {
      s.pass(1, s.apply(this, s.input(0), s.upstream()));
    }
  }

  @Override
  public Choice kernel(List<Shape> inputs, Shape output, KernelPolicy policy) {
    return Catalog.<Integer>reference(n -> new ActivationBackReference(activation, n))
        .vector("vector", n -> new ActivationBackVector(activation, n))
        .choose(output.length(), policy);
  }

  @Override
  public boolean inPlace(int input) {
    return true;
  }
}
