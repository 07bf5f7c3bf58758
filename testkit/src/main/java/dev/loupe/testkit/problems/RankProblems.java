package dev.loupe.testkit.problems;

import dev.loupe.graph.op.ArgExtreme;
import dev.loupe.graph.op.TopK;
import dev.loupe.graph.op.TopK.Part;
import dev.loupe.tensor.Shape;
import dev.loupe.testkit.Oracle;
import dev.loupe.testkit.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// The best values along an axis and their indices. Integers have many that are equal.
public final class RankProblems {
  private RankProblems() {}

  /// All rows.
  public static List<Problem> all() {
    List<Problem> rows = new ArrayList<>();
    for (boolean largest : new boolean[] {true, false}) {
      top(rows, 3, 1, largest, Shape.of(3, 4));
      top(rows, 1, 0, largest, Shape.of(1));
      top(rows, 5, 0, largest, Shape.of(5, 3));
      top(rows, 7, 1, largest, Shape.of(2, 19, 3));
      top(rows, 33, -1, largest, Shape.of(2, 3, 33));
      top(rows, 10, -1, largest, Shape.of(70, 1000));
      for (boolean last : new boolean[] {true, false}) {
        extreme(rows, 0, largest, last, Shape.of(7));
        extreme(rows, 1, largest, last, Shape.of(3, 19, 5));
        extreme(rows, -1, largest, last, Shape.of(80, 1000));
        extreme(rows, -2, largest, last, Shape.of(4, 1, 3));
      }
    }
    return rows;
  }

  /// The indices along an axis through a place, best first.
  private static List<Integer> sorted(
      double[] x, Shape shape, int[] place, int axis, boolean largest, boolean last) {
    Comparator<Integer> byValue =
        Comparator.comparingDouble(
            i -> {
              int[] index = place.clone();
              index[axis] = i;
              double value = x[Indices.flat(index, shape)];
              return largest ? -value : value;
            });
    Comparator<Integer> byIndex = Comparator.comparingInt(i -> last ? -i : i);
    return IntStream.range(0, shape.size(axis))
        .boxed()
        .sorted(byValue.thenComparing(byIndex))
        .toList();
  }

  private static void top(List<Problem> rows, int k, int axis, boolean largest, Shape x) {
    int at = axis < 0 ? axis + x.rank() : axis;
    for (Part part : Part.values()) {
      Oracle oracle =
          (in, shapes, out) -> {
            double[] y = new double[out.length()];
            for (int i = 0; i < y.length; i++) {
              int[] index = Indices.of(i, out);
              if (index[at] == 0) {
                List<Integer> best = sorted(in.get(0), x, index, at, largest, false);
                for (int j = 0; j < k; j++) {
                  int[] to = index.clone();
                  int[] from = index.clone();
                  to[at] = j;
                  from[at] = best.get(j);
                  y[Indices.flat(to, out)] =
                      part == Part.INDICES ? from[at] : in.get(0)[Indices.flat(from, x)];
                }
              }
            }
            return y;
          };
      String what =
          "TopK %s of the %d %s along %d of %s"
              .formatted(part, k, largest ? "largest" : "smallest", axis, x);
      Problem problem = Problem.of(what, new TopK(k, axis, largest, part), oracle, x);
      boolean differentiable = part == Part.VALUES && x.elements() < 10_000;
      rows.add(differentiable ? problem : problem.forwardOnly());
    }
  }

  private static void extreme(
      List<Problem> rows, int axis, boolean largest, boolean last, Shape x) {
    int at = axis < 0 ? axis + x.rank() : axis;
    Oracle oracle =
        (in, shapes, out) -> {
          double[] y = new double[out.length()];
          for (int i = 0; i < y.length; i++) {
            y[i] = sorted(in.get(0), x, Indices.of(i, out), at, largest, last).get(0);
          }
          return y;
        };
    String what =
        "ArgExtreme %s%s along %d of %s"
            .formatted(largest ? "largest" : "smallest", last ? ", last" : "", axis, x);
    rows.add(Problem.of(what, new ArgExtreme(axis, largest, last), oracle, x).forwardOnly());
  }
}
