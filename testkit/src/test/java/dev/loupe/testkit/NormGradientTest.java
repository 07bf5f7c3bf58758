package dev.loupe.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.loupe.graph.Computation;
import dev.loupe.graph.Gradients;
import dev.loupe.graph.GraphBuilder;
import dev.loupe.graph.Value;
import dev.loupe.graph.op.Arithmetic;
import dev.loupe.graph.op.BatchNormTrain;
import dev.loupe.graph.op.BatchStats;
import dev.loupe.graph.op.GroupNorm;
import dev.loupe.graph.op.GroupStats;
import dev.loupe.graph.op.SumTo;
import dev.loupe.kernel.KernelPolicy;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Statistics and normalisation together: the rule of the second holds the gradient's way through
/// the first, so only the two together can be checked, by central differences in double precision.
final class NormGradientTest {
  private static final double STEP = 1e-4;
  private static final int PROBES = 30;
  private static final float EPSILON = 1e-3f;

  @TestFactory
  Stream<DynamicTest> batchNorm() {
    List<Shape> shapes =
        List.of(
            Shape.of(5, 3),
            Shape.of(2, 3, 4, 1),
            Shape.of(3, 4, 16),
            Shape.of(2, 2, 2, 3, 19),
            Shape.of(40, 33),
            Shape.of(1200, 33));
    return shapes.stream()
        .flatMap(
            x ->
                check(
                    "batch " + x,
                    x,
                    new BatchStats(),
                    new BatchNormTrain(EPSILON),
                    x.channels(),
                    i -> i % x.channels()));
  }

  @TestFactory
  Stream<DynamicTest> groupNorm() {
    return Stream.of(
            groups(1, Shape.of(3, 4, 6)),
            groups(3, Shape.of(2, 3, 3, 6)),
            groups(19, Shape.of(2, 5, 19)),
            groups(4, Shape.of(2, 2, 2, 3, 16)),
            groups(11, Shape.of(1, 1200, 33)),
            groups(1, Shape.of(7, 1, 33)),
            groups(2, Shape.of(5, 6)),
            groups(1, Shape.of(1, 1, 33_001)))
        .flatMap(s -> s);
  }

  private static Stream<DynamicTest> groups(int groups, Shape x) {
    int sample = x.length() / x.size(0);
    int own = x.channels() / groups;
    return check(
        groups + " groups " + x,
        x,
        new GroupStats(groups),
        new GroupNorm(groups, EPSILON),
        x.size(0) * groups,
        i -> i / sample * groups + i % x.channels() / own);
  }

  private static Stream<DynamicTest> check(
      String name,
      Shape x,
      Computation statistics,
      Computation norm,
      int populations,
      IntUnaryOperator population) {
    return Stream.of(KernelPolicy.REFERENCE, KernelPolicy.FASTEST)
        .map(
            policy ->
                DynamicTest.dynamicTest(
                    name + ", " + policy,
                    () -> gradients(name, x, statistics, norm, populations, population, policy)));
  }

  private static void gradients(
      String name,
      Shape shape,
      Computation statistics,
      Computation norm,
      int populations,
      IntUnaryOperator population,
      KernelPolicy policy) {
    Seed seed = Seed.of(3).child(name);
    Shape channels = Shape.of(shape.channels());
    List<Tensor> in =
        List.of(
            Fill.normal().tensor(seed.child(0), false, shape),
            Fill.normal().tensor(seed.child(1), false, channels),
            Fill.normal().tensor(seed.child(2), false, channels));
    Tensor g = Fill.normal().tensor(seed.child(3), false, shape);

    GraphBuilder b = new GraphBuilder();
    Value x = b.input("x", shape);
    Value gamma = b.input("gamma", channels);
    Value beta = b.input("beta", channels);
    Value y = b.apply(norm, x, gamma, beta, b.apply(statistics, x));
    Value loss = b.apply(new SumTo(Shape.of()), b.apply(Arithmetic.MULTIPLY, y, b.constant(g)));
    List<Value> wanted = List.of(x, gamma, beta);
    Map<Value, Value> gradients = Gradients.of(b, loss, wanted);
    Map<String, Tensor> sources = Map.of("x", in.get(0), "gamma", in.get(1), "beta", in.get(2));
    List<Tensor> results = Interpreter.run(b.build(), sources, policy, 0);

    for (int input = 0; input < 3; input++) {
      Value value = gradients.get(wanted.get(input));
      assertThat(value).isNotNull();
      Tensor gradient = results.get(value.id());
      double scale = 1e-3;
      for (int i = 0; i < gradient.length(); i++) {
        scale = Math.max(scale, Math.abs(gradient.get(i)));
      }
      int length = gradient.length();
      int probes = shape.length() > 10_000 ? 4 : PROBES;
      for (int probe = 0; probe < Math.min(length, probes); probe++) {
        int at = length <= probes ? probe : seed.child(input).below(probe, length);
        double expected = difference(in, g, input, at, populations, population);
        assertThat((double) gradient.get(at))
            .as("gradient of input %d at %d", input, at)
            .isCloseTo(expected, within(2e-6 * scale));
      }
    }
  }

  private static double difference(
      List<Tensor> in, Tensor g, int input, int at, int populations, IntUnaryOperator population) {
    List<double[]> values = new ArrayList<>();
    for (Tensor t : in) {
      double[] v = new double[t.length()];
      for (int i = 0; i < v.length; i++) {
        v[i] = t.get(i);
      }
      values.add(v);
    }
    double centre = values.get(input)[at];
    double[] losses = new double[2];
    for (int side = 0; side < 2; side++) {
      values.get(input)[at] = centre + (side == 0 ? STEP : -STEP);
      double[] y = normalise(values, populations, population);
      for (int i = 0; i < y.length; i++) {
        losses[side] += y[i] * g.get(i);
      }
    }
    return (losses[0] - losses[1]) / (2 * STEP);
  }

  private static double[] normalise(
      List<double[]> in, int populations, IntUnaryOperator population) {
    double[] x = in.get(0);
    int channels = in.get(1).length;
    double[] mean = new double[populations];
    double[] variance = new double[populations];
    int size = x.length / populations;
    for (int i = 0; i < x.length; i++) {
      mean[population.applyAsInt(i)] += x[i] / size;
    }
    for (int i = 0; i < x.length; i++) {
      int p = population.applyAsInt(i);
      variance[p] += (x[i] - mean[p]) * (x[i] - mean[p]) / size;
    }
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      int p = population.applyAsInt(i);
      int c = i % channels;
      double normal = (x[i] - mean[p]) / Math.sqrt(variance[p] + EPSILON);
      y[i] = normal * in.get(1)[c] + in.get(2)[c];
    }
    return y;
  }
}
