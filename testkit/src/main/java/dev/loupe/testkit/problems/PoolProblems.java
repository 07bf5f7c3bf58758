package dev.loupe.testkit.problems;

import dev.loupe.graph.Computation;
import dev.loupe.graph.op.AdaptivePool;
import dev.loupe.graph.op.AdaptivePoolBack;
import dev.loupe.graph.op.Pool;
import dev.loupe.graph.op.PoolBack;
import dev.loupe.kernel.Axis;
import dev.loupe.kernel.PoolKind;
import dev.loupe.kernel.Window;
import dev.loupe.tensor.Shape;
import dev.loupe.testkit.Problem;
import dev.loupe.testkit.problems.PoolOracles.Reach;
import java.util.ArrayList;
import java.util.List;

/// Pooling forward and backward: sliding, padded, dilated, ceil mode, adaptive, global.
public final class PoolProblems {
  private PoolProblems() {}

  /// All rows.
  public static List<Problem> all() {
    List<Problem> rows = new ArrayList<>();
    for (PoolKind kind : PoolKind.values()) {
      sliding(rows, kind, Window.of(2, 2, 2, 0), false, Shape.of(2, 8, 6, 6));
      sliding(rows, kind, Window.of(2, 2, 2, 0), false, Shape.of(1, 7, 9, 16));
      sliding(rows, kind, Window.of(2, 2, 2, 0), true, Shape.of(2, 5, 7, 3));
      sliding(rows, kind, Window.of(2, 2, 2, 0), false, Shape.of(1, 4, 4, 64));
      sliding(rows, kind, Window.of(2, 3, 2, 1), false, Shape.of(1, 9, 7, 33));
      sliding(rows, kind, Window.of(2, 3, 2, 0), true, Shape.of(2, 8, 6, 19));
      sliding(rows, kind, Window.of(2, 3, 2, 1), true, Shape.of(1, 6, 6, 80));
      sliding(rows, kind, Window.of(2, 3, 1, 1), false, Shape.of(1, 5, 4, 16));
      sliding(rows, kind, Window.of(1, 5, 2, 0), false, Shape.of(3, 21, 32));
      sliding(rows, kind, Window.of(1, 5, 2, 2), true, Shape.of(2, 20, 1));
      sliding(rows, kind, Window.of(1, 4, 3, 2), true, Shape.of(1, 12, 19));
      sliding(rows, kind, Window.of(1, 1, 3, 0), false, Shape.of(2, 11, 5));
      sliding(rows, kind, Window.of(3, 2, 2, 0), false, Shape.of(1, 4, 5, 6, 16));
      sliding(rows, kind, Window.of(3, 3, 2, 1), true, Shape.of(2, 4, 3, 5, 6));
      // Unequal padding; a stride beyond the kernel; a window larger than the input in ceil mode.
      sliding(rows, kind, window(new Axis(2, 1, 1, 0, 1), new Axis(3, 2, 1, 0, 1)), false, S);
      sliding(rows, kind, window(Axis.of(2, 3, 0), Axis.of(1, 2, 0)), true, S);
      sliding(rows, kind, Window.of(2, 3, 2, 0), true, Shape.of(1, 2, 2, 6));
      sliding(rows, kind, window(new Axis(3, 1, 2, 1, 1), new Axis(2, 2, 3, 1, 0)), false, S);
      // Enough rows that a sample is cut into several pieces.
      sliding(rows, kind, Window.of(2, 3, 2, 1), false, Shape.of(1, 70, 40, 64));
      sliding(rows, kind, Window.of(1, 5, 2, 0), false, Shape.of(2, 2500, 32));
    }
    for (PoolKind kind : List.of(PoolKind.MAX, PoolKind.AVERAGE)) {
      adaptive(rows, kind, List.of(1, 1), Shape.of(2, 7, 7, 33));
      adaptive(rows, kind, List.of(1, 1), Shape.of(2, 4, 4, 64));
      adaptive(rows, kind, List.of(3, 4), Shape.of(1, 7, 10, 6));
      adaptive(rows, kind, List.of(6, 6), Shape.of(1, 4, 5, 16));
      adaptive(rows, kind, List.of(5), Shape.of(2, 13, 19));
      adaptive(rows, kind, List.of(2, 1, 3), Shape.of(1, 4, 5, 6, 3));
    }
    return rows;
  }

  private static final Shape S = Shape.of(1, 8, 9, 19);

  private static Window window(Axis... axes) {
    return new Window(List.of(axes));
  }

  private static void sliding(
      List<Problem> rows, PoolKind kind, Window window, boolean ceil, Shape x) {
    Pool op = new Pool(kind, window, ceil);
    String what = "%s %s%s of %s".formatted(kind, window, ceil ? " ceil" : "", x);
    add(rows, kind, "Pool " + what, op, new PoolBack(op, x), PoolOracles.sliding(window), x);
  }

  private static void adaptive(List<Problem> rows, PoolKind kind, List<Integer> sizes, Shape x) {
    AdaptivePool op = new AdaptivePool(kind, sizes);
    String what = "AdaptivePool %s %s of %s".formatted(kind, sizes, x);
    add(rows, kind, what, op, new AdaptivePoolBack(op, x), PoolOracles.adaptive(sizes), x);
  }

  private static void add(
      List<Problem> rows,
      PoolKind kind,
      String what,
      Computation op,
      Computation back,
      Reach reach,
      Shape x) {
    Shape y = op.infer(List.of(x));
    boolean max = kind == PoolKind.MAX;
    Problem forward = Problem.of(what, op, PoolOracles.forward(kind, reach), x);
    Problem backward =
        Problem.of(
                "back of " + what,
                back,
                PoolOracles.backward(kind, reach),
                max ? new Shape[] {x, y} : new Shape[] {y})
            .forwardOnly();
    if (x.elements() > 10_000) {
      // Central differences take long here, and the gradient is a row of its own.
      forward = forward.forwardOnly();
    }
    // A mean is a sum that is exact and a division that rounds once, or a sum of such quotients.
    rows.add(max ? forward : forward.rounding(1e-6));
    rows.add(max ? backward : backward.rounding(1e-6));
  }
}
