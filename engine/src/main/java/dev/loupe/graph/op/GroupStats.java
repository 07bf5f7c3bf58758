package dev.loupe.graph.op;

import dev.loupe.graph.Computation;
import dev.loupe.kernel.Catalog;
import dev.loupe.kernel.Catalog.Choice;
import dev.loupe.kernel.GroupGeometry;
import dev.loupe.kernel.GroupStatsReference;
import dev.loupe.kernel.GroupStatsVector;
import dev.loupe.kernel.KernelPolicy;
import dev.loupe.tensor.Shape;
import java.util.List;

/// Mean and biased variance of each group of channels of each sample.
///
/// Input: x N, spatial..., C. Output: N, groups, 2: mean, variance. Groups of one channel make
/// instance normalisation, one group layer normalisation. No gradient rule of its own: that of
/// [GroupNorm] holds the statistics' share.
///
/// Source: Wu and He, Group Normalization, ECCV 2018, section 3.1.
///
/// @param groups a divisor of the channels
public record GroupStats(int groups) implements Computation {
  /// Checks the number of groups.
  public GroupStats {
    NormChecks.groups(groups);
  }

  @Override
  public Shape infer(List<Shape> inputs) {
    Computation.checkCount(this, inputs, 1);
    Shape x = inputs.get(0);
    NormChecks.groups(x, groups);
    return Shape.of(x.size(0), groups, 2);
  }

  @Override
  public Choice kernel(List<Shape> inputs, Shape output, KernelPolicy policy) {
    return Catalog.<GroupGeometry>reference(GroupStatsReference::new)
        .vector("vector", GroupStatsVector::new)
        .choose(GroupGeometry.of(inputs.get(0), groups), policy);
  }

  @Override
  public long flops(List<Shape> inputs, Shape output) {
    return 4 * inputs.get(0).elements();
  }
}
