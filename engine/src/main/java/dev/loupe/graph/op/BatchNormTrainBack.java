package dev.loupe.graph.op;

import dev.loupe.graph.Computation;
import dev.loupe.kernel.BatchNormBackReference;
import dev.loupe.kernel.BatchNormBackVector;
import dev.loupe.kernel.Catalog;
import dev.loupe.kernel.Catalog.Choice;
import dev.loupe.kernel.ChannelGeometry;
import dev.loupe.kernel.KernelPolicy;
import dev.loupe.tensor.Shape;
import java.util.List;

/// The gradient of x of a batch normalisation, its way through the statistics included.
///
/// Inputs: x ..., C; gamma C; statistics 2, C; sums 2, C from [BatchNormSums]; gy ..., C. Output:
/// `gamma / sqrt(variance + epsilon) (gy - mean(gy) - xhat mean(gy xhat))`, of the shape of x.
///
/// @param epsilon added to the variance, 0 or more
public record BatchNormTrainBack(float epsilon) implements Computation {
  /// Checks epsilon.
  public BatchNormTrainBack {
    NormChecks.epsilon(epsilon);
  }

  @Override
  public Shape infer(List<Shape> inputs) {
    Computation.checkCount(this, inputs, 5);
    Shape x = NormChecks.rank(inputs.get(0), 1);
    Shape both = Shape.of(2, x.channels());
    NormChecks.shape("gamma", Shape.of(x.channels()), inputs.get(1));
    NormChecks.shape("statistics", both, inputs.get(2));
    NormChecks.shape("sums", both, inputs.get(3));
    NormChecks.shape("gradient", x, inputs.get(4));
    return x;
  }

  @Override
  public Choice kernel(List<Shape> inputs, Shape output, KernelPolicy policy) {
    return Catalog.<ChannelGeometry>reference(g -> new BatchNormBackReference(g, epsilon))
        .vector("vector", g -> new BatchNormBackVector(g, epsilon))
        .choose(ChannelGeometry.of(output), policy);
  }

  @Override
  public long flops(List<Shape> inputs, Shape output) {
    return 5 * output.elements();
  }

  @Override
  public boolean inPlace(int input) {
    return input == 0 || input == 4;
  }
}
