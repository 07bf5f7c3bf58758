package dev.loupe.testkit.problems;

import dev.loupe.graph.op.Affine;
import dev.loupe.graph.op.CumulativeSum;
import dev.loupe.graph.op.Reduce;
import dev.loupe.graph.op.ReduceBack;
import dev.loupe.graph.op.ReduceMaxBack;
import dev.loupe.graph.op.SumTo;
import dev.loupe.kernel.ReduceKind;
import dev.loupe.tensor.Shape;
import dev.loupe.testkit.Fill;
import dev.loupe.testkit.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Sums, means, extremes and products along axes, their gradients, sums that grow along an axis,
/// and scaling by fixed numbers.
public final class ReduceProblems {
  private record Case(Shape input, List<Integer> axes, boolean keep) {}

  // Global pooling in 1, 2 and 3 dimensions, last axis, first axes, all, scattered, long ones.
  private static final List<Case> CASES =
      List.of(
          new Case(Shape.of(2, 5, 3), List.of(1), false),
          new Case(Shape.of(2, 3, 5, 19), List.of(1, 2), true),
          new Case(Shape.of(1, 3, 2, 3, 33), List.of(1, 2, 3), false),
          new Case(Shape.of(3, 16), List.of(-1), true),
          new Case(Shape.of(4, 3, 37), List.of(2), false),
          new Case(Shape.of(4, 3, 6), List.of(0, 1), false),
          new Case(Shape.of(5, 7), List.of(0, 1), false),
          new Case(Shape.of(2, 3, 4, 5), List.of(0, 2), false),
          new Case(Shape.of(3, 4, 2, 64), List.of(1, -1), true),
          new Case(Shape.of(), List.of(), false),
          new Case(Shape.of(4, 5), List.of(), false),
          new Case(Shape.of(2, 2100, 19), List.of(1), false),
          new Case(Shape.of(40, 9, 67), List.of(1), false),
          new Case(Shape.of(2, 33_001), List.of(1), false),
          new Case(Shape.of(40, 2000), List.of(0), false));

  private ReduceProblems() {}

  /// All rows.
  public static List<Problem> all() {
    List<Problem> rows = new ArrayList<>();
    for (Case c : CASES) {
      String name = " " + c.axes() + " of " + c.input() + (c.keep() ? ", kept" : "");
      for (ReduceKind kind : ReduceKind.values()) {
        Reduce op = new Reduce(kind, c.axes(), c.keep());
        Problem p =
            Problem.of(
                "Reduce " + kind + name,
                op,
                (in, s, out) -> reduce(kind, in.get(0), c, out.length()),
                c.input());
        p = kind == ReduceKind.MEAN ? p.rounding(summed(c)) : within(p, summed(c));
        // Positive values, as the sum of many normal ones may be as small as its error.
        boolean large = c.input().length() > 10_000;
        p = large ? p.filled(Fill.positive()).forwardOnly() : p;
        rows.add(kind == ReduceKind.PRODUCT ? product(p, large) : p);
      }
      Shape y = new Reduce(ReduceKind.SUM, c.axes(), c.keep()).infer(List.of(c.input()));
      if (c.input().length() <= 10_000) {
        rows.add(
            Problem.of(
                "ReduceBack" + name,
                new ReduceBack(c.input(), c.axes()),
                (in, s, out) -> repeat(in.get(0), c),
                y));
        rows.add(
            Problem.of(
                    "ReduceMaxBack" + name,
                    new ReduceMaxBack(c.axes()),
                    (in, s, out) -> first(in.get(0), in.get(1), in.get(2), c),
                    c.input(),
                    y,
                    y)
                .filled(Fill.values(1, 2, 3, 2, 3), Fill.values(3, 2), Fill.normal())
                .forwardOnly());
      }
    }
    rows.add(sumTo(Shape.of(9000, 3), Shape.of(3)));
    rows.add(sumTo(Shape.of(40_000), Shape.of()));
    rows.add(sumTo(Shape.of(3, 5, 4, 33), Shape.of(3, 1, 1, 33)));
    cumulative(rows, Shape.of(7), 0);
    cumulative(rows, Shape.of(2, 5, 19), 1);
    cumulative(rows, Shape.of(3, 33), -1);
    cumulative(rows, Shape.of(4, 3, 2, 2), 0);
    for (Shape s : List.of(Shape.of(), Shape.of(3, 19), Shape.of(64))) {
      rows.add(
          Problem.of(
              "Affine " + s,
              new Affine(0.5f, -3),
              (in, shapes, out) -> Arrays.stream(in.get(0)).map(x -> 0.5 * x - 3).toArray(),
              s));
    }
    return rows;
  }

  /// Factors near 1, so that the product of many is neither 0 nor infinite; on integers all are 1.
  private static Problem product(Problem p, boolean large) {
    float most = large ? 0.001f : 0.1f;
    return within(p, large ? 3e-5 : 4e-6).filled(Fill.between(1 - most, 1 + most));
  }

  private static void cumulative(List<Problem> rows, Shape shape, int axis) {
    int steps = shape.size(axis);
    int inner = 1;
    for (int i = axis < 0 ? axis + shape.rank() + 1 : axis + 1; i < shape.rank(); i++) {
      inner *= shape.size(i);
    }
    int step = inner;
    for (boolean exclusive : List.of(false, true)) {
      for (boolean reverse : List.of(false, true)) {
        CumulativeSum op = new CumulativeSum(axis, exclusive, reverse);
        rows.add(
            Problem.of(
                op + " of " + shape,
                op,
                (in, s, out) -> {
                  double[] x = in.get(0);
                  double[] y = new double[x.length];
                  for (int i = 0; i < x.length; i++) {
                    int place = i / step % steps;
                    for (int j = 0; j < steps; j++) {
                      boolean before = reverse ? j > place : j < place;
                      if (before || (j == place && !exclusive)) {
                        y[i] += x[i + (j - place) * step];
                      }
                    }
                  }
                  return y;
                },
                shape));
      }
    }
  }

  private static Problem sumTo(Shape from, Shape to) {
    List<Integer> axes = new ArrayList<>();
    for (int i = 0; i < from.rank(); i++) {
      int own = i - from.rank() + to.rank();
      if (own < 0 || to.size(own) != from.size(i)) {
        axes.add(i);
      }
    }
    Case c = new Case(from, axes, true);
    Problem p =
        Problem.of(
            "SumTo " + from + " to " + to,
            new SumTo(to),
            (in, s, out) -> reduce(ReduceKind.SUM, in.get(0), c, out.length()),
            from);
    p = within(p, summed(c)).filled(Fill.positive());
    return from.length() > 10_000 ? p.forwardOnly() : p;
  }

  private static double summed(Case c) {
    return c.input().length() > 10_000 ? 1e-5 : 4e-6;
  }

  /// Still exact on integers.
  private static Problem within(Problem p, double tolerance) {
    return new Problem(
        p.name(), p.op(), p.inputs(), p.fills(), true, tolerance, p.differentiable(), p.oracle());
  }

  private static double[] reduce(ReduceKind kind, double[] x, Case c, int outputs) {
    double[] y = new double[outputs];
    Arrays.fill(
        y,
        switch (kind) {
          case SUM, MEAN -> 0;
          case MAX -> Double.NEGATIVE_INFINITY;
          case MIN -> Double.POSITIVE_INFINITY;
          case PRODUCT -> 1;
        });
    for (int i = 0; i < x.length; i++) {
      int to = place(i, c);
      y[to] =
          switch (kind) {
            case SUM, MEAN -> y[to] + x[i];
            case MAX -> Math.max(y[to], x[i]);
            case MIN -> Math.min(y[to], x[i]);
            case PRODUCT -> y[to] * x[i];
          };
    }
    for (int i = 0; i < outputs && kind == ReduceKind.MEAN; i++) {
      y[i] *= (double) outputs / x.length;
    }
    return y;
  }

  private static double[] repeat(double[] y, Case c) {
    double[] x = new double[c.input().length()];
    for (int i = 0; i < x.length; i++) {
      x[i] = y[place(i, c)];
    }
    return x;
  }

  private static double[] first(double[] x, double[] y, double[] g, Case c) {
    double[] gx = new double[x.length];
    boolean[] met = new boolean[y.length];
    for (int i = 0; i < x.length; i++) {
      int to = place(i, c);
      if (!met[to] && x[i] == y[to]) {
        gx[i] = g[to];
        met[to] = true;
      }
    }
    return gx;
  }

  /// Where the value with a flat index is reduced to.
  private static int place(int i, Case c) {
    int at = 0;
    int step = 1;
    for (int axis = c.input().rank() - 1; axis >= 0; axis--) {
      int size = c.input().size(axis);
      if (!c.axes().contains(axis) && !c.axes().contains(axis - c.input().rank())) {
        at += i % size * step;
        step *= size;
      }
      i /= size;
    }
    return at;
  }
}
