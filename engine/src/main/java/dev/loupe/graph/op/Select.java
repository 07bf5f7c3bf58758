package dev.loupe.graph.op;

import dev.loupe.graph.Computation;
import dev.loupe.graph.GradientScope;
import dev.loupe.graph.Value;
import dev.loupe.kernel.Catalog;
import dev.loupe.kernel.Catalog.Choice;
import dev.loupe.kernel.KernelPolicy;
import dev.loupe.kernel.SelectGeometry;
import dev.loupe.kernel.SelectReference;
import dev.loupe.kernel.SelectVector;
import dev.loupe.tensor.Shape;
import java.util.List;

/// a where the condition is not 0, else b, value by value, with NumPy's broadcasting.
///
/// Inputs: condition, a, b. Output: the joined shape. The condition gets no gradient.
public record Select() implements Computation {
  @Override
  public Shape infer(List<Shape> inputs) {
    Computation.checkCount(this, inputs, 3);
    return SelectGeometry.join(inputs.get(0), inputs.get(1), inputs.get(2));
  }

  @Override
  public void gradient(GradientScope s) {
    Value condition = s.input(0);
    Value zero = s.constant(0);
    if (s.wanted(1)) {
      Value g = s.apply(this, condition, s.upstream(), zero);
      s.pass(1, SumTo.shape(s, g, s.input(1).shape()));
    }
    if (s.wanted(2)) {
      Value g = s.apply(this, condition, zero, s.upstream());
      s.pass(2, SumTo.shape(s, g, s.input(2).shape()));
    }
  }

  @Override
  public Choice kernel(List<Shape> inputs, Shape output, KernelPolicy policy) {
    return Catalog.<SelectGeometry>reference(SelectReference::new)
        .vector("vector", SelectVector::new)
        .choose(SelectGeometry.of(inputs.get(0), inputs.get(1), inputs.get(2)), policy);
  }

  @Override
  public boolean inPlace(int input) {
    return true;
  }
}
