package dev.loupe.graph.op;

import dev.loupe.graph.Computation;
import dev.loupe.graph.GradientScope;
import dev.loupe.kernel.Catalog;
import dev.loupe.kernel.Catalog.Choice;
import dev.loupe.kernel.KernelPolicy;
import dev.loupe.kernel.LossFunction;
import dev.loupe.kernel.LossReference;
import dev.loupe.kernel.LossVector;
import dev.loupe.tensor.Shape;
import java.util.List;

/// The loss of each prediction and its target, not yet averaged.
///
/// Inputs: predictions, targets, of one shape. Output: the same shape. Not differentiated for the
/// targets.
///
/// @param function the loss of one pair
public record PointLoss(LossFunction function) implements Computation {
  @Override
  public Shape infer(List<Shape> inputs) {
    return Shapes.same(this, inputs, 2);
  }

  @Override
  public void gradient(GradientScope s) {
    if (s.wanted(0)) {
      s.pass(0, s.apply(new PointLossBack(function), s.input(0), s.input(1), s.upstream()));
    }
  }

  @Override
  public Choice kernel(List<Shape> inputs, Shape output, KernelPolicy policy) {
    return Catalog.<Integer>reference(n -> new LossReference(function, n))
        .vector("vector", n -> new LossVector(function, n))
        .choose(output.length(), policy);
  }

  @Override
  public boolean inPlace(int input) {
    return true;
  }
}
