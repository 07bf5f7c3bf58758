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
import dev.loupe.tensor.Tensor;
import java.util.List;

/// Batch normalisation with fixed statistics: `(x - mean) / sqrt(variance + epsilon) gamma + beta`,
/// computed as `x scale + shift`.
///
/// Inputs: x ..., C; gamma, beta, mean and variance, each C. Output: the shape of x. Gradients
/// reach x, gamma and beta; mean and variance are buffers.
///
/// Source: Ioffe and Szegedy, Batch Normalization, ICML 2015, section 3.1.
///
/// @param epsilon added to the variance, 0 or more
public record BatchNorm(float epsilon) implements Computation {
  /// Checks epsilon.
  public BatchNorm {
    NormChecks.epsilon(epsilon);
  }

  @Override
  public Shape infer(List<Shape> inputs) {
    Computation.checkCount(this, inputs, 5);
    Shape x = NormChecks.rank(inputs.get(0), 1);
    NormChecks.affine(x, inputs, 1);
    NormChecks.shape("running mean", Shape.of(x.channels()), inputs.get(3));
    NormChecks.shape("running variance", Shape.of(x.channels()), inputs.get(4));
    return x;
  }

  @Override
  public void gradient(GradientScope s) {
    NormChecks.noGradient(this, s.wanted(3) || s.wanted(4), "statistics");
    Value mean = s.input(3);
    Value variance = s.input(4);
    if (s.wanted(0)) {
      // The same scaling, of a value whose mean is 0, without shift.
      Value zero = s.constant(Tensor.zeros(mean.shape()));
      s.pass(0, s.apply(this, s.upstream(), s.input(1), zero, zero, variance));
    }
    if (s.wanted(1) || s.wanted(2)) {
      Computation op = new BatchNormSums(epsilon);
      Value sums = s.apply(op, s.input(0), mean, variance, s.upstream());
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
    return Catalog.<ChannelGeometry>reference(g -> new BatchNormReference(g, epsilon, false))
        .vector("vector", g -> new BatchNormVector(g, epsilon, false))
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
