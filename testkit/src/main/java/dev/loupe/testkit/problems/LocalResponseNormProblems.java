package dev.loupe.testkit.problems;

import dev.loupe.graph.op.LocalResponseNorm;
import dev.loupe.graph.op.LocalResponseNormBack;
import dev.loupe.tensor.Shape;
import dev.loupe.testkit.Problem;
import java.util.ArrayList;
import java.util.List;

/// Local response normalisation forward and backward.
public final class LocalResponseNormProblems {
  private LocalResponseNormProblems() {}

  /// All rows.
  public static List<Problem> all() {
    List<Problem> rows = new ArrayList<>();
    add(rows, new LocalResponseNorm(5, 0.3f, 0.75f, 2), Shape.of(2, 3, 2, 33));
    add(rows, new LocalResponseNorm(5, 1e-4f, 0.75f, 1), Shape.of(2, 2, 64));
    add(rows, new LocalResponseNorm(2, 0.5f, 0.75f, 1), Shape.of(1, 3, 19));
    add(rows, new LocalResponseNorm(3, 1, 0.5f, 1), Shape.of(4, 16));
    add(rows, new LocalResponseNorm(4, 1, 1, 0.5f), Shape.of(2, 2, 2, 2, 6));
    add(rows, new LocalResponseNorm(9, 1, 0.75f, 1), Shape.of(3, 3));
    add(rows, new LocalResponseNorm(1, 1, 0.6f, 1), Shape.of(2, 5, 1));
    add(rows, new LocalResponseNorm(5, 0.7f, 0.3f, 1.5f), Shape.of(2, 5, 21));
    add(rows, new LocalResponseNorm(5, 0.7f, 0.75f, 1.5f), Shape.of(1, 30, 20, 96));
    return rows;
  }

  private static void add(List<Problem> rows, LocalResponseNorm op, Shape x) {
    String what = op + " of " + x;
    Problem forward =
        Problem.of(what, op, (in, s, out) -> normalised(op, in.get(0), x.channels()), x)
            .rounding(2e-6);
    // Central differences take long on large rows, and the gradient is a row of its own.
    rows.add(x.elements() > 10_000 ? forward.forwardOnly() : forward);
    rows.add(
        Problem.of(
                "back of " + what,
                new LocalResponseNormBack(op),
                (in, s, out) -> gradient(op, in.get(0), in.get(1), x.channels()),
                x,
                x)
            .rounding(4e-6)
            .forwardOnly());
  }

  private static double[] normalised(LocalResponseNorm op, double[] x, int channels) {
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = x[i] * Math.pow(base(op, x, i, channels), -op.beta());
    }
    return y;
  }

  private static double[] gradient(LocalResponseNorm op, double[] x, double[] gy, int channels) {
    double[] gx = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      double base = base(op, x, i, channels);
      gx[i] += gy[i] * Math.pow(base, -op.beta());
      double chain =
          gy[i] * x[i] * -op.beta() * Math.pow(base, -op.beta() - 1) * op.alpha() / op.size();
      for (int j = i - i % channels; j < i - i % channels + channels; j++) {
        gx[j] += summed(op, i, j) ? chain * 2 * x[j] : 0;
      }
    }
    return gx;
  }

  private static double base(LocalResponseNorm op, double[] x, int i, int channels) {
    double sum = 0;
    for (int j = i - i % channels; j < i - i % channels + channels; j++) {
      sum += summed(op, i, j) ? x[j] * x[j] : 0;
    }
    return op.k() + op.alpha() / op.size() * sum;
  }

  private static boolean summed(LocalResponseNorm op, int i, int j) {
    return j >= i - op.size() / 2 && j <= i + (op.size() - 1) / 2;
  }
}
