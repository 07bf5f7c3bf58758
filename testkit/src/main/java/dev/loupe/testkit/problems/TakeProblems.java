package dev.loupe.testkit.problems;

import dev.loupe.graph.op.ScatterElements;
import dev.loupe.graph.op.ScatterRows;
import dev.loupe.graph.op.Take;
import dev.loupe.graph.op.TakeBack;
import dev.loupe.graph.op.TakeElements;
import dev.loupe.kernel.ScatterMode;
import dev.loupe.tensor.Shape;
import dev.loupe.testkit.Fill;
import dev.loupe.testkit.Oracle;
import dev.loupe.testkit.Problem;
import java.util.ArrayList;
import java.util.List;

/// Ops that move values to and from where indices say.
public final class TakeProblems {
  private TakeProblems() {}

  // Both ends, a negative index, one that comes twice.
  private static final Fill OF_FOUR = Fill.values(0, 3, -1, 2, -4, 2, 1);
  private static final Fill OF_THREE = Fill.values(2, -3, 0, 2, -2);

  /// All rows.
  public static List<Problem> all() {
    List<Problem> rows = new ArrayList<>();
    take(rows, 0, Shape.of(4, 5), Shape.of(7), OF_FOUR);
    take(rows, 1, Shape.of(2, 4, 3), Shape.of(2, 3), OF_FOUR);
    take(rows, -1, Shape.of(3, 1, 4), Shape.of(1), OF_FOUR);
    take(rows, 1, Shape.of(3, 4, 19), Shape.of(), OF_FOUR);
    take(rows, 0, Shape.of(4), Shape.of(), OF_FOUR);
    take(rows, 0, Shape.of(4), Shape.of(3, 1, 7), OF_FOUR);
    take(rows, 0, Shape.of(50, 33), Shape.of(2, 600), Fill.labels(50));
    take(rows, 2, Shape.of(3, 40, 60), Shape.of(70), Fill.labels(60));
    elements(rows, 0, Shape.of(4, 3), Shape.of(4, 3));
    elements(rows, 0, Shape.of(4, 19), Shape.of(7, 19));
    elements(rows, 1, Shape.of(2, 4, 5), Shape.of(2, 3, 5));
    elements(rows, -1, Shape.of(2, 3, 4), Shape.of(1, 2, 6));
    elements(rows, 0, Shape.of(4), Shape.of(9));
    elements(rows, 1, Shape.of(60, 4, 70), Shape.of(60, 5, 33));
    for (ScatterMode mode : ScatterMode.values()) {
      scatter(rows, mode, Shape.of(3, 3, 3, 2), Shape.of(4, 2), Shape.of(4, 3, 2));
      scatter(rows, mode, Shape.of(3), Shape.of(2, 2, 1), Shape.of(2, 2));
      scatter(rows, mode, Shape.of(3, 3), Shape.of(7, 2), Shape.of(7));
      scatter(rows, mode, Shape.of(3, 19), Shape.of(1), Shape.of(19));
      scatter(rows, mode, Shape.of(3, 5000), Shape.of(9, 1), Shape.of(9, 5000));
    }
    return rows;
  }

  private static void take(List<Problem> rows, int axis, Shape x, Shape indices, Fill fill) {
    int at = axis < 0 ? axis + x.rank() : axis;
    String what = "along %d of %s, indices %s".formatted(axis, x, indices);
    Oracle forward =
        (in, shapes, out) -> {
          double[] y = new double[out.length()];
          for (int i = 0; i < y.length; i++) {
            y[i] = in.get(0)[source(i, out, in.get(1), indices, x, at)];
          }
          return y;
        };
    Oracle back =
        (in, shapes, input) -> {
          double[] gx = new double[input.length()];
          for (int i = 0; i < in.get(1).length; i++) {
            gx[source(i, shapes.get(1), in.get(0), indices, x, at)] += in.get(1)[i];
          }
          return gx;
        };
    Take op = new Take(axis);
    Shape y = op.infer(List.of(x, indices));
    Problem taken = Problem.of("Take " + what, op, forward, x, indices);
    rows.add(taken.filled(Fill.normal(), fill));
    Problem added = Problem.of("TakeBack " + what, new TakeBack(axis, x), back, indices, y);
    rows.add(added.filled(fill, Fill.normal()));
  }

  /// The value of x that value i of what was taken comes from.
  private static int source(int i, Shape y, double[] values, Shape indices, Shape x, int axis) {
    int[] index = Indices.of(i, y);
    int[] which = new int[indices.rank()];
    System.arraycopy(index, axis, which, 0, which.length);
    int[] from = new int[x.rank()];
    for (int a = 0; a < from.length; a++) {
      from[a] = a < axis ? index[a] : a > axis ? index[a + which.length - 1] : 0;
    }
    from[axis] = place(values[Indices.flat(which, indices)], x.size(axis));
    return Indices.flat(from, x);
  }

  private static int place(double index, int size) {
    return (int) (index < 0 ? index + size : index);
  }

  private static void elements(List<Problem> rows, int axis, Shape x, Shape indices) {
    int at = axis < 0 ? axis + x.rank() : axis;
    Oracle taken =
        (in, shapes, out) -> {
          double[] y = new double[out.length()];
          for (int i = 0; i < y.length; i++) {
            int[] index = Indices.of(i, out);
            index[at] = place(in.get(1)[i], x.size(at));
            y[i] = in.get(0)[Indices.flat(index, x)];
          }
          return y;
        };
    String what = "along %d of %s, indices %s".formatted(axis, x, indices);
    Problem take = Problem.of("TakeElements " + what, new TakeElements(axis), taken, x, indices);
    rows.add(take.filled(Fill.normal(), OF_FOUR));
    for (ScatterMode mode : ScatterMode.values()) {
      Oracle put =
          (in, shapes, out) -> {
            double[] y = in.get(0).clone();
            for (int i = 0; i < in.get(1).length; i++) {
              int[] index = Indices.of(i, indices);
              index[at] = place(in.get(1)[i], x.size(at));
              put(y, Indices.flat(index, x), in.get(2)[i], mode);
            }
            return y;
          };
      String name = "ScatterElements %s %s".formatted(mode, what);
      ScatterElements op = new ScatterElements(axis, mode);
      Problem scatter = Problem.of(name, op, put, x, indices, indices).forwardOnly();
      rows.add(scatter.filled(Fill.normal(), OF_FOUR, Fill.normal()));
    }
  }

  private static void scatter(
      List<Problem> rows, ScatterMode mode, Shape data, Shape indices, Shape updates) {
    int named = indices.channels();
    Oracle oracle =
        (in, shapes, out) -> {
          double[] y = in.get(0).clone();
          int count = in.get(1).length / named;
          int row = in.get(2).length / count;
          for (int i = 0; i < in.get(2).length; i++) {
            int to = 0;
            for (int a = 0; a < named; a++) {
              to = to * data.size(a) + place(in.get(1)[i / row * named + a], data.size(a));
            }
            put(y, to * row + i % row, in.get(2)[i], mode);
          }
          return y;
        };
    String what = "ScatterRows %s into %s, indices %s".formatted(mode, data, indices);
    Problem problem = Problem.of(what, new ScatterRows(mode), oracle, data, indices, updates);
    rows.add(problem.forwardOnly().filled(Fill.normal(), OF_THREE, Fill.normal()));
  }

  private static void put(double[] y, int at, double update, ScatterMode mode) {
    y[at] =
        switch (mode) {
          case SET -> update;
          case ADD -> y[at] + update;
          case MULTIPLY -> y[at] * update;
          case MINIMUM -> Math.min(y[at], update);
          case MAXIMUM -> Math.max(y[at], update);
        };
  }
}
