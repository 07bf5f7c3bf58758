package dev.loupe.testkit.problems;

import dev.loupe.graph.op.GridSample;
import dev.loupe.kernel.SampleMode;
import dev.loupe.kernel.SamplePadding;
import dev.loupe.tensor.Shape;
import dev.loupe.testkit.Fill;
import dev.loupe.testkit.Oracle;
import dev.loupe.testkit.Problem;
import java.util.ArrayList;
import java.util.List;

/// Tensors sampled where grids say, inside and outside.
public final class GridProblems {
  private GridProblems() {}

  // Halves between values, corners, near and far outside.
  private static final Fill GRID =
      Fill.values(-1, 0.25f, 0.5f, -0.125f, 1, 0.75f, -1.25f, 0, 1.5f, -3.375f, 4.5f, -0.625f, 2);

  /// All rows.
  public static List<Problem> all() {
    List<Problem> rows = new ArrayList<>();
    for (SamplePadding padding : SamplePadding.values()) {
      for (boolean align : new boolean[] {true, false}) {
        for (SampleMode mode : SampleMode.values()) {
          GridSample op = new GridSample(mode, padding, align);
          add(rows, op, Shape.of(2, 5, 4, 3), Shape.of(2, 3, 7, 2));
          add(rows, op, Shape.of(1, 1, 3, 19), Shape.of(1, 4, 2, 2));
          add(rows, op, Shape.of(2, 9, 1), Shape.of(2, 13, 1));
          add(rows, op, Shape.of(1, 20, 16, 33), Shape.of(1, 24, 30, 2));
          if (mode != SampleMode.CUBIC) {
            add(rows, op, Shape.of(2, 3, 4, 5, 3), Shape.of(2, 2, 3, 3, 3));
          }
        }
      }
    }
    return rows;
  }

  private static void add(List<Problem> rows, GridSample op, Shape x, Shape grid) {
    Oracle oracle =
        (in, shapes, out) -> {
          double[] y = new double[out.length()];
          int rank = x.spatialRank();
          for (int i = 0; i < y.length; i++) {
            int[] index = Indices.of(i, out);
            double[] at = new double[rank];
            for (int a = 0; a < rank; a++) {
              double coordinate = in.get(1)[i / x.channels() * rank + rank - 1 - a];
              at[a] = place(op, coordinate, x.size(a + 1));
            }
            int[] from = new int[rank + 2];
            from[0] = index[0];
            from[rank + 1] = index[rank + 1];
            y[i] = sample(op, in.get(0), x, at, from, 0);
          }
          return y;
        };
    String what =
        "GridSample %s, %s%s of %s at %s"
            .formatted(op.mode(), op.padding(), op.alignCorners() ? ", aligned" : "", x, grid);
    Problem problem = Problem.of(what, op, oracle, x, grid).forwardOnly().rounding(2e-6);
    rows.add(problem.filled(Fill.normal(), GRID));
  }

  /// A coordinate in values, walked inwards where the padding says so.
  private static double place(GridSample op, double coordinate, int size) {
    double edge = op.alignCorners() ? 0 : 0.5;
    double length = size - 1 + 2 * edge;
    double at = (coordinate + 1) / 2 * length - edge;
    at = op.mode() == SampleMode.NEAREST ? Math.rint(at) : at;
    return op.padding() == SamplePadding.REFLECTION ? bounced(at, edge, size) : at;
  }

  private static double bounced(double at, double edge, int size) {
    double last = size - 1 + edge;
    if (last == -edge) {
      return 0;
    }
    while (at < -edge || at > last) {
      at = at < -edge ? -2 * edge - at : 2 * last - at;
    }
    return at;
  }

  /// Sums over one spatial axis after the other, each over all places near enough.
  private static double sample(
      GridSample op, double[] x, Shape shape, double[] at, int[] from, int axis) {
    if (axis == at.length) {
      return x[Indices.flat(from, shape)];
    }
    int size = shape.size(axis + 1);
    double sum = 0;
    int middle = (int) Math.floor(at[axis]);
    for (int i = middle - 2; i <= middle + 3; i++) {
      double weight = weight(op.mode(), Math.abs(i - at[axis]));
      int source = i;
      if (i < 0 || i >= size) {
        source =
            switch (op.padding()) {
              case ZEROS -> -1;
              case BORDER -> Math.clamp(i, 0, size - 1);
              case REFLECTION -> (int) bounced(i, op.alignCorners() ? 0 : 0.5, size);
            };
      }
      if (weight != 0 && source >= 0) {
        from[axis + 1] = source;
        sum += weight * sample(op, x, shape, at, from, axis + 1);
      }
    }
    return sum;
  }

  private static double weight(SampleMode mode, double distance) {
    double d = distance;
    double a = -0.75;
    return switch (mode) {
      case NEAREST -> d == 0 ? 1 : 0;
      case LINEAR -> Math.max(0, 1 - d);
      case CUBIC ->
          d <= 1
              ? (a + 2) * d * d * d - (a + 3) * d * d + 1
              : d < 2 ? a * d * d * d - 5 * a * d * d + 8 * a * d - 4 * a : 0;
    };
  }
}
