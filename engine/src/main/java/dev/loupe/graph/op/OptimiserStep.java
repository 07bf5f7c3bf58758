package dev.loupe.graph.op;

import dev.loupe.graph.Computation;
import dev.loupe.kernel.Catalog;
import dev.loupe.kernel.Catalog.Choice;
import dev.loupe.kernel.KernelPolicy;
import dev.loupe.kernel.OptimiserGeometry;
import dev.loupe.kernel.OptimiserReference;
import dev.loupe.kernel.OptimiserRule;
import dev.loupe.kernel.OptimiserVector;
import dev.loupe.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/// One step of an optimiser for all parameters, which it overwrites together with its memory.
///
/// Inputs: the learning rate, a scalar; where clipped, a scalar that every gradient is multiplied
/// by first; then for each parameter the parameter, its gradient and the rule's slots, all of one
/// shape. Output: a scalar, the learning rate. The number of the step (0 for the first) corrects
/// Adam's averages.
///
/// @param rule the formulas
/// @param decay for each parameter whether weight decay applies
/// @param clipped whether there is a scale for the gradients
public record OptimiserStep(OptimiserRule rule, List<Boolean> decay, boolean clipped)
    implements Computation {
  /// Copies the list.
  public OptimiserStep {
    decay = List.copyOf(decay);
  }

  @Override
  public Shape infer(List<Shape> inputs) {
    int each = 2 + rule.slots();
    int scalars = clipped ? 2 : 1;
    Computation.checkCount(this, inputs, scalars + each * decay.size());
    NormChecks.shape("learning rate", Shape.of(), inputs.get(0));
    if (clipped) {
      NormChecks.shape("scale of the gradients", Shape.of(), inputs.get(1));
    }
    for (int i = scalars; i < inputs.size(); i++) {
      int part = (i - scalars) % each;
      String what = part == 1 ? "gradient" : "optimiser's memory";
      NormChecks.shape(what, inputs.get(i - part), inputs.get(i));
    }
    return Shape.of();
  }

  @Override
  public Choice kernel(List<Shape> inputs, Shape output, KernelPolicy policy) {
    List<Integer> lengths = new ArrayList<>();
    for (int i = clipped ? 2 : 1; i < inputs.size(); i += 2 + rule.slots()) {
      lengths.add(inputs.get(i).length());
    }
    return Catalog.<OptimiserGeometry>reference(OptimiserReference::new)
        .vector("vector", OptimiserVector::new)
        .choose(new OptimiserGeometry(rule, lengths, decay, clipped), policy);
  }

  @Override
  public long flops(List<Shape> inputs, Shape output) {
    return inputs.stream().mapToLong(Shape::elements).sum() * 3;
  }

  @Override
  public boolean overwrites(int input) {
    int i = input - (clipped ? 2 : 1);
    return i >= 0 && i % (2 + rule.slots()) != 1;
  }
}
