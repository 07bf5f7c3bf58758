package dev.loupe.graph.op;

import dev.loupe.graph.Computation;
import dev.loupe.graph.GradientScope;
import dev.loupe.kernel.Catalog;
import dev.loupe.kernel.Catalog.Choice;
import dev.loupe.kernel.KernelPolicy;
import dev.loupe.kernel.SoftmaxReference;
import dev.loupe.kernel.SoftmaxVector;
import dev.loupe.tensor.Shape;
import java.util.List;

/// `y = e^x / sum(e^x)` along the last axis, or its logarithm.
///
/// Input: a tensor of at least one axis. Output: the same shape.
///
/// @param log whether the logarithm is taken
public record Softmax(boolean log) implements Computation {
  @Override
  public Shape infer(List<Shape> inputs) {
    return Shapes.withChannels(this, Shapes.same(this, inputs, 1));
  }

  @Override
  public void gradient(GradientScope s) {
    s.pass(0, s.apply(new SoftmaxBack(log), s.output(), s.upstream()));
  }

  @Override
  public Choice kernel(List<Shape> inputs, Shape output, KernelPolicy policy) {
    return Catalog.<Shape>reference(g -> new SoftmaxReference(log, g.rows(), g.channels()))
        .vector("vector", g -> new SoftmaxVector(log, g.rows(), g.channels()))
        .choose(output, policy);
  }

  @Override
  public boolean inPlace(int input) {
    return true;
  }

  @Override
  public long flops(List<Shape> inputs, Shape output) {
    return 5 * output.elements();
  }
}
