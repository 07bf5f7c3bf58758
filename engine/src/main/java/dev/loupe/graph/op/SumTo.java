package dev.loupe.graph.op;

import dev.loupe.graph.Computation;
import dev.loupe.graph.GradientScope;
import dev.loupe.graph.Value;
import dev.loupe.kernel.Catalog;
import dev.loupe.kernel.Catalog.Choice;
import dev.loupe.kernel.KernelPolicy;
import dev.loupe.kernel.ReduceGeometry;
import dev.loupe.kernel.ReduceKind;
import dev.loupe.kernel.ReduceReference;
import dev.loupe.kernel.ReduceVector;
import dev.loupe.tensor.Shape;
import java.util.List;

/// Sums what broadcasting had repeated: the gradient of broadcasting.
///
/// Input: a tensor. Output: the target shape, which broadcasts to the input's.
///
/// @param target the shape to sum to
public record SumTo(Shape target) implements Computation {
  /// The value itself where it already has the shape, else its sum.
  static Value shape(GradientScope s, Value value, Shape target) {
    return value.shape().equals(target) ? value : s.apply(new SumTo(target), value);
  }

  @Override
  public Shape infer(List<Shape> inputs) {
    Computation.checkCount(this, inputs, 1);
    return target;
  }

  @Override
  public void gradient(GradientScope s) {
    s.pass(0, s.apply(new BroadcastTo(s.input(0).shape()), s.upstream()));
  }

  @Override
  public long flops(List<Shape> inputs, Shape output) {
    return inputs.get(0).elements();
  }

  @Override
  public Choice kernel(List<Shape> inputs, Shape output, KernelPolicy policy) {
    return Catalog.<ReduceGeometry>reference(g -> new ReduceReference(ReduceKind.SUM, g))
        .vector("vector", ReduceGeometry::scattered, g -> new ReduceVector(ReduceKind.SUM, g))
        .choose(ReduceGeometry.of(inputs.get(0), target), policy);
  }
}
