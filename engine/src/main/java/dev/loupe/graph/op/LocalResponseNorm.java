package dev.loupe.graph.op;

import dev.loupe.graph.Computation;
import dev.loupe.graph.GradientScope;
import dev.loupe.kernel.Catalog;
import dev.loupe.kernel.Catalog.Choice;
import dev.loupe.kernel.KernelPolicy;
import dev.loupe.kernel.LocalResponseNormGeometry;
import dev.loupe.kernel.LocalResponseNormReference;
import dev.loupe.kernel.LocalResponseNormVector;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import java.util.List;

/// Divides each value by a power of the mean square of its neighbours among the channels:
/// `y[c] = x[c] / (k + alpha / size sum x[j]^2)^beta`, j from `c - size / 2` to
/// `c + (size - 1) / 2`, where there are such channels.
///
/// Input and output: anything with channels last. Source: Krizhevsky et al., ImageNet
/// Classification with Deep Convolutional Neural Networks, 2012, 3.3; the division of alpha by the
/// size is PyTorch's.
///
/// @param size how many channels a sum spans, at least 1
/// @param alpha above 0; 1e-4 in AlexNet
/// @param beta above 0; 0.75 in AlexNet
/// @param k above 0; 2 in AlexNet, 1 in PyTorch
public record LocalResponseNorm(int size, float alpha, float beta, float k) implements Computation {
  /// Checks the ranges.
  ///
  /// @throws LoupeException if a constant is not above 0
  public LocalResponseNorm {
    positive("size", size);
    positive("alpha", alpha);
    positive("beta", beta);
    positive("k", k);
  }

  @Override
  public Shape infer(List<Shape> inputs) {
    Computation.checkCount(this, inputs, 1);
    Shapes.axis(-1, inputs.get(0));
    return inputs.get(0);
  }

  @Override
  public void gradient(GradientScope s) {
    s.pass(0, s.apply(new LocalResponseNormBack(this), s.input(0), s.upstream()));
  }

  @Override
  public Choice kernel(List<Shape> inputs, Shape output, KernelPolicy policy) {
    return Catalog.<LocalResponseNormGeometry>reference(LocalResponseNormReference::new)
        .vector("vector", LocalResponseNormVector::new)
        .choose(geometry(output), policy);
  }

  @Override
  public long flops(List<Shape> inputs, Shape output) {
    return (2L * size + 5) * output.elements();
  }

  LocalResponseNormGeometry geometry(Shape shape) {
    return new LocalResponseNormGeometry(shape.rows(), shape.channels(), size, alpha, beta, k);
  }

  private static void positive(String name, float value) {
    if (!(value > 0) || value == Float.POSITIVE_INFINITY) {
      throw LoupeException.of(
              "the %s of a local response normalisation is out of range".formatted(name))
          .expected("a number above 0")
          .got(name.equals("size") ? String.valueOf((int) value) : String.valueOf(value));
    }
  }
}
