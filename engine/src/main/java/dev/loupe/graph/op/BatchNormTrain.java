package dev.loupe.graph.op;

import dev.loupe.graph.Computation;
import dev.loupe.graph.GradientScope;
import dev.loupe.graph.Value;
import dev.loupe.kernel.BatchNormReference;
import dev.loupe.kernel.BatchNormVector;
import dev.loupe.kernel.Catalog;
import dev.loupe.kernel.Catalog.Choice;
import dev.loupe.kernel.ChannelGeometry;
import dev.loupe.kernel.KernelPolicy;
import dev.loupe.tensor.Shape;
import java.util.List;

/// Batch normalisation with the batch's own statistics: `(x - mean) / sqrt(variance + epsilon)
/// gamma + beta`, computed as `x scale + shift`.
///
/// Inputs: x ..., C; gamma C; beta C; statistics 2, C from [BatchStats] of the same x. Output: the
/// shape of x. The gradient of x includes its way through the statistics, so that none is passed to
/// them. In place on x is right; the gradient rule reads x, so a training graph keeps it.
///
/// Source: Ioffe and Szegedy, Batch Normalization, ICML 2015, section 3.
///
/// @param epsilon added to the variance, 0 or more
public record BatchNormTrain(float epsilon) implements Computation {
  /// Checks epsilon.
  public BatchNormTrain {
    NormChecks.epsilon(epsilon);
  }

  @Override
  public Shape infer(List<Shape> inputs) {
    Computation.checkCount(this, inputs, 4);
    Shape x = NormChecks.rank(inputs.get(0), 1);
    NormChecks.affine(x, inputs, 1);
    NormChecks.shape("statistics", Shape.of(2, x.channels()), inputs.get(3));
    return x;
  }

  @Override
  public void gradient(GradientScope s) {
    Value x = s.input(0);
    Value statistics = s.input(3);
    Value sums = s.apply(new BatchNormSums(epsilon), x, statistics, s.upstream());
    if (s.wanted(0)) {
      Computation back = new BatchNormTrainBack(epsilon);
      s.pass(0, s.apply(back, x, s.input(1), statistics, sums, s.upstream()));
    }
    if (s.wanted(1)) {
      s.pass(1, s.apply(new Row(1), sums));
    }
    if (s.wanted(2)) {
      s.pass(2, s.apply(new Row(0), sums));
    }
  }

  @Override
  public Choice kernel(List<Shape> inputs, Shape output, KernelPolicy policy) {
    return Catalog.<ChannelGeometry>reference(g -> new BatchNormReference(g, epsilon, true))
        .vector("vector", g -> new BatchNormVector(g, epsilon, true))
        .choose(ChannelGeometry.of(output), policy);
  }

  @Override
  public long flops(List<Shape> inputs, Shape output) {
    return 2 * output.elements();
  }

  @Override
  public boolean inPlace(int input) {
    return input == 0;
  }
}
