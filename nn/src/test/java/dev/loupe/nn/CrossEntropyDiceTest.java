package dev.loupe.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.loupe.graph.ParameterSource;
import dev.loupe.graph.Parameters;
import dev.loupe.graph.Plan;
import dev.loupe.graph.Plan.Mode;
import dev.loupe.graph.Program;
import dev.loupe.kernel.Parallel;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import org.junit.jupiter.api.Test;

/// The loss beside its formula in double precision.
final class CrossEntropyDiceTest {
  @Test
  void isTheFormula() {
    Shape input = Shape.of(3, 2, 3);
    Network network = new Network(input, Identity.of());
    CrossEntropyDice loss = new CrossEntropyDice(0.5f);
    assertThat(loss.target(input.prepend(2))).isEqualTo(Shape.of(2, 3, 2));
    var graph = network.evaluation(2, loss);
    Parameters none = Parameters.of(graph, ParameterSource.random(Seed.of(1)));
    Program program = new Program(Plan.of(graph, Mode.FAST), none, new Parallel(1));
    Tensor x = program.input(Network.INPUT);
    Tensor t = program.input(Network.TARGET);
    for (int i = 0; i < x.length(); i++) {
      x.set(i, Seed.of(3).uniform(i, -2, 2));
    }
    for (int i = 0; i < t.length(); i++) {
      t.set(i, Seed.of(4).below(i, 3));
    }
    program.run();
    double entropy = 0;
    double[] both = new double[3];
    double[] all = new double[3];
    for (int i = 0; i < t.length(); i++) {
      double sum = 0;
      for (int k = 0; k < 3; k++) {
        sum += Math.exp(x.get(3 * i + k));
      }
      for (int k = 0; k < 3; k++) {
        double p = Math.exp(x.get(3 * i + k)) / sum;
        boolean is = t.get(i) == k;
        entropy -= is ? Math.log(p) / t.length() : 0;
        both[k] += is ? p : 0;
        all[k] += p + (is ? 1 : 0);
      }
    }
    double apart = 0;
    for (int k = 0; k < 3; k++) {
      apart += (1 - (2 * both[k] + 0.5) / (all[k] + 0.5)) / 3;
    }
    assertThat((double) program.output(Network.LOSS).get(0))
        .isCloseTo(entropy + apart, within(1e-5));
  }
}
