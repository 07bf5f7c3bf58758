package dev.loupe.testkit.problems;

import dev.loupe.graph.Computation;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import dev.loupe.testkit.Fill;
import java.util.ArrayList;
import java.util.List;

/// An op as a well-known network has it, other than a convolution.
///
/// @param name unique
/// @param op the op
/// @param inputs the shapes of its inputs
/// @param fills how each is filled
public record NetworkOp(String name, Computation op, List<Shape> inputs, List<Fill> fills) {
  /// Copies the lists.
  public NetworkOp {
    inputs = List.copyOf(inputs);
    fills = List.copyOf(fills);
  }

  /// The shape of the output.
  public Shape output() {
    return op.infer(inputs);
  }

  /// Floating point operations: a multiply-add counts 2.
  public long flops() {
    return op.flops(inputs, output());
  }

  /// Bytes of all inputs and of the output: what has to be moved at least.
  public long bytes() {
    return 4 * (output().elements() + inputs.stream().mapToLong(Shape::elements).sum());
  }

  /// The inputs, filled.
  public List<Tensor> tensors() {
    List<Tensor> tensors = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      tensors.add(fills.get(i).tensor(Seed.of(1).child(name).child(i), false, inputs.get(i)));
    }
    return tensors;
  }
}
