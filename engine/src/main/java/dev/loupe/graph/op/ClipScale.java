package dev.loupe.graph.op;

import dev.loupe.graph.Computation;
import dev.loupe.kernel.Catalog;
import dev.loupe.kernel.Catalog.Choice;
import dev.loupe.kernel.ClipScaleReference;
import dev.loupe.kernel.KernelPolicy;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import java.util.List;

/// What gradients are multiplied by so that their norm is at most a maximum:
/// `min(1, maximum / (norm + 1e-6))`.
///
/// Input: the norm, a scalar. Output: a scalar. No gradient rule: gradients are clipped after they
/// were taken.
///
/// Source: Pascanu et al., On the Difficulty of Training Recurrent Neural Networks, ICML 2013, 3.2.
///
/// @param maximum above 0
public record ClipScale(float maximum) implements Computation {
  /// Checks the maximum.
  public ClipScale {
    if (!(maximum > 0 && maximum < Float.POSITIVE_INFINITY)) {
      throw LoupeException.of("the largest norm of the gradients is out of range")
          .expected("above 0")
          .got(String.valueOf(maximum));
    }
  }

  @Override
  public Shape infer(List<Shape> inputs) {
    Computation.checkCount(this, inputs, 1);
    NormChecks.shape("norm", Shape.of(), inputs.get(0));
    return Shape.of();
  }

  @Override
  public Choice kernel(List<Shape> inputs, Shape output, KernelPolicy policy) {
    return Catalog.<Float>reference(ClipScaleReference::new).choose(maximum, policy);
  }
}
