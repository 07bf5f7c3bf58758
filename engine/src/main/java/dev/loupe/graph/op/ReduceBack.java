package dev.loupe.graph.op;

import dev.loupe.graph.Computation;
import dev.loupe.graph.GradientScope;
import dev.loupe.kernel.BroadcastCopy;
import dev.loupe.kernel.BroadcastGeometry;
import dev.loupe.kernel.BroadcastReference;
import dev.loupe.kernel.Catalog;
import dev.loupe.kernel.Catalog.Choice;
import dev.loupe.kernel.KernelPolicy;
import dev.loupe.kernel.ReduceKind;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import java.util.List;

/// Repeats a reduced tensor along the axes that it was reduced over: the gradient of a sum.
///
/// Input: the reduced tensor, with or without the axes. Output: the target shape.
///
/// @param target the shape before the reduction
/// @param axes which axes were reduced
public record ReduceBack(Shape target, List<Integer> axes) implements Computation {
  /// Copies the list.
  public ReduceBack {
    axes = List.copyOf(axes);
  }

  @Override
  public Shape infer(List<Shape> inputs) {
    Computation.checkCount(this, inputs, 1);
    Shape kept = Reduce.kept(target, axes);
    if (inputs.get(0).elements() != kept.elements()) {
      throw LoupeException.of("the tensor was not reduced from the shape it is repeated to")
          .expected(kept.toString())
          .got(inputs.get(0).toString());
    }
    return target;
  }

  @Override
  public void gradient(GradientScope s) {
    boolean keep = s.input(0).shape().rank() == target.rank();
    s.pass(0, s.apply(new Reduce(ReduceKind.SUM, axes, keep), s.upstream()));
  }

  @Override
  public Choice kernel(List<Shape> inputs, Shape output, KernelPolicy policy) {
    return Catalog.<BroadcastGeometry>reference(BroadcastReference::new)
        .plain("copy", BroadcastCopy::new)
        .choose(BroadcastGeometry.of(Reduce.kept(target, axes), target), policy);
  }
}
