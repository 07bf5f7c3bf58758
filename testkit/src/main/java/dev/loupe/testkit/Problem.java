package dev.loupe.testkit;

import dev.loupe.graph.Computation;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/// One row of a problem list: an op on shapes, how its inputs are filled, and what it should give.
///
/// @param name unique, such as `conv 3x3 stride 2, 8x8x3 to 16`
/// @param op the op
/// @param inputs the shapes of its inputs
/// @param fills how each input is filled
/// @param exact whether integer inputs give results without rounding, so that the tolerance is 0
/// @param tolerance the largest error on normal inputs, relative to the largest value of the output
/// @param differentiable whether the gradients are checked by central differences
/// @param oracle the truth
public record Problem(
    String name,
    Computation op,
    List<Shape> inputs,
    List<Fill> fills,
    boolean exact,
    double tolerance,
    boolean differentiable,
    Oracle oracle) {
  /// Checks the lengths.
  public Problem {
    inputs = List.copyOf(inputs);
    fills = List.copyOf(fills);
    if (inputs.size() != fills.size()) {
      throw new IllegalArgumentException(name + ": as many fills as inputs are needed");
    }
  }

  /// A differentiable problem over normal values, exact on integers, within 2e-6 otherwise.
  public static Problem of(String name, Computation op, Oracle oracle, Shape... inputs) {
    List<Fill> fills = List.of(inputs).stream().map(s -> Fill.normal()).toList();
    return new Problem(name, op, List.of(inputs), fills, true, 2e-6, true, oracle);
  }

  /// The same with other fills, one for each input.
  public Problem filled(Fill... fills) {
    return new Problem(name, op, inputs, List.of(fills), exact, tolerance, differentiable, oracle);
  }

  /// The same, rounding on integers too.
  public Problem rounding(double relative) {
    return new Problem(name, op, inputs, fills, false, relative, differentiable, oracle);
  }

  /// The same without a check of gradients: a backward op, or one that gradients don't pass.
  public Problem forwardOnly() {
    return new Problem(name, op, inputs, fills, exact, tolerance, false, oracle);
  }

  /// The inputs, filled from a seed of the problem's own.
  public List<Tensor> tensors(boolean integers) {
    Seed seed = Seed.of(1).child(name);
    List<Tensor> tensors = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      tensors.add(fills.get(i).tensor(seed.child(i), integers, inputs.get(i)));
    }
    return tensors;
  }

  /// What the oracle gives for some inputs.
  public double[] truth(List<Tensor> tensors) {
    List<double[]> values = new ArrayList<>();
    for (Tensor t : tensors) {
      double[] v = new double[t.length()];
      for (int i = 0; i < v.length; i++) {
        v[i] = t.get(i);
      }
      values.add(v);
    }
    return oracle.evaluate(values, inputs, op.infer(inputs));
  }

  @Override
  public String toString() {
    return name;
  }
}
