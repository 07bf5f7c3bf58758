package dev.loupe.graph.op;

import dev.loupe.graph.Computation;
import dev.loupe.kernel.BatchNormSumsReference;
import dev.loupe.kernel.BatchNormSumsVector;
import dev.loupe.kernel.Catalog;
import dev.loupe.kernel.Catalog.Choice;
import dev.loupe.kernel.ChannelGeometry;
import dev.loupe.kernel.KernelPolicy;
import dev.loupe.tensor.Shape;
import java.util.List;

/// The two sums of a batch normalisation's backward pass, for each channel.
///
/// Inputs: x ..., C; statistics 2, C; gy ..., C. Or, with fixed statistics: x, mean C, variance C,
/// gy. Output: 2, C: the sums of gy (the gradient of beta), then those of `gy (x - mean) /
/// sqrt(variance + epsilon)` (the gradient of gamma).
///
/// @param epsilon added to the variance, 0 or more
public record BatchNormSums(float epsilon) implements Computation {
  /// Checks epsilon.
  public BatchNormSums {
    NormChecks.epsilon(epsilon);
  }

  @Override
  public Shape infer(List<Shape> inputs) {
    boolean joined = inputs.size() == 3;
    if (!joined) {
      Computation.checkCount(this, inputs, 4);
    }
    Shape x = NormChecks.rank(inputs.get(0), 1);
    Shape channels = Shape.of(x.channels());
    Shape both = Shape.of(2, x.channels());
    if (joined) {
      NormChecks.shape("statistics", both, inputs.get(1));
    } else {
      NormChecks.shape("running mean", channels, inputs.get(1));
      NormChecks.shape("running variance", channels, inputs.get(2));
    }
    NormChecks.shape("gradient", x, inputs.get(joined ? 2 : 3));
    return both;
  }

  @Override
  public Choice kernel(List<Shape> inputs, Shape output, KernelPolicy policy) {
    boolean joined = inputs.size() == 3;
    return Catalog.<ChannelGeometry>reference(g -> new BatchNormSumsReference(g, epsilon, joined))
        .vector("vector", g -> new BatchNormSumsVector(g, epsilon, joined))
        .choose(ChannelGeometry.of(inputs.get(0)), policy);
  }

  @Override
  public long flops(List<Shape> inputs, Shape output) {
    return 4 * inputs.get(0).elements();
  }
}
