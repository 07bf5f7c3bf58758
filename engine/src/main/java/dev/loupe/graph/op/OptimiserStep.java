package dev.loupe.graph.op;

import dev.loupe.graph.Computation;
import dev.loupe.kernel.Catalog;
import dev.loupe.kernel.Catalog.Choice;
import dev.loupe.kernel.KernelPolicy;
import dev.loupe.kernel.OptimiserGeometry;
import dev.loupe.kernel.OptimiserReference;
import dev.loupe.kernel.OptimiserRule;
import dev.loupe.kernel.OptimiserVector;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/// One step of an optimiser for all parameters, which it overwrites together with its memory.
///
/// Inputs: the learning rate, a scalar; where clipped, a scalar that every gradient is multiplied
/// by first; then for each parameter the parameter, its gradient and the rule's slots, all of one
/// shape. Output: a scalar, the learning rate. The number of the step (0 for the first) corrects
/// Adam's averages. Where gradients are accumulated over several runs, the last of them takes the
/// step, and the others change nothing.
///
/// @param rule the formulas
/// @param decay for each parameter whether weight decay applies
/// @param rates what the learning rate is multiplied by for each parameter, above 0; empty where it
///     is 1 for all
/// @param clipped whether there is a scale for the gradients
/// @param every how many runs make one step, at least 1
public record OptimiserStep(
    OptimiserRule rule, List<Boolean> decay, List<Float> rates, boolean clipped, int every)
    implements Computation {
  /// Copies the lists and checks the factors.
  ///
  /// @throws LoupeException if a factor is not above 0, or the number of runs below 1
  public OptimiserStep {
    decay = List.copyOf(decay);
    rates = List.copyOf(rates);
    if (!rates.isEmpty() && rates.size() != decay.size()) {
      throw new IllegalArgumentException(
          "OptimiserStep has %d factors for %d parameters".formatted(rates.size(), decay.size()));
    }
    rates.forEach(OptimiserStep::checkRate);
    Accumulate.checkCount(every);
  }

  /// A step in each run, with the same learning rate for all parameters.
  public OptimiserStep(OptimiserRule rule, List<Boolean> decay, boolean clipped) {
    this(rule, decay, List.of(), clipped, 1);
  }

  /// Refuses a factor on the learning rate that is not above 0.
  ///
  /// @throws LoupeException if it is not
  public static void checkRate(float factor) {
    if (!(factor > 0 && factor < Float.POSITIVE_INFINITY)) {
      throw LoupeException.of("a factor on the learning rate is out of range")
          .expected("above 0")
          .got(String.valueOf(factor))
          .fix("freeze layers that are to stay as they are");
    }
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
        .choose(new OptimiserGeometry(rule, lengths, decay, rates, clipped, every), policy);
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

  /// Factors and runs are left out where there are none, or one.
  @Override
  public String toString() {
    String factors = rates.isEmpty() ? "" : ", rates=" + rates;
    String runs = every == 1 ? "" : ", every=" + every;
    return "OptimiserStep[rule=%s, decay=%s%s, clipped=%s%s]"
        .formatted(rule, decay, factors, clipped, runs);
  }
}
