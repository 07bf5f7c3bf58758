package dev.loupe.testkit.problems;

import dev.loupe.graph.op.Softmax;
import dev.loupe.graph.op.SoftmaxBack;
import dev.loupe.tensor.Shape;
import dev.loupe.testkit.Fill;
import dev.loupe.testkit.Problem;
import java.util.ArrayList;
import java.util.List;

/// Softmax, its logarithm, and their gradients.
public final class SoftmaxProblems {
  private SoftmaxProblems() {}

  /// All rows.
  public static List<Problem> all() {
    List<Problem> rows = new ArrayList<>();
    for (boolean log : List.of(false, true)) {
      String name = log ? "LogSoftmax" : "Softmax";
      for (Shape s :
          List.of(
              Shape.of(1),
              Shape.of(10),
              Shape.of(3, 19),
              Shape.of(2, 3, 2, 6),
              Shape.of(5, 64),
              Shape.of(2, 501))) {
        rows.add(
            Problem.of(
                    name + " " + s,
                    new Softmax(log),
                    (in, shapes, out) -> softmax(in.get(0), s.channels(), log),
                    s)
                .rounding(s.channels() > 100 ? 4e-6 : 1e-6));
        Problem back =
            Problem.of(
                    name + "Back " + s,
                    new SoftmaxBack(log),
                    (in, shapes, out) -> backward(in.get(0), in.get(1), s.channels(), log),
                    s,
                    s)
                .rounding(2e-6);
        rows.add(back.filled(Fill.probabilities(), Fill.normal()).forwardOnly());
      }
    }
    return rows;
  }

  static double[] softmax(double[] x, int columns, boolean log) {
    double[] y = new double[x.length];
    for (int row = 0; row < x.length; row += columns) {
      double max = Double.NEGATIVE_INFINITY;
      for (int i = 0; i < columns; i++) {
        max = Math.max(max, x[row + i]);
      }
      double sum = 0;
      for (int i = 0; i < columns; i++) {
        sum += Math.exp(x[row + i] - max);
      }
      for (int i = 0; i < columns; i++) {
        double z = x[row + i] - max - Math.log(sum);
        y[row + i] = log ? z : Math.exp(z);
      }
    }
    return y;
  }

  private static double[] backward(double[] y, double[] g, int columns, boolean log) {
    double[] gx = new double[y.length];
    for (int row = 0; row < y.length; row += columns) {
      for (int i = 0; i < columns; i++) {
        for (int j = 0; j < columns; j++) {
          // The derivative of y[j] for x[i].
          double same = i == j ? 1 : 0;
          double d = log ? same - Math.exp(y[row + i]) : y[row + j] * (same - y[row + i]);
          gx[row + i] += d * g[row + j];
        }
      }
    }
    return gx;
  }
}
