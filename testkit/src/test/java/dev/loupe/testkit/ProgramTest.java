package dev.loupe.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loupe.graph.Graph;
import dev.loupe.graph.Parameters;
import dev.loupe.graph.Plan;
import dev.loupe.graph.Plan.Mode;
import dev.loupe.graph.Program;
import dev.loupe.graph.Source;
import dev.loupe.graph.pass.FuseEpilogues;
import dev.loupe.graph.pass.Passes;
import dev.loupe.kernel.KernelPolicy;
import dev.loupe.kernel.Parallel;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Tensor;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whole graphs: planned memory, fused ops, threads and checked mode change no bit.
final class ProgramTest {
  @Test
  void plannedMemoryGivesTheBitsOfOneBufferForEachValue() {
    assertThat(train(SmallNet.training(), Mode.FAST, 2)).isEqualTo(interpreted());
  }

  @Test
  void fusedOpsGiveTheBitsOfSingleOps() {
    Graph graph = SmallNet.training();
    Graph fused = Passes.training(graph);
    assertThat(fused.nodes()).hasSizeLessThan(graph.nodes().size());
    assertThat(train(fused, Mode.FAST, 2)).isEqualTo(interpreted());
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 16})
  void threadsChangeNoBit(int threads) {
    Graph graph = Passes.training(SmallNet.training());
    assertThat(train(graph, Mode.FAST, threads)).isEqualTo(train(graph, Mode.FAST, 1));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void warmingUpChangesNoBit(int threads) {
    Graph graph = Passes.training(SmallNet.training());
    Parameters parameters = SmallNet.parameters();
    Program p = new Program(Plan.of(graph, Mode.FAST), parameters, new Parallel(threads));
    fill(p);
    p.warmUp(0.3);
    Parameters fresh = SmallNet.parameters();
    assertThat(parameters.variables())
        .allSatisfy(
            v ->
                assertThat(parameters.tensor(v.path()))
                    .as(v.path())
                    .isEqualTo(fresh.tensor(v.path())));
    assertThat(p.input("input")).isEqualTo(data("input", p.input("input").shape()));
    assertThat(threeSteps(p, parameters)).isEqualTo(train(graph, Mode.FAST, threads));
  }

  @Test
  void warmingUpBetweenStepsKeepsFoldedWeights() {
    Graph folded = Passes.inference(SmallNet.inference());
    Parameters parameters = SmallNet.parameters();
    Program p = new Program(Plan.of(folded, Mode.FAST), parameters, new Parallel(2));
    fill(p);
    p.run();
    p.warmUp(0.1);
    p.run();
    assertThat(p.output("logits")).isEqualTo(answer(folded, parameters));
  }

  @Test
  void referenceKernelsInCheckedModeAgree() {
    Graph graph = SmallNet.training();
    Map<String, Tensor> fast = train(graph, Mode.FAST, 2);
    Map<String, Tensor> checked = train(graph, Mode.CHECKED, 2);
    assertThat(checked).containsOnlyKeys(fast.keySet());
    checked.forEach((path, t) -> assertClose(path, fast.getOrDefault(path, t), t, 1e-4f));
  }

  @Test
  void checkedModeNamesTheLayerOfTheFirstBadValue() {
    Parameters parameters = SmallNet.parameters();
    parameters.tensor("b.weight").set(5, Float.NaN);
    Program p =
        new Program(Plan.of(SmallNet.inference(), Mode.CHECKED), parameters, new Parallel(1));
    fill(p);
    assertThatThrownBy(p::run)
        .isInstanceOf(LoupeException.class)
        .hasMessageStartingWith("b: the value of Convolution is not finite\n  got: NaN at index");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aStepAllocatesNothing(int threads) throws Exception {
    assertThat(OwnProcess.prints(ProgramTest.class, List.of(), String.valueOf(threads)))
        .isEqualTo("0 bytes");
  }

  /// Prints how many bytes 20 steps allocate.
  public static void main(String[] arguments) {
    Program p =
        new Program(
            Plan.of(Passes.training(SmallNet.training()), Mode.FAST),
            SmallNet.parameters(),
            new Parallel(Integer.parseInt(arguments[0])));
    fill(p);
    System.out.println(OwnProcess.leastBytes(20, p::run) + " bytes");
  }

  @Test
  void foldedBatchNormAnswersTheSame() {
    Graph graph = SmallNet.inference();
    Parameters parameters = SmallNet.parameters();
    Tensor plain = answer(graph, parameters);
    Plan folded = Plan.of(Passes.inference(graph), Mode.FAST);
    assertThat(folded.describe()).contains("once").doesNotContain("BatchNorm");
    assertClose("logits", plain, answer(folded.graph(), parameters), 1e-5f);
  }

  @Test
  void foldedWeightsFollowTheParameters() {
    Graph folded = Passes.inference(SmallNet.inference());
    Parameters parameters = SmallNet.parameters();
    Program p = new Program(Plan.of(folded, Mode.FAST), parameters, new Parallel(2));
    fill(p);
    p.run();
    Tensor before = Tensor.of(p.output("logits").shape(), p.output("logits").toArray());
    parameters.tensor("a.gamma").fill(2);
    parameters.touch();
    p.run();
    assertThat(p.output("logits")).isNotEqualTo(before);
    assertThat(p.output("logits")).isEqualTo(answer(folded, parameters));
  }

  @Test
  void aRetainedLayerIsKept() {
    Graph graph = Passes.inference(SmallNet.inference().retain("a"));
    Program p = new Program(Plan.of(graph, Mode.FAST), SmallNet.parameters(), new Parallel(2));
    fill(p);
    p.run();
    Program other =
        new Program(
            Plan.of(Passes.inference(SmallNet.inference()), Mode.FAST),
            SmallNet.parameters(),
            new Parallel(1));
    fill(other);
    other.run();
    assertThat(p.output("logits")).isEqualTo(other.output("logits"));
    for (float v : p.output("a").toArray()) {
      assertThat(v).isNotNegative();
    }
  }

  @Test
  void anUnknownLayerIsNamedWithTheKnownOnes() {
    assertThatThrownBy(() -> SmallNet.inference().retain("joint"))
        .hasMessage("the network has no layer 'joint'\n  expected: one of a, b, join");
  }

  @Test
  void sharedMemoryIsSmallerThanOneBufferForEachValue() {
    Graph graph = new FuseEpilogues().apply(SmallNet.training(32));
    long shared = Plan.of(graph, Mode.FAST).activations().bytes();
    long single = Plan.of(graph, Mode.CHECKED).activations().bytes();
    assertThat(shared).isLessThan(single * 3 / 4);
  }

  private static Tensor answer(Graph graph, Parameters parameters) {
    Program p = new Program(Plan.of(graph, Mode.FAST), parameters, new Parallel(2));
    fill(p);
    p.run();
    return p.output("logits");
  }

  /// The parameters and the loss after three steps.
  private static Map<String, Tensor> train(Graph graph, Mode mode, int threads) {
    Parameters parameters = SmallNet.parameters();
    Program p = new Program(Plan.of(graph, mode), parameters, new Parallel(threads));
    fill(p);
    return threeSteps(p, parameters);
  }

  private static Map<String, Tensor> threeSteps(Program p, Parameters parameters) {
    for (int step = 0; step < 3; step++) {
      p.run(step);
    }
    Map<String, Tensor> result = new LinkedHashMap<>();
    parameters.variables().forEach(v -> result.put(v.path(), parameters.tensor(v.path())));
    result.put("loss", p.output("loss"));
    return result;
  }

  /// The same by the interpreter.
  private static Map<String, Tensor> interpreted() {
    Graph graph = SmallNet.training();
    Parameters parameters = SmallNet.parameters();
    Map<String, Tensor> sources = new HashMap<>();
    for (Source.Variable v : parameters.variables()) {
      sources.put(v.path(), parameters.tensor(v.path()));
    }
    for (String label : List.of("input", "target")) {
      sources.put(label, data(label, graph.input(label).shape()));
    }
    Map<String, Tensor> result = new LinkedHashMap<>();
    parameters.variables().forEach(v -> result.put(v.path(), parameters.tensor(v.path())));
    for (int step = 0; step < 3; step++) {
      List<Tensor> values = Interpreter.run(graph, sources, KernelPolicy.FASTEST, step);
      result.put("loss", values.get(graph.outputs().getOrDefault("loss", -1)));
    }
    return result;
  }

  private static void fill(Program p) {
    for (String label : List.of("input", "target")) {
      boolean has =
          p.plan().graph().nodes().stream()
              .anyMatch(n -> n.op() instanceof Source.Input in && in.label().equals(label));
      if (has) {
        p.input(label).copyFrom(data(label, p.input(label).shape()));
      }
    }
  }

  private static Tensor data(String label, dev.loupe.tensor.Shape shape) {
    return Fill.normal().tensor(Seed.of(5).child(label), false, shape);
  }

  private static void assertClose(String path, Tensor expected, Tensor got, float tolerance) {
    float scale = 0;
    for (float v : expected.toArray()) {
      scale = Math.max(scale, Math.abs(v));
    }
    assertThat(got.toArray())
        .as(path)
        .containsExactly(
            expected.toArray(), org.assertj.core.data.Offset.offset(tolerance * scale));
  }
}
