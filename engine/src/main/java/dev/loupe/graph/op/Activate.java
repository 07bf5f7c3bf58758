package dev.loupe.graph.op;

import dev.loupe.graph.Computation;
import dev.loupe.graph.GradientScope;
import dev.loupe.graph.Value;
import dev.loupe.kernel.Activation;
import dev.loupe.kernel.ActivationReference;
import dev.loupe.kernel.ActivationVector;
import dev.loupe.kernel.Catalog;
import dev.loupe.kernel.Catalog.Choice;
import dev.loupe.kernel.KernelPolicy;
import dev.loupe.tensor.Shape;
import java.util.List;

/// `y = f(x)`, value by value.
///
/// Input: a tensor. Output: the same shape.
///
/// @param activation the function
public record Activate(Activation activation) implements Computation {
  @Override
  public Shape infer(List<Shape> inputs) {
    return Shapes.same(this, inputs, 1);
  }

  @Override
  public void gradient(GradientScope s) {
    Value known = activation.fromOutput() ? s.output() : s.input(0);
    s.pass(0, s.apply(new ActivateBack(activation), known, s.upstream()));
  }

  @Override
  public Choice kernel(List<Shape> inputs, Shape output, KernelPolicy policy) {
    return Catalog.<Integer>reference(n -> new ActivationReference(activation, n))
        .vector("vector", n -> new ActivationVector(activation, n))
        .choose(output.length(), policy);
  }

  @Override
  public boolean samplewise(List<Shape> inputs) {
    return inputs.get(0).rank() > 0;
  }

  @Override
  public boolean inPlace(int input) {
    return true;
  }
}
