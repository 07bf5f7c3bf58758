package dev.loupe.explain.hierarchy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.loupe.data.Normalise;
import dev.loupe.explain.Lens;
import dev.loupe.explain.Target;
import dev.loupe.explain.filter.Sight;
import dev.loupe.graph.ParameterSource;
import dev.loupe.graph.Parameters;
import dev.loupe.kernel.Parallel;
import dev.loupe.nn.Conv;
import dev.loupe.nn.Dense;
import dev.loupe.nn.Flatten;
import dev.loupe.nn.Network;
import dev.loupe.nn.Nonlinearity;
import dev.loupe.nn.Sequential;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class VisualisationTest {
  private static Sight sight(Shape input) {
    Network network =
        new Network(
            input, Sequential.of(Conv.of(6, 3), Nonlinearity.RELU, Flatten.of(), Dense.of(4)));
    Parameters parameters = Parameters.of(network.inference(1), ParameterSource.random(Seed.of(4)));
    int channels = input.channels();
    float[] mean = new float[channels];
    float[] deviation = new float[channels];
    Arrays.fill(mean, 0.4f);
    Arrays.fill(deviation, 0.25f);
    return new Sight(
        Lens.of(network, parameters, new Parallel(1)), new Normalise(mean, deviation), false);
  }

  @Test
  void theAscentRaisesItsTargets() {
    for (Shape input :
        List.of(Shape.of(12, 12, 1), Shape.of(12, 10, 3), Shape.of(40, 2), Shape.of(6, 6, 6, 1))) {
      Sight sight = sight(input);
      Visualisation how = Visualisation.DEFAULT.withSteps(24);
      for (List<Target> targets :
          List.of(
              List.<Target>of(new Target.Channel("0", 1), new Target.Channel("0", 4)),
              List.<Target>of(new Target.Output(0), new Target.Output(3)))) {
        List<Visualisation.Seen> seen = how.of(sight, targets, Seed.of(1), (done, total) -> {});
        assertThat(seen).hasSize(2);
        for (Visualisation.Seen s : seen) {
          assertThat(s.after()).as("%s of %s", s.target(), input).isGreaterThan(s.before() + 0.1f);
          assertThat(s.input().shape()).isEqualTo(input);
        }
        assertThat(how.of(sight, targets, Seed.of(1), (done, total) -> {}).get(1).input())
            .isEqualTo(seen.get(1).input());
      }
    }
  }

  @Test
  void picturesStayInTheirRange() {
    Sight sight = sight(Shape.of(12, 12, 3));
    List<Visualisation.Seen> seen =
        Visualisation.DEFAULT.of(
            sight, List.of(new Target.Output(1)), Seed.of(1), (done, total) -> {});
    for (float v : seen.getFirst().input().toArray()) {
      assertThat(v).isBetween(-1e-5f, 1 + 1e-5f);
    }
  }

  @Test
  void cosinesAndTheirGradientsAreAdjoint() {
    Cosines cosines = new Cosines(Shape.of(9, 70, 2));
    assertThat(cosines.parameters()).isEqualTo(9 * 64 * 2);
    double[] a = numbers(cosines.parameters(), 1);
    double[] g = numbers(9 * 70 * 2, 2);
    double[] x = cosines.space(a.clone());
    double[] back = cosines.amplitudes(g.clone());
    assertThat(x).hasSize(g.length);
    assertThat(dot(x, g)).isCloseTo(dot(a, back), within(1e-9));
  }

  /// The blur of cosines is a convolution with a bell that reflects values at the ends.
  @Test
  void blurIsThatOfABell() {
    int size = 24;
    double deviation = 1.7;
    Cosines cosines = new Cosines(Shape.of(size, 1));
    double[] amplitudes = numbers(size, 3);
    double[] sharp = cosines.space(amplitudes.clone());
    double[] left = cosines.blur(deviation);
    double[] damped = amplitudes.clone();
    for (int i = 0; i < size; i++) {
      damped[i] *= left[i];
    }
    double[] blurred = cosines.space(damped);
    for (int p = 0; p < size; p++) {
      double sum = 0;
      double weights = 0;
      for (int d = -3 * size; d <= 3 * size; d++) {
        double weight = Math.exp(-d * d / (2 * deviation * deviation));
        int at = Math.floorMod(p + d, 2 * size);
        sum += weight * sharp[at < size ? at : 2 * size - 1 - at];
        weights += weight;
      }
      assertThat(blurred[p]).isCloseTo(sum / weights, within(1e-5));
    }
  }

  @Test
  void blurMakesInputsSmoother() {
    Sight sight = sight(Shape.of(16, 16, 1));
    List<Target> target = List.of(new Target.Output(1));
    double sharp = variation(Visualisation.DEFAULT, sight, target);
    double blurred = variation(Visualisation.DEFAULT.withBlur(0.7), sight, target);
    assertThat(blurred).isLessThan(0.7 * sharp);
  }

  private static double variation(Visualisation how, Sight sight, List<Target> target) {
    Visualisation.Seen seen = how.of(sight, target, Seed.of(1), (done, total) -> {}).getFirst();
    assertThat(seen.after()).isGreaterThan(seen.before());
    double sum = 0;
    for (int i = 1; i < seen.input().length(); i++) {
      sum += Math.abs(seen.input().get(i) - seen.input().get(i - 1));
    }
    return sum;
  }

  private static double[] numbers(int n, long seed) {
    double[] all = new double[n];
    for (int i = 0; i < n; i++) {
      all[i] = Seed.of(seed).gaussian(i);
    }
    return all;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  @Test
  void impossibleSettingsAreRefused() {
    assertThatThrownBy(() -> new Visualisation(0, 0.1, 0.1, 0, 9))
        .isInstanceOf(LoupeException.class)
        .hasMessage(
            "a visualisation can't be made so\n"
                + "  expected: at least 1 step, a rate above 0, a jitter of 0 to 0.5, a variation"
                + " of 0 or more, a blur of 0 to 8\n"
                + "  got: 0 steps, 0.1, 0.1, 0.0, 9.0");
  }
}
