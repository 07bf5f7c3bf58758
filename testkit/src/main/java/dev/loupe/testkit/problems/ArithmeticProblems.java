package dev.loupe.testkit.problems;

import dev.loupe.graph.op.Arithmetic;
import dev.loupe.graph.op.BroadcastTo;
import dev.loupe.graph.op.Select;
import dev.loupe.graph.op.SumTo;
import dev.loupe.kernel.ArithmeticKind;
import dev.loupe.tensor.Shape;
import dev.loupe.testkit.Fill;
import dev.loupe.testkit.Oracle;
import dev.loupe.testkit.Problem;
import java.util.ArrayList;
import java.util.List;

/// Arithmetic, comparisons, logic and selection with broadcasting, and broadcasting itself.
public final class ArithmeticProblems {
  private static final List<List<Shape>> SHAPES =
      List.of(
          List.of(Shape.of(), Shape.of()),
          List.of(Shape.of(7), Shape.of(7)),
          List.of(Shape.of(2, 3, 4, 19), Shape.of(19)),
          List.of(Shape.of(2, 5, 33), Shape.of(2, 1, 33)),
          List.of(Shape.of(3, 1, 4), Shape.of(1, 5, 1)),
          List.of(Shape.of(1), Shape.of(4, 21)));

  private ArithmeticProblems() {}

  /// All rows.
  public static List<Problem> all() {
    List<Problem> rows = new ArrayList<>();
    for (List<Shape> pair : SHAPES) {
      Shape a = pair.get(0);
      Shape b = pair.get(1);
      for (ArithmeticKind kind : ArithmeticKind.values()) {
        Arithmetic op = new Arithmetic(kind);
        Problem p = Problem.of(op.name() + " " + a + " and " + b, op, oracle(kind), a, b);
        rows.add(
            switch (kind) {
              case DIVIDE, REMAINDER -> p.filled(Fill.normal(), Fill.positive());
              case MODULO -> p.filled(Fill.normal(), Fill.between(-3.2f, -1));
              case POWER -> p.filled(Fill.positive(), Fill.positive());
              case AND, OR, XOR -> p.filled(Fill.values(1, 0, 2), Fill.values(0, -1));
              default -> p;
            });
      }
      select(rows, a, b, b);
      select(rows, b, a, b);
      select(rows, b, b, a);
      Shape joined = new Arithmetic(ArithmeticKind.ADD).infer(pair);
      rows.add(
          Problem.of(
              "BroadcastTo " + b + " to " + joined,
              new BroadcastTo(joined),
              (in, s, out) -> repeat(in.get(0), s.get(0), out),
              b));
      rows.add(
          Problem.of(
              "SumTo " + joined + " to " + b,
              new SumTo(b),
              (in, s, out) -> sum(in.get(0), s.get(0), out),
              joined));
    }
    rows.add(
        Problem.of(
                "Power of negative values",
                Arithmetic.POWER,
                oracle(ArithmeticKind.POWER),
                Shape.of(5, 19),
                Shape.of())
            .filled(Fill.normal(), Fill.values(2)));
    return rows;
  }

  private static void select(List<Problem> rows, Shape condition, Shape a, Shape b) {
    String name = "Select " + a + " or " + b + " by " + condition;
    if (rows.stream().anyMatch(p -> p.name().equals(name))) {
      return;
    }
    rows.add(
        Problem.of(
                name,
                new Select(),
                (in, s, out) -> {
                  double[] c = repeat(in.get(0), s.get(0), out);
                  double[] x = repeat(in.get(1), s.get(1), out);
                  double[] y = repeat(in.get(2), s.get(2), out);
                  for (int i = 0; i < c.length; i++) {
                    y[i] = c[i] != 0 ? x[i] : y[i];
                  }
                  return y;
                },
                condition,
                a,
                b)
            .filled(Fill.values(1, 0, 0, 2, -1), Fill.normal(), Fill.normal()));
  }

  private static Oracle oracle(ArithmeticKind kind) {
    return (in, shapes, out) -> {
      double[] a = repeat(in.get(0), shapes.get(0), out);
      double[] b = repeat(in.get(1), shapes.get(1), out);
      double[] y = new double[a.length];
      for (int i = 0; i < y.length; i++) {
        y[i] =
            switch (kind) {
              case ADD -> a[i] + b[i];
              case SUBTRACT -> a[i] - b[i];
              case MULTIPLY -> a[i] * b[i];
              case DIVIDE -> a[i] / b[i];
              case MINIMUM -> Math.min(a[i], b[i]);
              case MAXIMUM -> Math.max(a[i], b[i]);
              case POWER -> Math.pow(a[i], b[i]);
              case REMAINDER -> a[i] - b[i] * (long) (a[i] / b[i]);
              case MODULO -> a[i] - b[i] * Math.floor(a[i] / b[i]);
              case EQUAL -> a[i] == b[i] ? 1 : 0;
              case LESS -> a[i] < b[i] ? 1 : 0;
              case LESS_OR_EQUAL -> a[i] <= b[i] ? 1 : 0;
              case AND -> a[i] * b[i] != 0 ? 1 : 0;
              case OR -> Math.abs(a[i]) + Math.abs(b[i]) != 0 ? 1 : 0;
              case XOR -> (a[i] == 0) == (b[i] == 0) ? 0 : 1;
            };
      }
      return y;
    };
  }

  private static double[] repeat(double[] x, Shape from, Shape to) {
    double[] y = new double[to.length()];
    for (int i = 0; i < y.length; i++) {
      y[i] = x[source(i, from, to)];
    }
    return y;
  }

  private static double[] sum(double[] x, Shape from, Shape to) {
    double[] y = new double[to.length()];
    for (int i = 0; i < x.length; i++) {
      y[source(i, to, from)] += x[i];
    }
    return y;
  }

  /// The index in `small` that index `i` of `large` repeats.
  private static int source(int i, Shape small, Shape large) {
    int at = 0;
    int step = 1;
    for (int axis = 1; axis <= large.rank(); axis++) {
      int index = i % large.size(-axis);
      i /= large.size(-axis);
      if (axis <= small.rank()) {
        at += small.size(-axis) == 1 ? 0 : index * step;
        step *= small.size(-axis);
      }
    }
    return at;
  }
}
