package dev.loupe.graph.op;

import dev.loupe.graph.Computation;
import dev.loupe.graph.GradientScope;
import dev.loupe.graph.Value;
import dev.loupe.kernel.Catalog;
import dev.loupe.kernel.Catalog.Choice;
import dev.loupe.kernel.GroupGeometry;
import dev.loupe.kernel.GroupNormReference;
import dev.loupe.kernel.GroupNormVector;
import dev.loupe.kernel.KernelPolicy;
import dev.loupe.tensor.Shape;
import java.util.List;

/// Group normalisation: `(x - mean) / sqrt(variance + epsilon) gamma + beta`, with the statistics
/// of each group of channels of each sample.
///
/// Inputs: x N, spatial..., C; gamma C; beta C; statistics N, groups, 2 from [GroupStats] of the
/// same x. Output: the shape of x. The gradient of x includes its way through the statistics, so
/// that none is passed to them. In place on x is right; the gradient rule reads x.
///
/// Source: Wu and He, Group Normalization, ECCV 2018, section 3.1.
///
/// @param groups a divisor of the channels
/// @param epsilon added to the variance, 0 or more
public record GroupNorm(int groups, float epsilon) implements Computation {
  /// Checks groups and epsilon.
  public GroupNorm {
    NormChecks.groups(groups);
    NormChecks.epsilon(epsilon);
  }

  @Override
  public Shape infer(List<Shape> inputs) {
    Computation.checkCount(this, inputs, 4);
    Shape x = inputs.get(0);
    NormChecks.groups(x, groups);
    NormChecks.affine(x, inputs, 1);
    NormChecks.shape("statistics", Shape.of(x.size(0), groups, 2), inputs.get(3));
    return x;
  }

  @Override
  public void gradient(GradientScope s) {
    Value x = s.input(0);
    Value statistics = s.input(3);
    if (s.wanted(0)) {
      Computation back = new GroupNormBack(groups, epsilon);
      s.pass(0, s.apply(back, x, s.input(1), statistics, s.upstream()));
    }
    if (s.wanted(1) || s.wanted(2)) {
      Computation back = new GroupNormAffineBack(groups, epsilon);
      Value sums = s.apply(back, x, statistics, s.upstream());
      if (s.wanted(1)) {
        s.pass(1, s.apply(new Row(1), sums));
      }
      if (s.wanted(2)) {
        s.pass(2, s.apply(new Row(0), sums));
      }
    }
  }

  @Override
  public Choice kernel(List<Shape> inputs, Shape output, KernelPolicy policy) {
    return Catalog.<GroupGeometry>reference(g -> new GroupNormReference(g, epsilon))
        .vector("vector", g -> new GroupNormVector(g, epsilon))
        .choose(GroupGeometry.of(output, groups), policy);
  }

  @Override
  public long flops(List<Shape> inputs, Shape output) {
    return 3 * output.elements();
  }

  @Override
  public boolean inPlace(int input) {
    return input == 0;
  }
}
