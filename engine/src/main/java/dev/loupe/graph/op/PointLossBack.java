package dev.loupe.graph.op;

import dev.loupe.graph.Computation;
import dev.loupe.kernel.Catalog;
import dev.loupe.kernel.Catalog.Choice;
import dev.loupe.kernel.KernelPolicy;
import dev.loupe.kernel.LossBackReference;
import dev.loupe.kernel.LossBackVector;
import dev.loupe.kernel.LossFunction;
import dev.loupe.tensor.Shape;
import java.util.List;

/// The gradient of [PointLoss] for the predictions; 0 where prediction and target are equal in L1.
///
/// Inputs: predictions, targets, gy. Output: the gradient. All have one shape.
///
/// @param function the loss of one pair
public record PointLossBack(LossFunction function) implements Computation {
  @Override
  public Shape infer(List<Shape> inputs) {
    return Shapes.same(this, inputs, 3);
  }

  @Override
  public Choice kernel(List<Shape> inputs, Shape output, KernelPolicy policy) {
    return Catalog.<Integer>reference(n -> new LossBackReference(function, n))
        .vector("vector", n -> new LossBackVector(function, n))
        .choose(output.length(), policy);
  }

  @Override
  public boolean inPlace(int input) {
    return true;
  }
}
