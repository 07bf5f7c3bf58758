package dev.loupe.graph.op;

import dev.loupe.graph.Computation;
import dev.loupe.kernel.Catalog;
import dev.loupe.kernel.Catalog.Choice;
import dev.loupe.kernel.GroupGeometry;
import dev.loupe.kernel.GroupNormAffineBackReference;
import dev.loupe.kernel.GroupNormAffineBackVector;
import dev.loupe.kernel.KernelPolicy;
import dev.loupe.tensor.Shape;
import java.util.List;

/// The gradients of beta and gamma of a group normalisation.
///
/// Inputs: x N, spatial..., C; statistics N, groups, 2; gy of the shape of x. Output: 2, C: the
/// sums of gy (the gradient of beta), then those of `gy (x - mean) / sqrt(variance + epsilon)` (the
/// gradient of gamma).
///
/// @param groups a divisor of the channels
/// @param epsilon added to the variance, 0 or more
public record GroupNormAffineBack(int groups, float epsilon) implements Computation {
  /// Checks groups and epsilon.
  public GroupNormAffineBack {
    NormChecks.groups(groups);
    NormChecks.epsilon(epsilon);
  }

  @Override
  public Shape infer(List<Shape> inputs) {
    Computation.checkCount(this, inputs, 3);
    Shape x = inputs.get(0);
    NormChecks.groups(x, groups);
    NormChecks.shape("statistics", Shape.of(x.size(0), groups, 2), inputs.get(1));
    NormChecks.shape("gradient", x, inputs.get(2));
    return Shape.of(2, x.channels());
  }

  @Override
  public Choice kernel(List<Shape> inputs, Shape output, KernelPolicy policy) {
    return Catalog.<GroupGeometry>reference(g -> new GroupNormAffineBackReference(g, epsilon))
        .vector("vector", g -> new GroupNormAffineBackVector(g, epsilon))
        .choose(GroupGeometry.of(inputs.get(0), groups), policy);
  }

  @Override
  public long flops(List<Shape> inputs, Shape output) {
    return 5 * inputs.get(0).elements();
  }
}
