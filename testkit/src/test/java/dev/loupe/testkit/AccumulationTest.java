package dev.loupe.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.loupe.graph.ParameterSource;
import dev.loupe.graph.Parameters;
import dev.loupe.graph.Plan;
import dev.loupe.graph.Plan.Mode;
import dev.loupe.graph.Program;
import dev.loupe.graph.Source.Role;
import dev.loupe.graph.Source.Variable;
import dev.loupe.graph.pass.Passes;
import dev.loupe.kernel.OptimiserRule;
import dev.loupe.kernel.Parallel;
import dev.loupe.nn.BatchNorm;
import dev.loupe.nn.Conv;
import dev.loupe.nn.CrossEntropy;
import dev.loupe.nn.Dense;
import dev.loupe.nn.Dropout;
import dev.loupe.nn.Flatten;
import dev.loupe.nn.Layer;
import dev.loupe.nn.MaxPool;
import dev.loupe.nn.Network;
import dev.loupe.nn.Network.Training;
import dev.loupe.nn.Nonlinearity;
import dev.loupe.nn.Optimiser;
import dev.loupe.nn.Optimiser.Clip;
import dev.loupe.nn.RateFactor;
import dev.loupe.nn.Sequential;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Training with gradients accumulated over small batches, beside one with batches as large as all
/// of them together.
final class AccumulationTest {
  private static final int CLASSES = 4;
  private static final int LARGE = 12;
  private static final int STEPS = 3;
  private static final Network PLAIN = network(Nonlinearity.RELU);

  private static Network network(Layer middle) {
    return new Network(
        Shape.of(8, 9, 3),
        Sequential.of(
            Conv.of(6, 3),
            middle,
            MaxPool.of(2),
            Conv.of(19, 3),
            Nonlinearity.RELU,
            Flatten.of(),
            Dense.of(CLASSES)));
  }

  private static Training how(Optimiser optimiser) {
    return new Training(CrossEntropy.of().withLabelSmoothing(0.125f), optimiser, List.of());
  }

  private static Stream<Optimiser> optimisers() {
    return Stream.of(
        Optimiser.sgd(0, 0),
        Optimiser.nesterov(0.9f, 0.01f),
        Optimiser.adamW(0.1f),
        Optimiser.rmsProp(),
        // The norm of the mean is above 0.25, and some of its values are above 0.03.
        Optimiser.sgd(0.9f, 0).clipped(Clip.norm(0.25f)),
        Optimiser.sgd(0.9f, 0).clipped(Clip.value(0.03f)));
  }

  @ParameterizedTest
  @MethodSource("optimisers")
  void smallBatchesAreAsOneLargeBatch(Optimiser optimiser) {
    Training how =
        how(optimiser).withRates(List.of(new RateFactor("0", 0.5f), new RateFactor("3.bias", 2)));
    Map<String, Tensor> expected = train(PLAIN, how, Mode.FAST, 1);
    for (int k : List.of(2, 3, 12)) {
      Map<String, Tensor> got = train(PLAIN, how.withAccumulation(k), Mode.FAST, 1);
      expected.forEach((path, t) -> close(path + " by " + k, t, got.getOrDefault(path, t), 1e-6f));
    }
  }

  /// Were each small gradient clipped, the mean would be shorter.
  @Test
  void theNormOfTheMeanIsClipped() {
    float limit = 0.25f;
    Training how = how(Optimiser.sgd(0, 0).clipped(Clip.norm(limit))).withAccumulation(4);
    Parameters before = parameters(PLAIN, how);
    Parameters after = parameters(PLAIN, how);
    Program p = program(PLAIN, how, after, Mode.FAST, 1);
    runs(p, how, 0, 4);
    double sum = 0;
    for (Variable v : after.model()) {
      for (int i = 0; i < v.shape().length(); i++) {
        double moved = after.tensor(v.path()).get(i) - (double) before.tensor(v.path()).get(i);
        sum += moved * moved;
      }
    }
    // Plain descent moves by rate times gradient.
    assertThat(Math.sqrt(sum) / rate(p)).isCloseTo(limit, within(1e-4));
  }

  @Test
  void parametersRestUntilTheLastBatch() {
    Training how = how(Optimiser.adam()).withAccumulation(3);
    Parameters fresh = parameters(PLAIN, how);
    Parameters parameters = parameters(PLAIN, how);
    Program p = program(PLAIN, how, parameters, Mode.FAST, 2);
    runs(p, how, 0, 2);
    for (Variable v : parameters.variables()) {
      boolean grows = v.path().startsWith("optimiser.accumulated.");
      assertThat(parameters.tensor(v.path()).equals(fresh.tensor(v.path())))
          .as(v.path())
          .isEqualTo(!grows);
    }
    runs(p, how, 2, 3);
    assertThat(parameters.model())
        .noneMatch(v -> parameters.tensor(v.path()).equals(fresh.tensor(v.path())));
  }

  @Test
  void neitherThreadsNorPlansChangeABit() {
    Training how = how(Optimiser.adamW(0.01f).clipped(Clip.norm(0.25f))).withAccumulation(3);
    Map<String, Tensor> one = train(PLAIN, how, Mode.FAST, 1);
    assertThat(train(PLAIN, how, Mode.FAST, 2)).isEqualTo(one);
    assertThat(train(PLAIN, how, Mode.FAST, 3)).isEqualTo(one);
    Map<String, Tensor> checked = train(PLAIN, how, Mode.CHECKED, 1);
    one.forEach((path, t) -> close(path, t, checked.getOrDefault(path, t), 1e-4f));
  }

  /// The variables and the number of the run are all that one run hands to the next.
  @Test
  void goesOnInTheMidstOfAMean() {
    Training how = how(Optimiser.nesterov(0.9f, 0)).withAccumulation(4);
    Parameters parameters = parameters(PLAIN, how);
    Program p = program(PLAIN, how, parameters, Mode.FAST, 1);
    runs(p, how, 0, 6);
    Parameters copy =
        Parameters.of(p.plan().graph(), (v, t) -> t.copyFrom(parameters.tensor(v.path())));
    runs(p, how, 6, 12);
    Program other = program(PLAIN, how, copy, Mode.FAST, 2);
    other.warmUp(0.1);
    runs(other, how, 6, 12);
    assertThat(values(copy)).isEqualTo(values(parameters));
  }

  /// Statistics are those of each small batch, and so are masks.
  @Test
  void layersSeeEachBatch() {
    Network normal = network(BatchNorm.of());
    Training plain = how(Optimiser.sgd(0, 0));
    Training how = plain.withAccumulation(3);
    Parameters small = parameters(normal, how);
    Parameters one = parameters(normal, plain);
    Program p = program(normal, how, small, Mode.FAST, 1);
    runs(p, how, 0, 1);
    Program other =
        new Program(Plan.of(normal.training(LARGE / 3, plain), Mode.FAST), one, new Parallel(1));
    load(other, 0);
    other.run();
    Tensor mean = small.tensor("1.running_mean");
    assertThat(mean).isEqualTo(one.tensor("1.running_mean"));
    Tensor first = Tensor.of(mean.shape(), mean.toArray());
    runs(p, how, 1, 2);
    assertThat(mean).isNotEqualTo(first);

    Network drops = network(Dropout.of(0.5f));
    Program masked = program(drops, how, parameters(drops, how), Mode.FAST, 1);
    load(masked, 0);
    masked.run(0);
    float loss = masked.output(Network.LOSS).get(0);
    masked.run(1);
    assertThat(masked.output(Network.LOSS).get(0)).isNotEqualTo(loss);
  }

  /// The accumulated gradients are variables, so that checkpoints hold them, and no other memory is
  /// needed.
  @Test
  void takesTheMemoryOfASmallBatchAndOneMoreVariableEach() {
    Training how = how(Optimiser.sgd(0.9f, 0));
    Plan one = Plan.of(Passes.training(PLAIN.training(3, how)), Mode.FAST);
    Plan four = Plan.of(Passes.training(PLAIN.training(3, how.withAccumulation(4))), Mode.FAST);
    assertThat(four.activations().bytes()).isEqualTo(one.activations().bytes());
    assertThat(four.pinned().bytes()).isEqualTo(one.pinned().bytes());
    List<String> more =
        four.graph().variables().stream()
            .filter(v -> v.role() == Role.OPTIMISER)
            .map(Variable::path)
            .filter(path -> path.startsWith("optimiser.accumulated."))
            .toList();
    assertThat(more)
        .containsExactlyElementsOf(
            one.graph().variables().stream()
                .filter(v -> v.role().trainable())
                .map(v -> "optimiser.accumulated." + v.path())
                .toList());
    assertThat(one.describe()).doesNotContain("Accumulate", ", every=");
    assertThat(four.describe()).contains("Accumulate[count=4]", "clipped=false, every=4]");
  }

  @Test
  void aRunAllocatesNothing() throws Exception {
    assertThat(OwnProcess.prints(AccumulationTest.class, List.of())).isEqualTo("0 bytes");
  }

  /// Prints how many bytes 12 runs allocate.
  public static void main(String[] arguments) {
    Training how = how(Optimiser.adam().clipped(Clip.norm(1))).withAccumulation(3);
    Program p = program(PLAIN, how, parameters(PLAIN, how), Mode.FAST, 1);
    load(p, 0);
    System.out.println(OwnProcess.leastBytes(12, p::run) + " bytes");
  }

  private static Map<String, Tensor> train(Network network, Training how, Mode mode, int threads) {
    Parameters parameters = parameters(network, how);
    Program p = program(network, how, parameters, mode, threads);
    runs(p, how, 0, STEPS * how.accumulation());
    return values(parameters);
  }

  private static Map<String, Tensor> values(Parameters parameters) {
    Map<String, Tensor> all = new LinkedHashMap<>();
    parameters.variables().stream()
        .filter(v -> !v.path().startsWith("optimiser.accumulated."))
        .forEach(v -> all.put(v.path(), parameters.tensor(v.path())));
    return all;
  }

  private static Parameters parameters(Network network, Training how) {
    return Parameters.of(network.training(2, how), ParameterSource.random(Seed.of(6)));
  }

  private static Program program(
      Network network, Training how, Parameters parameters, Mode mode, int threads) {
    int batch = LARGE / how.accumulation();
    Plan plan = Plan.of(Passes.training(network.training(batch, how)), mode);
    Program p = new Program(plan, parameters, new Parallel(threads));
    // Adam and RMSprop divide by the size of gradients: at a large rate the rounding of the
    // smallest
    // ones would count.
    p.input(Network.LEARNING_RATE)
        .fill(how.optimiser().rule() instanceof OptimiserRule.Sgd ? 1f / 16 : 1f / 1024);
    return p;
  }

  /// The batches are the parts of one long list of samples.
  private static void runs(Program p, Training how, int from, int to) {
    for (int run = from; run < to; run++) {
      int sample = run * LARGE / how.accumulation();
      load(p, sample);
      p.run(run);
    }
  }

  private static void load(Program p, int first) {
    Tensor x = p.input(Network.INPUT);
    Tensor t = p.input(Network.TARGET);
    int length = x.length() / t.length();
    for (int i = 0; i < t.length(); i++) {
      Seed sample = Seed.of(9).child(first + i);
      t.set(i, sample.below(0, CLASSES));
      for (int j = 0; j < length; j++) {
        x.set(i * length + j, sample.gaussian(j) + 0.3f * t.get(i));
      }
    }
  }

  private static float rate(Program p) {
    return p.input(Network.LEARNING_RATE).get(0);
  }

  private static void close(String what, Tensor expected, Tensor got, float tolerance) {
    float[] e = expected.toArray();
    float scale = 0;
    for (float v : e) {
      scale = Math.max(scale, Math.abs(v));
    }
    assertThat(got.toArray())
        .as("%s, of %s", what, Arrays.toString(Arrays.copyOf(e, Math.min(3, e.length))))
        .containsExactly(e, org.assertj.core.data.Offset.offset(tolerance * scale));
  }
}
