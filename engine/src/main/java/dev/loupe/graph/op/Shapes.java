package dev.loupe.graph.op;

import dev.loupe.graph.Computation;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/// Checks that several ops share.
final class Shapes {
  private Shapes() {}

  /// Refuses other inputs than these: for backward ops, which only gradient rules write.
  static void check(Computation op, List<Shape> inputs, Shape... expected) {
    if (!inputs.equals(List.of(expected))) {
      throw new IllegalArgumentException(
          "%s takes %s, got %s".formatted(op.name(), List.of(expected), inputs));
    }
  }

  /// Brings an axis that may count from the end into 0 to rank - 1.
  static int axis(int axis, Shape shape) {
    int rank = shape.rank();
    if (axis < -rank || axis >= rank) {
      throw LoupeException.of("the tensor has no axis " + axis)
          .expected(
              rank == 0
                  ? "a tensor with axes"
                  : "an axis from 0 to %d, or from %d to -1".formatted(rank - 1, -rank))
          .got("axis %d of %s".formatted(axis, shape));
    }
    return axis < 0 ? axis + rank : axis;
  }

  /// The sizes of all of these, one after the other.
  static Shape join(Shape... shapes) {
    return Shape.of(Arrays.stream(shapes).map(Shapes::list).flatMap(List::stream).toList());
  }

  /// The sizes as a list.
  static List<Integer> list(Shape shape) {
    return Arrays.stream(shape.sizes()).boxed().toList();
  }

  /// Refuses a list that does not have one entry for each axis.
  static void checkEntries(String what, List<Integer> entries, Shape shape) {
    if (entries.size() != shape.rank()) {
      throw LoupeException.of("%s: one number is needed for each axis".formatted(what))
          .expected("%d numbers for %s".formatted(shape.rank(), shape))
          .got(entries.toString());
    }
  }

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
