package dev.loupe.testkit.problems;

import dev.loupe.graph.op.Gather;
import dev.loupe.graph.op.PointLoss;
import dev.loupe.graph.op.PointLossBack;
import dev.loupe.graph.op.SoftmaxCrossEntropy;
import dev.loupe.graph.op.SoftmaxCrossEntropyBack;
import dev.loupe.kernel.LossFunction;
import dev.loupe.tensor.Shape;
import dev.loupe.testkit.Fill;
import dev.loupe.testkit.Oracle;
import dev.loupe.testkit.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Losses of single predictions, of rows of logits, and the look-up of class weights.
public final class LossProblems {
  private static final List<LossFunction> ALL =
      List.of(
          LossFunction.MEAN_SQUARED,
          LossFunction.L1,
          LossFunction.huber(1),
          LossFunction.huber(0.5f),
          LossFunction.BINARY_CROSS_ENTROPY_LOGITS,
          LossFunction.focal(2, 0.25f),
          LossFunction.focal(0, -1),
          LossFunction.focal(1, 0.5f),
          LossFunction.focal(1.5f, 0.75f));

  private LossProblems() {}

  /// All rows.
  public static List<Problem> all() {
    List<Problem> rows = new ArrayList<>();
    for (LossFunction f : ALL) {
      boolean logits =
          switch (f.kind()) {
            case BINARY_CROSS_ENTROPY_LOGITS, FOCAL -> true;
            case MEAN_SQUARED, L1, HUBER -> false;
          };
      String name = " " + f.kind() + " " + f.first() + " " + f.second() + " ";
      Fill targets = logits ? Fill.unit() : Fill.values(-1, 0, 2, 5, -2);
      for (Shape s : List.of(Shape.of(), Shape.of(3, 19), Shape.of(2, 3, 3, 6))) {
        Problem p =
            Problem.of(
                    "PointLoss" + name + s,
                    new PointLoss(f),
                    (in, shapes, out) -> points(f, in.get(0), in.get(1)),
                    s,
                    s)
                .filled(Fill.normal(), targets);
        rows.add(logits ? p.rounding(1e-6) : p);
      }
      Shape s = Shape.of(5, 21);
      Problem back =
          Problem.of(
                  "PointLossBack" + name,
                  new PointLossBack(f),
                  (in, shapes, out) -> slopes(f, in.get(0), in.get(1), in.get(2)),
                  s,
                  s,
                  s)
              .filled(Fill.normal(), targets, Fill.normal())
              .forwardOnly();
      rows.add(logits ? back.rounding(1e-6) : back);
    }
    for (Shape x : List.of(Shape.of(3), Shape.of(4, 10), Shape.of(2, 3, 3, 19), Shape.of(3, 64))) {
      for (float smoothing : new float[] {0, 0.1f}) {
        for (boolean soft : List.of(false, true)) {
          for (boolean weighted : List.of(false, true)) {
            entropy(rows, x, smoothing, soft, weighted);
          }
        }
      }
    }
    rows.add(
        Problem.of(
                "Gather 5 at 2x3",
                new Gather(),
                (in, s, out) -> Arrays.stream(in.get(1)).map(i -> in.get(0)[(int) i]).toArray(),
                Shape.of(5),
                Shape.of(2, 3))
            .filled(Fill.normal(), Fill.labels(5))
            .forwardOnly());
    return rows;
  }

  private static void entropy(
      List<Problem> rows, Shape x, float smoothing, boolean soft, boolean weighted) {
    int k = x.channels();
    Shape m = x.range(0, x.rank() - 1);
    String name =
        " %s, smoothing %s%s%s"
            .formatted(x, smoothing, soft ? ", soft" : "", weighted ? ", weighted" : "");
    List<Shape> shapes = new ArrayList<>(List.of(x, soft ? x : m));
    List<Fill> fills =
        new ArrayList<>(List.of(Fill.normal(), soft ? Fill.probabilities() : Fill.labels(k)));
    if (weighted) {
      shapes.add(Shape.of(k));
      fills.add(Fill.values(0.5f, 2, 0.75f));
    }
    Oracle forward =
        (in, s, out) -> {
          double[] c = coefficients(in.get(1), weighted ? in.get(2) : ones(k), k, smoothing, soft);
          double[] log = SoftmaxProblems.softmax(in.get(0), k, true);
          double[] y = new double[out.length()];
          for (int i = 0; i < c.length; i++) {
            y[i / k] -= c[i] * log[i];
          }
          return y;
        };
    rows.add(
        Problem.of(
                "SoftmaxCrossEntropy" + name,
                new SoftmaxCrossEntropy(smoothing, soft),
                forward,
                shapes.toArray(Shape[]::new))
            .filled(fills.toArray(Fill[]::new))
            .rounding(1e-6));
    shapes.add(2, m);
    fills.add(2, Fill.normal());
    Oracle backward =
        (in, s, out) -> {
          double[] c = coefficients(in.get(1), weighted ? in.get(3) : ones(k), k, smoothing, soft);
          double[] p = SoftmaxProblems.softmax(in.get(0), k, false);
          double[] gx = new double[c.length];
          for (int i = 0; i < c.length; i++) {
            double total = 0;
            for (int j = 0; j < k; j++) {
              total += c[i / k * k + j];
            }
            gx[i] = in.get(2)[i / k] * (p[i] * total - c[i]);
          }
          return gx;
        };
    rows.add(
        Problem.of(
                "SoftmaxCrossEntropyBack" + name,
                new SoftmaxCrossEntropyBack(smoothing, soft),
                backward,
                shapes.toArray(Shape[]::new))
            .filled(fills.toArray(Fill[]::new))
            .rounding(1e-6)
            .forwardOnly());
  }

  private static double[] ones(int k) {
    double[] w = new double[k];
    Arrays.fill(w, 1);
    return w;
  }

  private static double[] coefficients(
      double[] targets, double[] w, int k, double smoothing, boolean soft) {
    double[] c = new double[soft ? targets.length : targets.length * k];
    for (int i = 0; i < c.length; i++) {
      double t = soft ? targets[i] : targets[i / k] == i % k ? 1 : 0;
      c[i] = w[i % k] * ((1 - smoothing) * t + smoothing / k);
    }
    return c;
  }

  private static double[] points(LossFunction f, double[] p, double[] t) {
    double[] y = new double[p.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = point(f, p[i], t[i]);
    }
    return y;
  }

  private static double point(LossFunction f, double p, double t) {
    double d = Math.abs(p - t);
    double s = 1 / (1 + Math.exp(-p));
    double entropy = -t * Math.log(s) - (1 - t) * Math.log(1 - s);
    return switch (f.kind()) {
      case MEAN_SQUARED -> d * d;
      case L1 -> d;
      case HUBER -> d <= f.first() ? d * d / 2 : f.first() * (d - f.first() / 2);
      case BINARY_CROSS_ENTROPY_LOGITS -> entropy;
      case FOCAL -> {
        double given = s * t + (1 - s) * (1 - t);
        double weight = f.second() < 0 ? 1 : f.second() * t + (1 - f.second()) * (1 - t);
        yield weight * entropy * Math.pow(1 - given, f.first());
      }
    };
  }

  /// The kinks get the slope that the op documents; the smooth losses a difference of high order.
  private static double[] slopes(LossFunction f, double[] p, double[] t, double[] g) {
    double[] gx = new double[p.length];
    for (int i = 0; i < gx.length; i++) {
      double d = p[i] - t[i];
      double slope =
          switch (f.kind()) {
            case MEAN_SQUARED -> 2 * d;
            case L1 -> Math.signum(d);
            case HUBER -> Math.max(-f.first(), Math.min(f.first(), d));
            case BINARY_CROSS_ENTROPY_LOGITS, FOCAL -> difference(f, p[i], t[i]);
          };
      gx[i] = slope * g[i];
    }
    return gx;
  }

  private static double difference(LossFunction f, double p, double t) {
    double h = 1e-3;
    double near = point(f, p + h, t) - point(f, p - h, t);
    double far = point(f, p + 2 * h, t) - point(f, p - 2 * h, t);
    return (8 * near - far) / (12 * h);
  }
}
