package dev.loupe.graph.op;

import dev.loupe.graph.Computation;
import dev.loupe.kernel.Catalog;
import dev.loupe.kernel.Catalog.Choice;
import dev.loupe.kernel.GroupGeometry;
import dev.loupe.kernel.GroupNormBackReference;
import dev.loupe.kernel.GroupNormBackVector;
import dev.loupe.kernel.KernelPolicy;
import dev.loupe.tensor.Shape;
import java.util.List;

/// The gradient of x of a group normalisation, its way through the statistics included.
///
/// Inputs: x N, spatial..., C; gamma C; statistics N, groups, 2; gy of the shape of x. Output:
/// `(gy gamma - mean(gy gamma) - xhat mean(gy gamma xhat)) / sqrt(variance + epsilon)`, with means
/// over a group of a sample.
///
/// @param groups a divisor of the channels
/// @param epsilon added to the variance, 0 or more
public record GroupNormBack(int groups, float epsilon) implements Computation {
  /// Checks groups and epsilon.
  public GroupNormBack {
    NormChecks.groups(groups);
    NormChecks.epsilon(epsilon);
  }

  @Override
  public Shape infer(List<Shape> inputs) {
    Computation.checkCount(this, inputs, 4);
    Shape x = inputs.get(0);
    NormChecks.groups(x, groups);
    NormChecks.shape("gamma", Shape.of(x.channels()), inputs.get(1));
    NormChecks.shape("statistics", Shape.of(x.size(0), groups, 2), inputs.get(2));
    NormChecks.shape("gradient", x, inputs.get(3));
    return x;
  }

  @Override
  public Choice kernel(List<Shape> inputs, Shape output, KernelPolicy policy) {
    return Catalog.<GroupGeometry>reference(g -> new GroupNormBackReference(g, epsilon))
        .vector("vector", g -> new GroupNormBackVector(g, epsilon))
        .choose(GroupGeometry.of(output, groups), policy);
  }

  @Override
  public long flops(List<Shape> inputs, Shape output) {
    return 10 * output.elements();
  }

  @Override
  public boolean inPlace(int input) {
    return input == 0 || input == 3;
  }
}
