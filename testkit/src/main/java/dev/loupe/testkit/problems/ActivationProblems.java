package dev.loupe.testkit.problems;

import dev.loupe.graph.op.Activate;
import dev.loupe.graph.op.ActivateBack;
import dev.loupe.graph.op.PRelu;
import dev.loupe.graph.op.PReluBack;
import dev.loupe.graph.op.PReluSlopeBack;
import dev.loupe.kernel.Activation;
import dev.loupe.tensor.Shape;
import dev.loupe.testkit.Fill;
import dev.loupe.testkit.Oracle;
import dev.loupe.testkit.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/// The functions between layers, and the rectifier with learned slopes.
public final class ActivationProblems {
  private static final List<Activation> ALL =
      List.of(
          Activation.RELU,
          Activation.RELU6,
          Activation.leakyRelu(0.25f),
          Activation.elu(0.5f),
          Activation.SELU,
          Activation.GELU,
          Activation.GELU_TANH,
          Activation.SILU,
          Activation.HARD_SWISH,
          Activation.HARD_SIGMOID,
          Activation.SIGMOID,
          Activation.TANH);

  private static final double SELU_SCALE = 1.0507009873554805;
  private static final double SELU_ALPHA = 1.6732632423543772;

  private ActivationProblems() {}

  /// All rows.
  public static List<Problem> all() {
    List<Problem> rows = new ArrayList<>();
    for (Activation a : ALL) {
      Oracle forward = (in, shapes, out) -> map(in.get(0), x -> value(a, x));
      for (Shape s : List.of(Shape.of(), Shape.of(3, 67), Shape.of(2, 5, 16))) {
        rows.add(row(a, Problem.of("Activate " + a + " " + s, new Activate(a), forward, s)));
      }
      Shape s = Shape.of(5, 21);
      ActivateBack back = new ActivateBack(a);
      Problem p = row(a, Problem.of("ActivateBack " + a, back, backward(a), s, s));
      boolean unit = a.fromOutput() && !a.piecewiseLinear();
      // From the output only values that the function takes make sense.
      rows.add(unit ? p.filled(Fill.unit(), Fill.normal()).forwardOnly() : p);
      if (!unit && !a.piecewiseLinear()) {
        rows.set(rows.size() - 1, p.forwardOnly());
      }
    }
    prelu(rows, Shape.of(4, 3, 19), 19);
    prelu(rows, Shape.of(4, 3, 19), 1);
    prelu(rows, Shape.of(5, 33), 33);
    prelu(rows, Shape.of(3000, 16), 16);
    prelu(rows, Shape.of(7, 1), 1);
    return rows;
  }

  private static Problem row(Activation a, Problem p) {
    boolean exact =
        switch (a.kind()) {
          case RELU, RELU6, LEAKY_RELU -> true;
          case ELU, SELU, GELU, GELU_TANH, SILU, HARD_SWISH, HARD_SIGMOID, SIGMOID, TANH -> false;
        };
    return exact ? p : p.rounding(5e-7);
  }

  private static void prelu(List<Problem> rows, Shape x, int slopes) {
    String name = " " + x + ", slopes " + slopes;
    int channels = x.channels();
    Shape s = Shape.of(slopes);
    Problem p =
        Problem.of(
            "PRelu" + name,
            new PRelu(),
            (in, shapes, out) -> slopes(in.get(0), in.get(0), in.get(1), channels),
            x,
            s);
    rows.add(x.length() > 10_000 ? p.forwardOnly() : p);
    rows.add(
        Problem.of(
                "PReluBack" + name,
                new PReluBack(),
                (in, shapes, out) -> slopes(in.get(0), in.get(2), in.get(1), channels),
                x,
                s,
                x)
            .forwardOnly());
    rows.add(
        Problem.of(
                "PReluSlopeBack" + name,
                new PReluSlopeBack(slopes),
                (in, shapes, out) -> {
                  double[] sums = new double[slopes];
                  for (int i = 0; i < in.get(0).length; i++) {
                    if (in.get(0)[i] <= 0) {
                      sums[slopes == 1 ? 0 : i % channels] += in.get(0)[i] * in.get(1)[i];
                    }
                  }
                  return sums;
                },
                x,
                x)
            .forwardOnly());
  }

  private static double[] slopes(double[] x, double[] v, double[] slope, int channels) {
    double[] y = new double[x.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = x[i] > 0 ? v[i] : v[i] * slope[slope.length == 1 ? 0 : i % channels];
    }
    return y;
  }

  private static Oracle backward(Activation a) {
    return (in, shapes, out) -> {
      double[] gx = new double[in.get(0).length];
      for (int i = 0; i < gx.length; i++) {
        gx[i] = in.get(1)[i] * slope(a, in.get(0)[i]);
      }
      return gx;
    };
  }

  private static double[] map(double[] x, DoubleUnaryOperator f) {
    double[] y = new double[x.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = f.applyAsDouble(x[i]);
    }
    return y;
  }

  private static double value(Activation a, double x) {
    return switch (a.kind()) {
      case RELU -> Math.max(x, 0);
      case RELU6 -> Math.min(Math.max(x, 0), 6);
      case LEAKY_RELU -> x > 0 ? x : a.alpha() * x;
      case ELU -> x > 0 ? x : a.alpha() * Math.expm1(x);
      case SELU -> SELU_SCALE * (x > 0 ? x : SELU_ALPHA * Math.expm1(x));
      case GELU -> x * normal(x);
      case GELU_TANH -> x * 0.5 * (1 + Math.tanh(inner(x)));
      case SILU -> x * sigmoid(x);
      case HARD_SWISH -> x * Math.min(Math.max(x + 3, 0), 6) / 6;
      case HARD_SIGMOID -> Math.min(Math.max(x + 3, 0), 6) / 6;
      case SIGMOID -> sigmoid(x);
      case TANH -> Math.tanh(x);
    };
  }

  /// The derivative, written down from the output or the input as [Activation#fromOutput()] says.
  private static double slope(Activation a, double r) {
    return switch (a.kind()) {
      case RELU -> r > 0 ? 1 : 0;
      case RELU6 -> r > 0 && r < 6 ? 1 : 0;
      case LEAKY_RELU -> r > 0 ? 1 : a.alpha();
      case ELU -> r > 0 ? 1 : r + a.alpha();
      case SELU -> r > 0 ? SELU_SCALE : r + SELU_SCALE * SELU_ALPHA;
      case GELU -> normal(r) + r * Math.exp(-r * r / 2) / Math.sqrt(2 * Math.PI);
      case GELU_TANH -> {
        double t = Math.tanh(inner(r));
        double slope = Math.sqrt(2 / Math.PI) * (1 + 3 * 0.044715 * r * r);
        yield 0.5 * (1 + t) + 0.5 * r * (1 - t * t) * slope;
      }
      case SILU -> sigmoid(r) * (1 + r * (1 - sigmoid(r)));
      case HARD_SWISH -> r <= -3 ? 0 : r >= 3 ? 1 : (2 * r + 3) / 6;
      case HARD_SIGMOID -> r > 0 && r < 1 ? 1.0 / 6 : 0;
      case SIGMOID -> r * (1 - r);
      case TANH -> 1 - r * r;
    };
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  private static double inner(double x) {
    return Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x);
  }

  /// The normal distribution function, by the series of all positive terms
  /// `phi(x) (x + x^3/3 + x^5/(3 5) + ...)`.
  private static double normal(double x) {
    double term = x;
    double sum = x;
    for (int k = 3; k < 200; k += 2) {
      term *= x * x / k;
      sum += term;
    }
    return 0.5 + sum * Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
  }
}
