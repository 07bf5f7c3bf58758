package dev.loupe.explain.hierarchy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.loupe.explain.Lens;
import dev.loupe.graph.ParameterSource;
import dev.loupe.graph.Parameters;
import dev.loupe.kernel.Parallel;
import dev.loupe.nn.Conv;
import dev.loupe.nn.Layer;
import dev.loupe.nn.Network;
import dev.loupe.nn.Nonlinearity;
import dev.loupe.nn.Sequential;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class EffectiveFieldTest {
  /// Convolutions whose weights are all 1.
  private static Lens uniform(Shape input, int kernel, int layers) {
    Layer[] stack = new Layer[layers];
    Arrays.fill(stack, Conv.of(2, kernel).withoutBias());
    Network network = new Network(input, Sequential.of(stack));
    ParameterSource ones = (v, into) -> into.fill(1);
    return Lens.of(network, Parameters.of(network.inference(1), ones), new Parallel(1));
  }

  @Test
  void aStackOfUniformConvolutionsIsABinomialBell() {
    for (int layers = 1; layers <= 5; layers++) {
      Lens lens = uniform(Shape.of(23, 23, 1), 3, layers);
      EffectiveField field = EffectiveField.of(lens, String.valueOf(layers - 1), 16, Seed.of(3));
      // Each layer adds the variance of three equal places, 2/3.
      double deviation = Math.sqrt(layers * 2 / 3.0);
      assertThat(field.deviations()).hasSize(2);
      assertThat(field.deviations().get(0)).isCloseTo(deviation, within(1e-5));
      assertThat(field.deviations().get(1)).isCloseTo(deviation, within(1e-5));
      int size = 2 * layers + 1;
      assertThat(field.theoretical().size()).isEqualTo(size + "x" + size);
      double side = Math.min(1, 4 * deviation / size);
      assertThat(field.share()).isCloseTo(side * side, within(1e-5));
      double[] row = {1};
      for (int l = 0; l < layers; l++) {
        row = wider(row);
      }
      for (int x = 0; x < row.length; x++) {
        double expected = row[x] * row[layers] / Math.pow(9, layers);
        int at = 11 * 23 + 11 - layers + x;
        assertThat((double) field.map().get(at)).isCloseTo(expected, within(1e-6));
      }
    }
  }

  private static double[] wider(double[] row) {
    double[] next = new double[row.length + 2];
    for (int i = 0; i < row.length; i++) {
      for (int t = 0; t < 3; t++) {
        next[i + t] += row[i];
      }
    }
    return next;
  }

  @Test
  void signalsAndVolumesHaveFieldsToo() {
    EffectiveField signal = EffectiveField.of(uniform(Shape.of(41, 1), 5, 2), "1", 16, Seed.of(1));
    assertThat(signal.deviations().getFirst()).isCloseTo(2, within(1e-5));
    EffectiveField volume =
        EffectiveField.of(uniform(Shape.of(9, 9, 9, 1), 3, 1), "0", 16, Seed.of(1));
    assertThat(volume.deviations()).hasSize(3);
    assertThat(volume.deviations().get(2)).isCloseTo(Math.sqrt(2 / 3.0), within(1e-5));
    assertThat(volume.map().shape()).isEqualTo(Shape.of(9, 9, 9));
  }

  @Test
  void aNetworkWithRandomWeightsSeesLessThanItCould() {
    Network network =
        new Network(
            Shape.of(41, 41, 1),
            Sequential.of(
                Conv.of(8, 3),
                Nonlinearity.RELU,
                Conv.of(8, 3),
                Nonlinearity.RELU,
                Conv.of(8, 3),
                Nonlinearity.RELU,
                Conv.of(8, 3),
                Nonlinearity.RELU,
                Conv.of(8, 3),
                Nonlinearity.RELU,
                Conv.of(8, 3)));
    Parameters parameters = Parameters.of(network.inference(1), ParameterSource.random(Seed.of(1)));
    Lens lens = Lens.of(network, parameters, new Parallel(1));
    EffectiveField field = EffectiveField.of(lens, "10", 32, Seed.of(2));
    assertThat(field.theoretical().size()).isEqualTo("13x13");
    assertThat(field.share()).isBetween(0.3, 0.95);
    assertThat(field.map()).isEqualTo(EffectiveField.of(lens, "10", 32, Seed.of(2)).map());
  }

  @Test
  void unknownLayersAreNamed() {
    assertThatThrownBy(
            () -> EffectiveField.of(uniform(Shape.of(9, 9, 1), 3, 1), "7", 16, Seed.of(1)))
        .isInstanceOf(LoupeException.class)
        .hasMessage("the network has no layer '7'\n  expected: one of 0");
  }
}
