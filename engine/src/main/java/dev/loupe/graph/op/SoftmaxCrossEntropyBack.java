package dev.loupe.graph.op;

import dev.loupe.graph.Computation;
import dev.loupe.kernel.Catalog;
import dev.loupe.kernel.Catalog.Choice;
import dev.loupe.kernel.CrossEntropyGeometry;
import dev.loupe.kernel.CrossEntropyReference;
import dev.loupe.kernel.CrossEntropyVector;
import dev.loupe.kernel.KernelPolicy;
import dev.loupe.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/// The gradient of [SoftmaxCrossEntropy] for the logits: `gy (softmax(x)[k] sum(c) - c[k])`.
///
/// Inputs: logits `..., K`; targets; gy `...`; where there is a fourth, the class weights `K`.
/// Output: the shape of the logits.
///
/// @param smoothing the share of each target that is spread over all classes, 0 to 1
/// @param soft whether the targets are distributions
public record SoftmaxCrossEntropyBack(float smoothing, boolean soft) implements Computation {
  @Override
  public Shape infer(List<Shape> inputs) {
    boolean weighted = inputs.size() == 4;
    Computation.checkCount(this, inputs, weighted ? 4 : 3);
    List<Shape> forward = new ArrayList<>(inputs);
    Shape gy = forward.remove(2);
    Shapes.same(this, List.of(new SoftmaxCrossEntropy(smoothing, soft).infer(forward), gy));
    return inputs.get(0);
  }

  @Override
  public Choice kernel(List<Shape> inputs, Shape output, KernelPolicy policy) {
    SoftmaxCrossEntropy forward = new SoftmaxCrossEntropy(smoothing, soft);
    return Catalog.<CrossEntropyGeometry>reference(g -> new CrossEntropyReference(g, true))
        .vector("vector", g -> new CrossEntropyVector(g, true))
        .choose(forward.geometry(output, inputs.size() == 4), policy);
  }

  @Override
  public boolean inPlace(int input) {
    // Soft targets are read, whole rows at a time, before the row is written.
    return input == 0 || (input == 1 && soft);
  }

  @Override
  public long flops(List<Shape> inputs, Shape output) {
    return 6 * output.elements();
  }
}
