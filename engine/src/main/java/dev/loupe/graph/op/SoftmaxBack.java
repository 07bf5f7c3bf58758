package dev.loupe.graph.op;

import dev.loupe.graph.Computation;
import dev.loupe.kernel.Catalog;
import dev.loupe.kernel.Catalog.Choice;
import dev.loupe.kernel.KernelPolicy;
import dev.loupe.kernel.SoftmaxBackReference;
import dev.loupe.kernel.SoftmaxBackVector;
import dev.loupe.tensor.Shape;
import java.util.List;

/// The gradient of [Softmax]: `gx = y (gy - sum(y gy))`, or `gx = gy - e^y sum(gy)` for the
/// logarithm, along the last axis.
///
/// Inputs: y, gy. Output: gx. All have one shape.
///
/// @param log whether y is the logarithm
public record SoftmaxBack(boolean log) implements Computation {
  @Override
  public Shape infer(List<Shape> inputs) {
    return Shapes.withChannels(this, Shapes.same(this, inputs, 2));
  }

  @Override
  public Choice kernel(List<Shape> inputs, Shape output, KernelPolicy policy) {
    return Catalog.<Shape>reference(g -> new SoftmaxBackReference(log, g.rows(), g.channels()))
        .vector("vector", g -> new SoftmaxBackVector(log, g.rows(), g.channels()))
        .choose(output, policy);
  }

  @Override
  public boolean inPlace(int input) {
    return true;
  }

  @Override
  public long flops(List<Shape> inputs, Shape output) {
    return 4 * output.elements();
  }
}
