package dev.loupe.testkit.problems;

import dev.loupe.graph.op.Upsample;
import dev.loupe.graph.op.UpsampleBack;
import dev.loupe.kernel.UpsampleMode;
import dev.loupe.tensor.Shape;
import dev.loupe.testkit.Oracle;
import dev.loupe.testkit.Problem;
import java.util.ArrayList;
import java.util.List;

/// Resizing forward and backward.
public final class UpsampleProblems {
  private UpsampleProblems() {}

  /// All rows.
  public static List<Problem> all() {
    List<Problem> rows = new ArrayList<>();
    for (boolean align : new boolean[] {false, true}) {
      add(rows, UpsampleMode.LINEAR, List.of(8, 6), align, Shape.of(2, 4, 3, 16));
      add(rows, UpsampleMode.LINEAR, List.of(7, 11), align, Shape.of(1, 5, 4, 19));
      add(rows, UpsampleMode.LINEAR, List.of(3, 4), align, Shape.of(1, 8, 9, 6));
      add(rows, UpsampleMode.LINEAR, List.of(5, 1), align, Shape.of(1, 1, 4, 33));
      add(rows, UpsampleMode.LINEAR, List.of(4, 4), align, Shape.of(1, 4, 4, 3));
      add(rows, UpsampleMode.LINEAR, List.of(17), align, Shape.of(2, 9, 1));
      add(rows, UpsampleMode.LINEAR, List.of(4, 5, 3), align, Shape.of(1, 2, 3, 4, 5));
    }
    add(rows, UpsampleMode.NEAREST, List.of(8, 6), false, Shape.of(2, 4, 3, 16));
    add(rows, UpsampleMode.NEAREST, List.of(7, 5), false, Shape.of(1, 4, 8, 19));
    add(rows, UpsampleMode.NEAREST, List.of(12), false, Shape.of(2, 5, 64));
    add(rows, UpsampleMode.NEAREST, List.of(4, 6, 2), false, Shape.of(1, 2, 3, 5, 6));
    add(rows, UpsampleMode.LINEAR, List.of(48, 50), false, Shape.of(1, 24, 25, 64));
    return rows;
  }

  private static void add(
      List<Problem> rows, UpsampleMode mode, List<Integer> sizes, boolean align, Shape x) {
    Upsample op = new Upsample(mode, sizes, align);
    Oracle oracle = (in, shapes, out) -> resize(op, in.get(0), shapes.get(0), out);
    String what = "%s%s %s to %s".formatted(mode, align ? " aligned" : "", x, sizes);
    Problem forward = Problem.of("Upsample " + what, op, oracle, x);
    Problem backward =
        Problem.of(
                "UpsampleBack " + what,
                new UpsampleBack(op, x),
                x.elements() > 5000 ? adjoint(op) : Indices.adjoint(oracle),
                op.infer(List.of(x)))
            .forwardOnly();
    if (x.elements() > 10_000) {
      // Central differences take long here, and the gradient is a row of its own.
      forward = forward.forwardOnly();
    }
    boolean exact = mode == UpsampleMode.NEAREST;
    rows.add(exact ? forward : forward.rounding(2e-6));
    rows.add(exact ? backward : backward.rounding(2e-6));
  }

  private static double[] resize(Upsample op, double[] x, Shape from, Shape to) {
    double[] y = new double[to.length()];
    for (int i = 0; i < y.length; i++) {
      int output = i;
      corners(op, i, from, to, (at, weight) -> y[output] += weight * x[at]);
    }
    return y;
  }

  /// The same sums seen from the input, for tensors that are too large to be taken value by value.
  private static Oracle adjoint(Upsample op) {
    return (in, shapes, input) -> {
      double[] gx = new double[input.length()];
      double[] gy = in.get(0);
      for (int i = 0; i < gy.length; i++) {
        int output = i;
        corners(op, i, input, shapes.get(0), (at, weight) -> gx[at] += weight * gy[output]);
      }
      return gx;
    };
  }

  private interface Corner {
    void add(int input, double weight);
  }

  /// Each of the 2^rank inputs that output `i` mixes, with its weight.
  private static void corners(Upsample op, int i, Shape from, Shape to, Corner corner) {
    int[] index = Indices.of(i, to);
    int rank = from.spatialRank();
    for (int bits = 0; bits < 1 << rank; bits++) {
      int[] source = index.clone();
      double weight = 1;
      for (int axis = 0; axis < rank; axis++) {
        int size = from.size(axis + 1);
        double at = source(op, index[axis + 1], size, to.size(axis + 1));
        int low = (int) Math.floor(at);
        boolean high = (bits >> axis & 1) == 1;
        source[axis + 1] = Math.min(low + (high ? 1 : 0), size - 1);
        weight *= high ? at - low : 1 - (at - low);
      }
      corner.add(Indices.flat(source, from), weight);
    }
  }

  /// Where an output lies on the input's axis.
  private static double source(Upsample op, int output, int in, int out) {
    if (op.mode() == UpsampleMode.NEAREST) {
      return Math.floorDiv(output * in, out);
    }
    if (op.alignCorners()) {
      return out == 1 ? 0 : output * (in - 1.0) / (out - 1);
    }
    return Math.max(0, (output + 0.5) * in / out - 0.5);
  }
}
