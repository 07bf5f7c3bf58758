package dev.loupe.testkit;

import dev.loupe.graph.Gradients;
import dev.loupe.graph.Graph;
import dev.loupe.graph.GraphBuilder;
import dev.loupe.graph.Value;
import dev.loupe.graph.op.Arithmetic;
import dev.loupe.graph.op.SumTo;
import dev.loupe.kernel.KernelPolicy;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The checks that every problem goes through. Each throws an [AssertionError] that says where.
public final class Ladder {
  private static final double STEP = 1e-4;
  private static final int PROBES = 8;

  private Ladder() {}

  /// On small integers the reference and the vector kernel give the oracle's very values; only
  /// kernels that say so are off by their rounding.
  public static void exact(Problem p) {
    List<Tensor> inputs = p.tensors(true);
    double[] truth = p.truth(inputs);
    for (KernelPolicy policy : KernelPolicy.values()) {
      double tolerance = p.exact() ? rounding(p, policy) : p.tolerance();
      close(p, policy + " kernel on integers", truth, run(p, inputs, policy), tolerance);
    }
  }

  /// On normal values all kernels are within the tolerance of the oracle.
  public static void accurate(Problem p) {
    List<Tensor> inputs = p.tensors(false);
    double[] truth = p.truth(inputs);
    for (KernelPolicy policy : KernelPolicy.values()) {
      double tolerance = Math.max(p.tolerance(), rounding(p, policy));
      close(p, policy + " kernel", truth, run(p, inputs, policy), tolerance);
    }
  }

  /// The gradients of `sum(op(inputs) * g)` for every differentiable input are the central
  /// differences of the oracle, which works in double precision.
  public static void gradients(Problem p, KernelPolicy policy) {
    List<Tensor> inputs = p.tensors(false);
    Shape out = p.op().infer(p.inputs());
    Seed seed = Seed.of(2).child(p.name());
    Tensor g = Fill.normal().tensor(seed.child("gradient"), false, out);

    GraphBuilder b = new GraphBuilder();
    List<Value> values = new ArrayList<>();
    Map<String, Tensor> sources = new HashMap<>();
    for (int i = 0; i < inputs.size(); i++) {
      values.add(b.input("x" + i, p.inputs().get(i)));
      sources.put("x" + i, inputs.get(i));
    }
    Value y = b.apply(p.op(), values.toArray(Value[]::new));
    Value loss = b.apply(new SumTo(Shape.of()), b.apply(Arithmetic.MULTIPLY, y, b.constant(g)));
    List<Value> wanted = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      if (p.fills().get(i).differentiable()) {
        wanted.add(values.get(i));
      }
    }
    Map<Value, Value> gradients = Gradients.of(b, loss, wanted);
    Graph graph = b.build();
    List<Tensor> results = Interpreter.run(graph, sources, policy, 0);

    for (Value v : wanted) {
      Tensor x = inputs.get(v.id());
      Value gv = gradients.get(v);
      if (gv == null) {
        throw new AssertionError(p + ": no gradient for input " + v.id());
      }
      Tensor gradient = results.get(gv.id());
      double scale = 1e-3;
      for (int i = 0; i < gradient.length(); i++) {
        scale = Math.max(scale, Math.abs(gradient.get(i)));
      }
      for (int probe = 0; probe < Math.min(PROBES, x.length()); probe++) {
        int i = x.length() <= PROBES ? probe : seed.child(v.id()).below(probe, x.length());
        double expected = difference(p, inputs, v.id(), i, g);
        double error = Math.abs(expected - gradient.get(i)) / scale;
        if (!(error <= Math.max(1e-4, 20 * p.tolerance()))) {
          throw new AssertionError(
              "%s, %s kernels: gradient of input %d at %d is %g, central difference %g"
                  .formatted(p, policy, v.id(), i, gradient.get(i), expected));
        }
      }
    }
  }

  private static double difference(Problem p, List<Tensor> inputs, int input, int at, Tensor g) {
    List<double[]> values = new ArrayList<>();
    for (Tensor t : inputs) {
      double[] v = new double[t.length()];
      for (int i = 0; i < v.length; i++) {
        v[i] = t.get(i);
      }
      values.add(v);
    }
    double x = values.get(input)[at];
    values.get(input)[at] = x + STEP;
    double[] above = p.oracle().evaluate(values, p.inputs(), g.shape());
    values.get(input)[at] = x - STEP;
    double[] below = p.oracle().evaluate(values, p.inputs(), g.shape());
    double sum = 0;
    for (int i = 0; i < above.length; i++) {
      sum += (above[i] - below[i]) * g.get(i);
    }
    return sum / (2 * STEP);
  }

  private static double rounding(Problem p, KernelPolicy policy) {
    Shape out = p.op().infer(p.inputs());
    return p.op().kernel(p.inputs(), out, policy).kernel().rounding();
  }

  private static Tensor run(Problem p, List<Tensor> inputs, KernelPolicy policy) {
    return Interpreter.run(p.op(), inputs, policy, 0);
  }

  private static void close(
      Problem p, String what, double[] truth, Tensor result, double tolerance) {
    if (truth.length != result.length()) {
      throw new AssertionError(
          p + ": the oracle gives " + truth.length + " values, the op " + result.length());
    }
    double scale = 0;
    for (double t : truth) {
      if (Double.isFinite(t)) {
        scale = Math.max(scale, Math.abs(t));
      }
    }
    for (int i = 0; i < truth.length; i++) {
      double error = Math.abs(truth[i] - result.get(i));
      boolean same = truth[i] == result.get(i) || error <= tolerance * scale;
      if (!same) {
        throw new AssertionError(
            "%s, %s: value %d is %.9g, expected %.9g (error %.2g of the largest value)"
                .formatted(p, what, i, result.get(i), truth[i], error / scale));
      }
    }
  }
}
