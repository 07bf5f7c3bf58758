package dev.loupe.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.loupe.graph.Graph;
import dev.loupe.graph.ParameterSource;
import dev.loupe.graph.Parameters;
import dev.loupe.graph.Plan;
import dev.loupe.graph.Plan.Mode;
import dev.loupe.graph.Program;
import dev.loupe.graph.op.OptimiserStep;
import dev.loupe.kernel.Parallel;
import dev.loupe.nn.Network.Training;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// Factors on the learning rate of some layers: which one counts, and what it does to a step.
final class RateFactorTest {
  private static final Network NETWORK =
      new Network(
          Shape.of(5), Sequential.of(Dense.of(7), Nonlinearity.RELU, Dense.of(6), Dense.of(3)));
  private static final Training PLAIN =
      new Training(CrossEntropy.of(), Optimiser.sgd(0, 0), List.of());

  @Test
  void theLongestPathCounts() {
    List<RateFactor> factors =
        List.of(
            new RateFactor("layer1.0", 0.5f),
            new RateFactor("", 0.25f),
            new RateFactor("layer1", 0.125f),
            new RateFactor("layer1.0.conv1.bias", 2));
    assertThat(RateFactor.of("layer1.0.conv1.weight", factors)).isEqualTo(0.5f);
    assertThat(RateFactor.of("layer1.0.conv1.bias", factors)).isEqualTo(2);
    assertThat(RateFactor.of("layer1.1.conv1.bias", factors)).isEqualTo(0.125f);
    assertThat(RateFactor.of("layer10.weight", factors)).isEqualTo(0.25f);
    assertThat(RateFactor.of("layer10.weight", factors.subList(0, 1))).isEqualTo(1);
  }

  /// Plain descent moves a parameter by rate times gradient, so the factors are seen in the moves.
  @Test
  void aStepMovesByTheFactor() {
    Map<String, float[]> plain = moves(PLAIN);
    Map<String, float[]> scaled =
        moves(
            PLAIN.withRates(
                List.of(
                    new RateFactor("", 0.5f),
                    new RateFactor("2", 0.25f),
                    new RateFactor("3.bias", 4))));
    Map<String, Float> factors =
        Map.of(
            "0.weight",
            0.5f,
            "0.bias",
            0.5f,
            "2.weight",
            0.25f,
            "2.bias",
            0.25f,
            "3.weight",
            0.5f,
            "3.bias",
            4f);
    assertThat(plain.keySet()).isEqualTo(new TreeMap<>(factors).keySet());
    factors.forEach(
        (path, factor) -> {
          float[] expected = plain.getOrDefault(path, new float[0]);
          float[] got = scaled.getOrDefault(path, new float[0]);
          for (int i = 0; i < expected.length; i++) {
            // A move is the difference of two rounded parameters below 2.
            assertThat(got[i]).as("%s %d", path, i).isCloseTo(factor * expected[i], within(1e-6f));
          }
        });
    assertThat(plain.getOrDefault("3.bias", new float[1])[0]).isNotCloseTo(0, within(1e-3f));
  }

  @Test
  void withoutFactorsTheStepIsTheSameOp() {
    assertThat(step(PLAIN.withRates(List.of(new RateFactor("0", 1))))).isEqualTo(step(PLAIN));
    assertThat(step(PLAIN).toString()).doesNotContain("rates");
    assertThat(step(PLAIN.withRates(List.of(new RateFactor("2", 0.5f)))).toString())
        .contains(", rates=[1.0, 1.0, 0.5, 0.5, 1.0, 1.0], ");
  }

  @Test
  void frozenLayersMayHaveAFactor() {
    Training how =
        new Training(CrossEntropy.of(), Optimiser.adam(), List.of("0"))
            .withRates(List.of(new RateFactor("0", 0.5f), new RateFactor("2.weight", 3)));
    assertThat(step(how).toString()).contains(", rates=[3.0, 1.0, 1.0, 1.0], ");
  }

  @Test
  void mistakes() {
    says(
        () -> new RateFactor("0", 0),
        """
        a factor on the learning rate is out of range
          expected: above 0
          got: 0.0
          fix: freeze layers that are to stay as they are\
        """);
    says(
        () -> PLAIN.withRates(List.of(new RateFactor("0", 1), new RateFactor("0", 2))),
        """
        there are two factors on the learning rate of '0'
          expected: one for each path
          got: [0=1.0, 0=2.0]\
        """);
    // Layer 1 is a ReLU, which learns nothing.
    says(
        () -> step(PLAIN.withRates(List.of(new RateFactor("1", 2)))),
        """
        unknown layer with a factor on its learning rate '1'
          expected: one of 0, 2, 3\
        """);
    says(
        () -> step(PLAIN.withRates(List.of(new RateFactor("2.weigh", 2)))),
        """
        unknown layer with a factor on its learning rate '2.weigh'
          expected: one of 0, 2, 3\
        """);
  }

  private static void says(ThrowingCallable code, String message) {
    assertThatThrownBy(code).isInstanceOf(LoupeException.class).hasMessage(message);
  }

  private static OptimiserStep step(Training how) {
    Graph g = NETWORK.training(2, how);
    return (OptimiserStep) g.node(g.effects().get(0)).op();
  }

  private static Map<String, float[]> moves(Training how) {
    Graph graph = NETWORK.training(4, how);
    Parameters parameters = Parameters.of(graph, ParameterSource.random(Seed.of(1)));
    Map<String, float[]> before = new TreeMap<>();
    parameters
        .variables()
        .forEach(v -> before.put(v.path(), parameters.tensor(v.path()).toArray()));
    Program p = new Program(Plan.of(graph, Mode.FAST), parameters, new Parallel(1));
    for (int i = 0; i < 20; i++) {
      p.input(Network.INPUT).set(i, Seed.of(2).gaussian(i));
    }
    p.input(Network.TARGET).fill(1);
    p.input(Network.LEARNING_RATE).fill(0.125f);
    p.run();
    before.forEach(
        (path, values) -> {
          for (int i = 0; i < values.length; i++) {
            values[i] = parameters.tensor(path).get(i) - values[i];
          }
        });
    return before;
  }
}
