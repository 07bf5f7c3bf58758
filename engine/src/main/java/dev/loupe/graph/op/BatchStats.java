package dev.loupe.graph.op;

import dev.loupe.graph.Computation;
import dev.loupe.kernel.BatchStatsReference;
import dev.loupe.kernel.BatchStatsVector;
import dev.loupe.kernel.Catalog;
import dev.loupe.kernel.Catalog.Choice;
import dev.loupe.kernel.ChannelGeometry;
import dev.loupe.kernel.KernelPolicy;
import dev.loupe.tensor.Shape;
import java.util.List;

/// Mean and biased variance of each channel over all other axes.
///
/// Input: x of shape ..., C. Output: 2, C: the means, then the variances. No gradient rule of its
/// own: that of [BatchNormTrain] holds the statistics' share.
///
/// Source: Ioffe and Szegedy, Batch Normalization, ICML 2015, algorithm 1.
public record BatchStats() implements Computation {
  @Override
  public Shape infer(List<Shape> inputs) {
    Computation.checkCount(this, inputs, 1);
    return Shape.of(2, NormChecks.rank(inputs.get(0), 1).channels());
  }

  @Override
  public Choice kernel(List<Shape> inputs, Shape output, KernelPolicy policy) {
    return Catalog.<ChannelGeometry>reference(BatchStatsReference::new)
        .vector("vector", BatchStatsVector::new)
        .choose(ChannelGeometry.of(inputs.get(0)), policy);
  }

  @Override
  public long flops(List<Shape> inputs, Shape output) {
    return 4 * inputs.get(0).elements();
  }
}
