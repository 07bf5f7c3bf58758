package dev.loupe.testkit.problems;

import dev.loupe.graph.op.Concat;
import dev.loupe.graph.op.Pad;
import dev.loupe.graph.op.PadBack;
import dev.loupe.graph.op.Reshape;
import dev.loupe.graph.op.Slice;
import dev.loupe.graph.op.Transpose;
import dev.loupe.kernel.PadMode;
import dev.loupe.tensor.Shape;
import dev.loupe.testkit.Oracle;
import dev.loupe.testkit.Problem;
import java.util.ArrayList;
import java.util.List;

/// Ops that only move values: join, cut, pad, reshape, transpose.
public final class MovementProblems {
  private MovementProblems() {}

  /// All rows.
  public static List<Problem> all() {
    List<Problem> rows = new ArrayList<>();
    concat(rows, -1, Shape.of(2, 3, 4, 5), Shape.of(2, 3, 4, 19), Shape.of(2, 3, 4, 1));
    concat(rows, 0, Shape.of(2, 7), Shape.of(1, 7));
    concat(rows, 1, Shape.of(2, 3, 4, 16), Shape.of(2, 1, 4, 16));
    concat(rows, -2, Shape.of(1, 33));
    concat(rows, 3, Shape.of(1, 60, 40, 33), Shape.of(1, 60, 40, 12));
    slice(rows, List.of(1, 0, 0), List.of(2, 4, 5), Shape.of(3, 4, 5));
    slice(rows, List.of(0, 1, 0, 2), List.of(2, 2, 4, 3), Shape.of(2, 4, 4, 6));
    slice(rows, List.of(0, 0, 3, 0), List.of(1, 5, 4, 19), Shape.of(2, 5, 7, 19));
    slice(rows, List.of(0, 0, 2), List.of(3, 4, 1), Shape.of(3, 4, 5));
    slice(rows, List.of(1, 2, 0), List.of(1, 1, 33), Shape.of(2, 3, 33));
    slice(rows, List.of(0, 1), List.of(1, 3), Shape.of(1, 6));
    slice(rows, List.of(0, 4, 4, 0), List.of(1, 60, 60, 20), Shape.of(1, 64, 64, 20));
    for (PadMode mode : PadMode.values()) {
      float value = mode == PadMode.CONSTANT ? 2.5f : 0;
      pad(rows, mode, value, List.of(0, 1, 2, 0), List.of(0, 2, 0, 0), Shape.of(2, 4, 3, 19));
      pad(rows, mode, value, List.of(0, 3, 0), List.of(0, 4, 0), Shape.of(2, 5, 1));
      pad(rows, mode, value, List.of(1, 0, 1), List.of(0, 1, 2), Shape.of(2, 3, 4));
      pad(rows, mode, value, List.of(0, 1, 0, 2, 0), List.of(0, 1, 1, 1, 0), RANK3);
      pad(rows, mode, value, List.of(0, 0), List.of(0, 0), Shape.of(3, 5));
      pad(rows, mode, value, List.of(0, 3, 3, 0), List.of(0, 3, 3, 0), Shape.of(1, 24, 30, 64));
    }
    pad(rows, PadMode.EDGE, 0, List.of(0, 5, 0), List.of(0, 7, 0), Shape.of(1, 1, 3));
    reshape(rows, Shape.of(2, 3, 4, 5), Shape.of(2, 60));
    reshape(rows, Shape.of(6), Shape.of(1, 2, 3));
    transpose(rows, List.of(0, 3, 1, 2), Shape.of(2, 5, 7, 19));
    transpose(rows, List.of(0, 3, 1, 2), Shape.of(2, 9, 9, 3));
    transpose(rows, List.of(0, 2, 3, 1), Shape.of(2, 3, 9, 9));
    transpose(rows, List.of(0, 2, 3, 1), Shape.of(2, 33, 5, 6));
    transpose(rows, List.of(0, 2, 1), Shape.of(3, 10, 17));
    transpose(rows, List.of(1, 0, 2), Shape.of(3, 4, 16));
    transpose(rows, List.of(2, 1, 0), Shape.of(5, 6, 7));
    transpose(rows, List.of(0, 2, 1), Shape.of(1, 1, 19));
    transpose(rows, List.of(0, 4, 2, 3, 1), Shape.of(1, 4, 3, 5, 6));
    transpose(rows, List.of(1, 0), Shape.of(300, 70));
    transpose(rows, List.of(0, 3, 1, 2), Shape.of(1, 40, 30, 64));
    return rows;
  }

  private static final Shape RANK3 = Shape.of(2, 3, 2, 4, 6);

  /// Central differences over large tensors take long, and their gradients are rows of their own.
  private static Problem small(Problem p) {
    return p.inputs().get(0).elements() > 10_000 ? p.forwardOnly() : p;
  }

  private static void concat(List<Problem> rows, int axis, Shape... inputs) {
    int at = axis < 0 ? axis + inputs[0].rank() : axis;
    Oracle oracle =
        (in, shapes, out) -> {
          double[] y = new double[out.length()];
          int start = 0;
          for (int k = 0; k < in.size(); k++) {
            for (int i = 0; i < in.get(k).length; i++) {
              int[] index = Indices.of(i, shapes.get(k));
              index[at] += start;
              y[Indices.flat(index, out)] = in.get(k)[i];
            }
            start += shapes.get(k).size(at);
          }
          return y;
        };
    String what = "Concat along %d of %s".formatted(axis, List.of(inputs));
    rows.add(small(Problem.of(what, new Concat(axis), oracle, inputs)));
  }

  private static void slice(
      List<Problem> rows, List<Integer> starts, List<Integer> sizes, Shape x) {
    Oracle oracle =
        (in, shapes, out) -> {
          double[] y = new double[out.length()];
          for (int i = 0; i < y.length; i++) {
            int[] index = Indices.of(i, out);
            for (int axis = 0; axis < index.length; axis++) {
              index[axis] += starts.get(axis);
            }
            y[i] = in.get(0)[Indices.flat(index, x)];
          }
          return y;
        };
    String what = "Slice %s from %s of %s".formatted(sizes, starts, x);
    rows.add(small(Problem.of(what, new Slice(starts, sizes), oracle, x)));
  }

  private static void pad(
      List<Problem> rows,
      PadMode mode,
      float value,
      List<Integer> before,
      List<Integer> after,
      Shape x) {
    Pad op = new Pad(mode, before, after, value);
    String what = "%s %s and %s of %s".formatted(mode, before, after, x);
    Oracle oracle = (in, shapes, out) -> padded(op, in.get(0), x, out);
    Oracle adjoint =
        (in, shapes, input) -> {
          double[] gx = new double[input.length()];
          for (int i = 0; i < in.get(0).length; i++) {
            int source = source(op, Indices.of(i, shapes.get(0)), x);
            if (source >= 0) {
              gx[source] += in.get(0)[i];
            }
          }
          return gx;
        };
    rows.add(small(Problem.of("Pad " + what, op, oracle, x)));
    rows.add(
        small(Problem.of("PadBack " + what, new PadBack(op, x), adjoint, op.infer(List.of(x)))));
  }

  private static double[] padded(Pad op, double[] x, Shape from, Shape to) {
    double[] y = new double[to.length()];
    for (int i = 0; i < y.length; i++) {
      int source = source(op, Indices.of(i, to), from);
      y[i] = source < 0 ? op.value() : x[source];
    }
    return y;
  }

  /// The input that an index of the output shows, found by walking inwards; -1 for none.
  private static int source(Pad op, int[] index, Shape from) {
    for (int axis = 0; axis < index.length; axis++) {
      int at = index[axis] - op.before().get(axis);
      int last = from.size(axis) - 1;
      if (at < 0 || at > last) {
        switch (op.mode()) {
          case CONSTANT -> {
            return -1;
          }
          case REFLECT -> at = at < 0 ? -at : last - (at - last);
          case EDGE -> at = Math.clamp(at, 0, last);
        }
      }
      index[axis] = at;
    }
    return Indices.flat(index, from);
  }

  private static void reshape(List<Problem> rows, Shape x, Shape target) {
    Oracle oracle = (in, shapes, out) -> in.get(0).clone();
    rows.add(Problem.of("Reshape " + x + " to " + target, new Reshape(target), oracle, x));
  }

  private static void transpose(List<Problem> rows, List<Integer> permutation, Shape x) {
    Oracle oracle =
        (in, shapes, out) -> {
          double[] y = new double[out.length()];
          for (int i = 0; i < y.length; i++) {
            int[] index = Indices.of(i, x);
            int[] target = new int[index.length];
            for (int axis = 0; axis < target.length; axis++) {
              target[axis] = index[permutation.get(axis)];
            }
            y[Indices.flat(target, out)] = in.get(0)[i];
          }
          return y;
        };
    String what = "Transpose %s of %s".formatted(permutation, x);
    rows.add(small(Problem.of(what, new Transpose(permutation), oracle, x)));
  }
}
