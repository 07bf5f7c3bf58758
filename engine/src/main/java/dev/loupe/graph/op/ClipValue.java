package dev.loupe.graph.op;

import dev.loupe.graph.Computation;
import dev.loupe.graph.GradientScope;
import dev.loupe.kernel.Catalog;
import dev.loupe.kernel.Catalog.Choice;
import dev.loupe.kernel.ClipValueReference;
import dev.loupe.kernel.ClipValueVector;
import dev.loupe.kernel.KernelPolicy;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import java.util.List;

/// Each value brought into `-limit` to `limit`.
///
/// Input: a tensor. Output: the same shape. The gradient passes where the value was inside.
///
/// @param limit above 0
public record ClipValue(float limit) implements Computation {
  /// Checks the limit.
  public ClipValue {
    checkLimit(limit);
  }

  static void checkLimit(float limit) {
    if (!(limit > 0 && limit < Float.POSITIVE_INFINITY)) {
      throw LoupeException.of("the limit that values are clipped to is out of range")
          .expected("above 0")
          .got(String.valueOf(limit));
    }
  }

  @Override
  public Shape infer(List<Shape> inputs) {
    Computation.checkCount(this, inputs, 1);
    return inputs.get(0);
  }

  @Override
  public void gradient(GradientScope s) {
    s.pass(0, s.apply(new ClipValueBack(limit), s.input(0), s.upstream()));
  }

  @Override
  public Choice kernel(List<Shape> inputs, Shape output, KernelPolicy policy) {
    return Catalog.<Integer>reference(n -> new ClipValueReference(n, limit, false))
        .vector("vector", n -> new ClipValueVector(n, limit, false))
        .choose(output.length(), policy);
  }

  @Override
  public boolean inPlace(int input) {
    return true;
  }
}
