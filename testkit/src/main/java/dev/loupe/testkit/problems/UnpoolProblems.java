package dev.loupe.testkit.problems;

import dev.loupe.graph.op.Col2Im;
import dev.loupe.graph.op.MaxUnpool;
import dev.loupe.graph.op.PoolIndices;
import dev.loupe.kernel.Axis;
import dev.loupe.kernel.Window;
import dev.loupe.tensor.Shape;
import dev.loupe.testkit.Fill;
import dev.loupe.testkit.Oracle;
import dev.loupe.testkit.Problem;
import java.util.ArrayList;
import java.util.List;

/// Where the largest values lie, how they are put back, and blocks laid over pictures.
public final class UnpoolProblems {
  private UnpoolProblems() {}

  /// All rows.
  public static List<Problem> all() {
    List<Problem> rows = new ArrayList<>();
    for (boolean columnMajor : new boolean[] {false, true}) {
      indices(rows, Window.of(2, 2, 2, 0), false, columnMajor, Shape.of(2, 6, 8, 3));
      indices(rows, Window.of(2, 3, 2, 1), true, columnMajor, Shape.of(2, 8, 5, 19));
      indices(rows, Window.of(1, 4, 3, 2), true, columnMajor, Shape.of(1, 12, 1));
      indices(rows, Window.of(3, 3, 2, 1), true, columnMajor, Shape.of(2, 4, 3, 5, 6));
      Window dilated = new Window(List.of(new Axis(3, 1, 2, 1, 1), Axis.of(2, 3, 0)));
      indices(rows, dilated, false, columnMajor, Shape.of(1, 8, 9, 33));
      indices(rows, Window.of(2, 3, 2, 1), false, columnMajor, Shape.of(1, 60, 50, 20));
    }
    unpool(rows, List.of(4, 6), Shape.of(2, 2, 3, 3));
    unpool(rows, List.of(5), Shape.of(1, 7, 1));
    unpool(rows, List.of(3, 2, 5), Shape.of(2, 1, 2, 2, 19));
    unpool(rows, List.of(60, 60), Shape.of(1, 30, 30, 33));
    picture(rows, List.of(5, 5), Window.of(2, 2, 1, 0), Shape.of(2, 16, 12));
    picture(rows, List.of(7, 4), Window.of(2, 3, 2, 1), Shape.of(1, 8, 19 * 9));
    Window uneven = new Window(List.of(new Axis(2, 1, 2, 0, 1), new Axis(3, 2, 1, 2, 0)));
    picture(rows, List.of(4, 5), uneven, Shape.of(2, 9, 6));
    picture(rows, List.of(9), Window.of(1, 3, 3, 0), Shape.of(3, 3, 3));
    picture(rows, List.of(3, 4, 5), Window.of(3, 2, 1, 0), Shape.of(1, 24, 16));
    picture(rows, List.of(40, 50), Window.of(2, 3, 1, 1), Shape.of(1, 2000, 90));
    return rows;
  }

  private static void indices(
      List<Problem> rows, Window window, boolean ceil, boolean columnMajor, Shape x) {
    Oracle oracle = PoolOracles.indices(PoolOracles.sliding(window), columnMajor);
    String how = (ceil ? " ceil" : "") + (columnMajor ? " column-major" : "");
    String what = "PoolIndices %s%s of %s".formatted(window, how, x);
    PoolIndices op = new PoolIndices(window, ceil, columnMajor);
    rows.add(Problem.of(what, op, oracle, x).forwardOnly());
  }

  private static void unpool(List<Problem> rows, List<Integer> sizes, Shape x) {
    int places = sizes.stream().reduce(1, (a, b) -> a * b);
    int count = x.size(0) * x.channels() * places;
    Oracle oracle =
        (in, shapes, out) -> {
          double[] y = new double[out.length()];
          int rank = x.spatialRank();
          int[] moved = x.sizes();
          moved[1] = x.channels();
          System.arraycopy(x.sizes(), 1, moved, 2, rank);
          for (int i = 0; i < x.length(); i++) {
            int from = fromPlanes(i, Shape.of(moved), x);
            // The output seen as N, C, spatial...: its index moved to channels last.
            int[] planes = out.sizes();
            planes[1] = x.channels();
            System.arraycopy(out.sizes(), 1, planes, 2, rank);
            y[fromPlanes((int) in.get(1)[from], Shape.of(planes), out)] = in.get(0)[from];
          }
          return y;
        };
    String what = "MaxUnpool of %s to %s".formatted(x, sizes);
    Problem problem = Problem.of(what, new MaxUnpool(sizes), oracle, x, x).forwardOnly();
    rows.add(problem.filled(Fill.normal(), Fill.labels(count)));
  }

  /// The index, channels last, of an index in N, C, spatial....
  private static int fromPlanes(int index, Shape planes, Shape last) {
    int[] from = Indices.of(index, planes);
    int[] to = new int[from.length];
    to[0] = from[0];
    to[to.length - 1] = from[1];
    System.arraycopy(from, 2, to, 1, from.length - 2);
    return Indices.flat(to, last);
  }

  private static void picture(List<Problem> rows, List<Integer> sizes, Window window, Shape x) {
    Oracle oracle =
        (in, shapes, out) -> {
          double[] y = new double[out.length()];
          Shape kernel = Shape.of(window.kernel());
          Shape places = window.output(out, 1, false);
          places = places.range(1, places.rank() - 1);
          for (int i = 0; i < in.get(0).length; i++) {
            int[] index = Indices.of(i, x);
            int[] tap = Indices.of(index[2] % window.taps(), kernel);
            int[] place = Indices.of(index[1], places);
            int[] to = new int[out.rank()];
            to[0] = index[0];
            to[to.length - 1] = index[2] / window.taps();
            boolean inside = true;
            for (int a = 0; a < window.rank(); a++) {
              Axis axis = window.axis(a);
              to[a + 1] = place[a] * axis.stride() - axis.before() + tap[a] * axis.dilation();
              inside &= to[a + 1] >= 0 && to[a + 1] < out.size(a + 1);
            }
            if (inside) {
              y[Indices.flat(to, out)] += in.get(0)[i];
            }
          }
          return y;
        };
    String what = "Col2Im %s of %s to %s".formatted(window, x, sizes);
    rows.add(Problem.of(what, new Col2Im(sizes, window), oracle, x).forwardOnly());
  }
}
