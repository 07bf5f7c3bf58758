package dev.loupe.testkit.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loupe.graph.Gradients;
import dev.loupe.graph.Graph;
import dev.loupe.graph.GraphBuilder;
import dev.loupe.graph.Parameters;
import dev.loupe.graph.Plan;
import dev.loupe.graph.Plan.Mode;
import dev.loupe.graph.Program;
import dev.loupe.graph.Source.Role;
import dev.loupe.graph.Source.Variable;
import dev.loupe.graph.Value;
import dev.loupe.graph.op.Arithmetic;
import dev.loupe.graph.op.Reduce;
import dev.loupe.kernel.Parallel;
import dev.loupe.kernel.ReduceKind;
import dev.loupe.nn.Scope;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import dev.loupe.testkit.golden.GoldenFile.Golden;
import dev.loupe.testkit.golden.GoldenLayers.Case;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Every layer against PyTorch: output, gradients of input and parameters, running statistics.
///
/// PyTorch computed in double precision, so what is seen is Loupe's own rounding. All stay within
/// 1e-6 of a tensor's largest value, 8 units of its last place; the worst, 5.3e-7, is the gradient
/// of GELU by a hyperbolic tangent. Only kernels that say that they round more may do so.
final class GoldenTest {
  static final double TOLERANCE = 1e-6;

  private static final GoldenFile FILE = GoldenFile.read("layers.txt");
  private static final Parallel TEAM = new Parallel(2);

  @Test
  void casesAreThoseOfTheFile() {
    assertThat(GoldenLayers.all().stream().map(Case::name))
        .containsExactlyInAnyOrderElementsOf(FILE.cases().keySet());
  }

  @TestFactory
  Stream<DynamicTest> fastKernels() {
    return GoldenLayers.all().stream()
        .map(c -> DynamicTest.dynamicTest(c.name(), () -> check(c, Mode.FAST)));
  }

  @TestFactory
  Stream<DynamicTest> referenceKernels() {
    return GoldenLayers.all().stream()
        .map(c -> DynamicTest.dynamicTest(c.name(), () -> check(c, Mode.CHECKED)));
  }

  private static void check(Case c, Mode mode) {
    GraphBuilder b = new GraphBuilder();
    Scope scope = c.training() ? Scope.training(b, List.of()) : Scope.inference(b);
    Value x = b.input("x", c.input());
    Value y = c.layer().apply(scope, x);
    b.output("y", y);
    Value product = b.apply(Arithmetic.MULTIPLY, y, b.input("g", y.shape()));
    List<Integer> axes = IntStream.range(0, y.shape().rank()).boxed().toList();
    Value sum = b.apply(new Reduce(ReduceKind.SUM, axes, false), product);
    List<Variable> variables = b.build().variables();
    List<Variable> trained = variables.stream().filter(v -> v.role().trainable()).toList();
    List<Value> wanted = new ArrayList<>(List.of(x));
    trained.forEach(v -> wanted.add(b.variable(v)));
    Map<Value, Value> gradients = Gradients.of(b, sum, wanted);
    List<Value> found = List.copyOf(gradients.values());
    b.output("dx", found.get(0));
    for (int i = 0; i < trained.size(); i++) {
      b.output("d." + trained.get(i).path(), found.get(i + 1));
    }
    Graph graph = b.build();
    Parameters parameters = Parameters.of(graph, GoldenData.parameters(c.name()));
    Plan plan = Plan.of(graph, mode);
    Program program = new Program(plan, parameters, TEAM);
    GoldenData.fill(c.name() + "/x", program.input("x"), c.scale());
    GoldenData.fill(c.name() + "/g", program.input("g"), 1);
    program.run();

    Map<String, Golden> golden = FILE.get(c.name());
    Checker checker = new Checker(c.name(), golden, tolerance(plan));
    checker.tensor("y", program.output("y"), GoldenData.order(y.shape()));
    checker.tensor("dx", program.output("dx"), GoldenData.order(x.shape()));
    for (Variable v : trained) {
      checker.tensor("d." + v.path(), program.output("d." + v.path()), GoldenData.order(v));
    }
    for (Variable v : variables) {
      if (v.role() == Role.BUFFER && c.training()) {
        checker.tensor(v.path(), parameters.tensor(v.path()), GoldenData.order(v));
      }
    }
    assertThat(checker.seen).containsExactlyInAnyOrderElementsOf(golden.keySet());
  }

  private static double tolerance(Plan plan) {
    return plan.steps().stream()
        .mapToDouble(s -> s.choice().kernel().rounding())
        .reduce(TOLERANCE, Math::max);
  }

  /// Compares the tensors of a case.
  static final class Checker {
    final List<String> seen = new ArrayList<>();
    private final String name;
    private final Map<String, Golden> golden;
    private final double tolerance;

    Checker(String name, Map<String, Golden> golden, double tolerance) {
      this.tolerance = tolerance;
      this.name = name;
      this.golden = golden;
    }

    void tensor(String what, Tensor t, int[] order) {
      seen.add(what);
      Golden g = golden.get(what);
      assertThat(g).as("%s %s in the file", name, what).isNotNull();
      assertThat(shape(t.shape(), order)).as("%s %s", name, what).isEqualTo(g.shape());
      g.check(name + " " + what, GoldenData.read(t, order), tolerance);
    }

    private static String shape(Shape shape, int[] order) {
      return order.length == 0
          ? "scalar"
          : Arrays.stream(order)
              .mapToObj(axis -> String.valueOf(shape.size(axis)))
              .collect(Collectors.joining("x"));
    }
  }
}
