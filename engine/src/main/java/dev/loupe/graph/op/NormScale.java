package dev.loupe.graph.op;

import dev.loupe.graph.Computation;
import dev.loupe.kernel.Catalog;
import dev.loupe.kernel.Catalog.Choice;
import dev.loupe.kernel.KernelPolicy;
import dev.loupe.kernel.NormScaleReference;
import dev.loupe.tensor.Shape;
import java.util.List;

/// What a batch normalisation in use multiplies each channel by: `gamma / sqrt(variance +
/// epsilon)`. Only the pass that folds batch normalisation makes it.
///
/// Inputs: gamma C; variance C. Output: C.
///
/// @param epsilon added to the variance
public record NormScale(float epsilon) implements Computation {
  @Override
  public Shape infer(List<Shape> inputs) {
    return Shapes.same(this, inputs, 2);
  }

  @Override
  public Choice kernel(List<Shape> inputs, Shape output, KernelPolicy policy) {
    return Catalog.<Shape>reference(g -> new NormScaleReference(g.length(), epsilon))
        .choose(output, policy);
  }
}
