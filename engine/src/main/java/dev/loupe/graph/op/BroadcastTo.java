package dev.loupe.graph.op;

import dev.loupe.graph.Computation;
import dev.loupe.graph.GradientScope;
import dev.loupe.kernel.BroadcastCopy;
import dev.loupe.kernel.BroadcastGeometry;
import dev.loupe.kernel.BroadcastReference;
import dev.loupe.kernel.Catalog;
import dev.loupe.kernel.Catalog.Choice;
import dev.loupe.kernel.KernelPolicy;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import java.util.List;

/// Repeats a tensor to a larger shape by NumPy's rule.
///
/// Input: a tensor. Output: the target shape.
///
/// @param target the shape to repeat to
public record BroadcastTo(Shape target) implements Computation {
  @Override
  public Shape infer(List<Shape> inputs) {
    Computation.checkCount(this, inputs, 1);
    if (!BroadcastGeometry.join(inputs.get(0), target).equals(target)) {
      throw LoupeException.of("a tensor can't be repeated to a smaller shape")
          .expected("a shape that " + inputs.get(0) + " can be repeated to")
          .got(target.toString());
    }
    return target;
  }

  @Override
  public void gradient(GradientScope s) {
    s.pass(0, SumTo.shape(s, s.upstream(), s.input(0).shape()));
  }

  @Override
  public Choice kernel(List<Shape> inputs, Shape output, KernelPolicy policy) {
    return Catalog.<BroadcastGeometry>reference(BroadcastReference::new)
        .plain("copy", BroadcastCopy::new)
        .choose(BroadcastGeometry.of(inputs.get(0), target), policy);
  }
}
