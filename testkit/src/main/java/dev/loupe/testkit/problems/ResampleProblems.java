package dev.loupe.testkit.problems;

import dev.loupe.graph.op.Resample;
import dev.loupe.kernel.ResizeAxis;
import dev.loupe.kernel.ResizeCoordinates;
import dev.loupe.kernel.ResizeRounding;
import dev.loupe.kernel.ResizeTable;
import dev.loupe.kernel.ResizeTable.Output;
import dev.loupe.kernel.ResizeTable.Tap;
import dev.loupe.tensor.Shape;
import dev.loupe.testkit.Oracle;
import dev.loupe.testkit.Problem;
import java.util.ArrayList;
import java.util.List;

/// Linear maps along an axis. What tables hold is checked beside ONNX's, in the golden tests.
public final class ResampleProblems {
  private ResampleProblems() {}

  /// All rows.
  public static List<Problem> all() {
    List<Problem> rows = new ArrayList<>();
    add(rows, 0, Shape.of(5), drawn(5, 7), true);
    add(rows, 1, Shape.of(2, 6, 3), drawn(6, 4), true);
    add(rows, -1, Shape.of(2, 3, 19), drawn(19, 1), true);
    add(rows, 2, Shape.of(2, 3, 4, 33), drawn(4, 9), true);
    add(rows, 1, Shape.of(1, 1, 5, 2), drawn(1, 3), true);
    add(rows, 1, Shape.of(2, 40, 30, 16), drawn(40, 60), true);
    ResizeAxis twice = ResizeAxis.scaled(5, 2.4f, ResizeCoordinates.HALF_PIXEL);
    ResizeAxis less = ResizeAxis.sized(9, 4, ResizeCoordinates.ALIGN_CORNERS);
    ResizeTable nearest = ResizeTable.nearest(twice, ResizeRounding.ROUND_PREFER_FLOOR);
    add(rows, 2, Shape.of(2, 3, 5, 6), nearest, true);
    add(rows, 1, Shape.of(2, 9, 3), ResizeTable.linear(less, true, false), false);
    add(rows, 1, Shape.of(2, 5, 3), ResizeTable.cubic(twice, -0.75f, false, true), false);
    return rows;
  }

  /// Outputs of none to three taps with weights that are quarters, and a constant for some.
  private static ResizeTable drawn(int input, int outputs) {
    List<Output> drawn = new ArrayList<>();
    for (int o = 0; o < outputs; o++) {
      List<Tap> taps = new ArrayList<>();
      for (int t = 0; t < (o + 1) % 4; t++) {
        taps.add(new Tap((o * 5 + t * 3) % input, (o + 2 * t) % 7 * 0.25f - 0.5f));
      }
      drawn.add(new Output(o % 3 == 1 ? 1.5f : 0, taps));
    }
    return new ResizeTable(input, drawn);
  }

  private static void add(List<Problem> rows, int axis, Shape x, ResizeTable table, boolean exact) {
    int at = axis < 0 ? axis + x.rank() : axis;
    Oracle oracle =
        (in, shapes, out) -> {
          double[] y = new double[out.length()];
          for (int i = 0; i < y.length; i++) {
            int[] index = Indices.of(i, out);
            Output output = table.outputs().get(index[at]);
            y[i] = output.constant();
            for (Tap tap : output.taps()) {
              index[at] = tap.index();
              y[i] += tap.weight() * in.get(0)[Indices.flat(index, x)];
            }
          }
          return y;
        };
    String what = "Resample along %d of %s by %s".formatted(axis, x, table);
    Problem problem = Problem.of(what, new Resample(axis, table), oracle, x);
    rows.add(exact ? problem : problem.rounding(1e-6));
  }
}
