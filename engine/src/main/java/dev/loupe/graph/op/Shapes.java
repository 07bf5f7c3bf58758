package dev.loupe.graph.op;

import dev.loupe.graph.Computation;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import java.util.List;

/// Checks that several ops share.
final class Shapes {
  private Shapes() {}

  /// The shape of all inputs, which must be one.
  static Shape same(Computation op, List<Shape> inputs, int count) {
    Computation.checkCount(op, inputs, count);
    return same(op, inputs);
  }

  /// The shape of all of these.
  static Shape same(Computation op, List<Shape> inputs) {
    Shape first = inputs.get(0);
    for (Shape s : inputs) {
      if (!s.equals(first)) {
        throw LoupeException.of("the inputs of " + op.name() + " differ in shape")
            .expected("one shape, " + first)
            .got(s.toString());
      }
    }
    return first;
  }

  /// Refuses a scalar, which has no last axis.
  static Shape withChannels(Computation op, Shape shape) {
    if (shape.rank() == 0) {
      throw LoupeException.of(op.name() + " works along the last axis")
          .expected("a tensor with at least one axis")
          .got("a scalar");
    }
    return shape;
  }
}
