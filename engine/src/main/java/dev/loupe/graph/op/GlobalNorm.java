package dev.loupe.graph.op;

import dev.loupe.graph.Computation;
import dev.loupe.graph.GradientScope;
import dev.loupe.graph.Value;
import dev.loupe.kernel.Catalog;
import dev.loupe.kernel.Catalog.Choice;
import dev.loupe.kernel.GlobalNormReference;
import dev.loupe.kernel.GlobalNormVector;
import dev.loupe.kernel.KernelPolicy;
import dev.loupe.tensor.Shape;
import java.util.List;

/// The Euclidean length of all values of all inputs together: `sqrt(sum x^2)`.
///
/// Inputs: any number of tensors, at least one. Output: a scalar. The gradient is `x / norm`; it is
/// not defined where the norm is 0.
///
/// Source: Pascanu et al., On the Difficulty of Training Recurrent Neural Networks, ICML 2013, 3.2.
public record GlobalNorm() implements Computation {
  @Override
  public Shape infer(List<Shape> inputs) {
    if (inputs.isEmpty()) {
      throw new IllegalArgumentException("GlobalNorm takes at least 1 input, got 0");
    }
    return Shape.of();
  }

  @Override
  public void gradient(GradientScope s) {
    Value share = s.apply(Arithmetic.DIVIDE, s.upstream(), s.output());
    for (int i = 0; i < s.inputs(); i++) {
      if (s.wanted(i)) {
        s.pass(i, s.apply(Arithmetic.MULTIPLY, s.input(i), share));
      }
    }
  }

  @Override
  public Choice kernel(List<Shape> inputs, Shape output, KernelPolicy policy) {
    return Catalog.<List<Integer>>reference(GlobalNormReference::new)
        .vector("vector", GlobalNormVector::new)
        .choose(inputs.stream().map(Shape::length).toList(), policy);
  }

  @Override
  public long flops(List<Shape> inputs, Shape output) {
    return inputs.stream().mapToLong(Shape::elements).sum() * 2;
  }
}
