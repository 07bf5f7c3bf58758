package dev.loupe.testkit.problems;

import dev.loupe.graph.op.Apply;
import dev.loupe.kernel.Function;
import dev.loupe.tensor.Shape;
import dev.loupe.testkit.Fill;
import dev.loupe.testkit.Problem;
import java.util.ArrayList;
import java.util.List;

/// Functions of one value.
public final class FunctionProblems {
  private FunctionProblems() {}

  /// All rows.
  public static List<Problem> all() {
    List<Problem> rows = new ArrayList<>();
    for (Function f : Function.values()) {
      for (Shape s : List.of(Shape.of(), Shape.of(3, 67), Shape.of(2, 5, 16))) {
        Problem p =
            Problem.of(
                "Apply " + f + " " + s,
                new Apply(f),
                (in, shapes, out) -> {
                  double[] y = new double[in.get(0).length];
                  for (int i = 0; i < y.length; i++) {
                    y[i] = value(f, in.get(0)[i]);
                  }
                  return y;
                },
                s);
        rows.add((exact(f) ? p : p.rounding(3e-7)).filled(fill(f)));
      }
    }
    return rows;
  }

  private static boolean exact(Function f) {
    return switch (f) {
      case ABS, NEGATE, SIGN, FLOOR, CEIL, ROUND, NOT, IS_NAN, IS_INF -> true;
      default -> false;
    };
  }

  private static Fill fill(Function f) {
    return switch (f) {
      case LOG, SQRT, RECIPROCAL -> Fill.positive();
      case TAN, ASIN, ACOS, ATANH -> Fill.between(-0.9f, 0.9f);
      case ACOSH -> Fill.between(1.25f, 4);
      default -> Fill.normal();
    };
  }

  private static double value(Function f, double x) {
    return switch (f) {
      case ABS -> x < 0 ? -x : x;
      case NEGATE -> -x;
      case SIGN -> Math.signum(x);
      case FLOOR -> Math.floor(x);
      case CEIL -> Math.ceil(x);
      case ROUND -> Math.rint(x);
      case EXP -> Math.exp(x);
      case LOG -> Math.log(x);
      case SQRT -> Math.sqrt(x);
      case RECIPROCAL -> 1 / x;
      case ERF -> erf(x);
      case SIN -> Math.sin(x);
      case COS -> Math.cos(x);
      case TAN -> Math.sin(x) / Math.cos(x);
      case ASIN -> Math.asin(x);
      case ACOS -> Math.PI / 2 - Math.asin(x);
      case ATAN -> Math.atan(x);
      case SINH -> (Math.exp(x) - Math.exp(-x)) / 2;
      case COSH -> (Math.exp(x) + Math.exp(-x)) / 2;
      case ASINH -> Math.log(x + Math.sqrt(x * x + 1));
      case ACOSH -> Math.log(x + Math.sqrt(x * x - 1));
      case ATANH -> Math.log((1 + x) / (1 - x)) / 2;
      case SOFTPLUS -> Math.log(1 + Math.exp(x));
      case SOFTSIGN -> x / (1 + Math.abs(x));
      case NOT -> x == 0 ? 1 : 0;
      case IS_NAN, IS_INF -> 0;
    };
  }

  /// The series of all positive terms `2 / sqrt(pi) e^(-x^2) (x + 2 x^3 / 3 + ...)`.
  private static double erf(double x) {
    double term = x;
    double sum = x;
    for (int k = 3; k < 200; k += 2) {
      term *= 2 * x * x / k;
      sum += term;
    }
    return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
  }
}
