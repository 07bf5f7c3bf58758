package dev.loupe.graph.op;

import dev.loupe.graph.Computation;
import dev.loupe.graph.GradientScope;
import dev.loupe.kernel.AffineReference;
import dev.loupe.kernel.AffineVector;
import dev.loupe.kernel.Catalog;
import dev.loupe.kernel.Catalog.Choice;
import dev.loupe.kernel.KernelPolicy;
import dev.loupe.tensor.Shape;
import java.util.List;

/// `y = scale x + shift` with fixed numbers, value by value.
///
/// Input: a tensor. Output: the same shape.
///
/// @param scale the factor
/// @param shift what is added
public record Affine(float scale, float shift) implements Computation {
  @Override
  public Shape infer(List<Shape> inputs) {
    return Shapes.same(this, inputs, 1);
  }

  @Override
  public void gradient(GradientScope s) {
    s.pass(0, s.apply(new Affine(scale, 0), s.upstream()));
  }

  @Override
  public Choice kernel(List<Shape> inputs, Shape output, KernelPolicy policy) {
    return Catalog.<Integer>reference(n -> new AffineReference(scale, shift, n))
        .vector("vector", n -> new AffineVector(scale, shift, n))
        .choose(output.length(), policy);
  }

  @Override
  public boolean inPlace(int input) {
    return true;
  }

  @Override
  public long flops(List<Shape> inputs, Shape output) {
    return 2 * output.elements();
  }
}
