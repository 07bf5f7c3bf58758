package dev.loupe.testkit.problems;

import dev.loupe.tensor.Shape;
import dev.loupe.testkit.Oracle;
import java.util.List;

/// Flat indices and index tuples, and the adjoint of a linear oracle.
final class Indices {
  private Indices() {}

  /// The index on every axis of a flat index.
  static int[] of(int flat, Shape shape) {
    int[] index = new int[shape.rank()];
    for (int axis = shape.rank() - 1; axis >= 0; axis--) {
      index[axis] = flat % shape.size(axis);
      flat /= shape.size(axis);
    }
    return index;
  }

  /// The flat index of an index on every axis.
  static int flat(int[] index, Shape shape) {
    int flat = 0;
    for (int axis = 0; axis < index.length; axis++) {
      flat = flat * shape.size(axis) + index[axis];
    }
    return flat;
  }

  /// The adjoint of a linear op: `gx[i]` is the sum of gy over what a 1 at i alone gives.
  static Oracle adjoint(Oracle forward) {
    return (in, shapes, input) -> {
      double[] gx = new double[input.length()];
      double[] gy = in.get(0);
      for (int i = 0; i < gx.length; i++) {
        double[] one = new double[gx.length];
        one[i] = 1;
        double[] y = forward.evaluate(List.of(one), List.of(input), shapes.get(0));
        for (int o = 0; o < y.length; o++) {
          gx[i] += y[o] * gy[o];
        }
      }
      return gx;
    };
  }
}
