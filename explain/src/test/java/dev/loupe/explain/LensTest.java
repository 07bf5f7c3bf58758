package dev.loupe.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.loupe.graph.ParameterSource;
import dev.loupe.graph.Parameters;
import dev.loupe.kernel.Parallel;
import dev.loupe.models.Models;
import dev.loupe.nn.Dense;
import dev.loupe.nn.Flatten;
import dev.loupe.nn.Network;
import dev.loupe.nn.Nonlinearity;
import dev.loupe.nn.Sequential;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import org.junit.jupiter.api.Test;

class LensTest {
  private final Lens lens = lens(Models.get("lenet5").network(), 3);

  static Lens lens(Network network, long seed) {
    Parameters parameters =
        Parameters.of(network.inference(1), ParameterSource.random(Seed.of(seed)));
    return Lens.of(network, parameters, new Parallel(1));
  }

  static Tensor samples(Network network, int n, long seed) {
    Tensor t = Tensor.zeros(network.input().prepend(n));
    for (int i = 0; i < t.length(); i++) {
      t.set(i, Seed.of(seed).gaussian(i));
    }
    return t;
  }

  @Test
  void layersComeInOrderWithTheirShapes() {
    assertThat(lens.layers().stream().map(LayerShape::toString))
        .hasSizeGreaterThan(4)
        .doesNotHaveDuplicates();
    assertThat(lens.output()).isEqualTo(Shape.of(10));
    assertThat(lens.lastSpatial().spatial()).isTrue();
    assertThat(lens.lastSpatial().shape().channels()).isEqualTo(16);
  }

  @Test
  void gradientsAreCentralDifferences() {
    Tensor x = samples(lens.network(), 1, 1);
    Tensor g = lens.gradients(x, new Target.Output(4), Rule.PLAIN).input().orElseThrow();
    float h = 0.01f;
    for (int at = 5; at < x.length(); at += 97) {
      float old = x.get(at);
      x.set(at, old + h);
      float up = lens.logits(x).get(4);
      x.set(at, old - h);
      float down = lens.logits(x).get(4);
      x.set(at, old);
      assertThat(g.get(at)).isCloseTo((up - down) / (2 * h), within(2e-3f));
    }
  }

  @Test
  void whatASampleGivesDoesNotDependOnItsNeighbours() {
    Tensor many = samples(lens.network(), 19, 2);
    Target target = new Target.Channel("3", 2);
    assertThat(lens.layer("3").spatial()).isTrue();
    TargetGradients all = lens.gradients(many, target, Rule.PLAIN);
    Tensor last = many.item(18);
    TargetGradients one = lens.gradients(last.reshape(last.shape().prepend(1)), target, Rule.PLAIN);
    assertThat(one.scores()[0]).isEqualTo(all.scores()[18]);
    assertThat(one.input().orElseThrow().item(0)).isEqualTo(all.input().orElseThrow().item(18));
  }

  @Test
  void guidedGradientsDropWhatSpeaksAgainstTheTarget() {
    Network network =
        new Network(
            Shape.of(2, 1, 1),
            Sequential.of(Flatten.of(), Dense.of(2), Nonlinearity.RELU, Dense.of(1)));
    Lens small = lens(network, 1);
    small.parameters().tensor("1.weight").copyFrom(Tensor.of(Shape.of(2, 2), 1, 2, 3, 4));
    small.parameters().tensor("3.weight").copyFrom(Tensor.of(Shape.of(2, 1), 5, -7));
    small.parameters().touch();
    Tensor x = Tensor.of(Shape.of(1, 2, 1, 1), 1, 1);
    Target target = new Target.Output(0);
    assertThat(small.gradients(x, target, Rule.PLAIN).input().orElseThrow().toArray())
        .containsExactly(5 * 1 - 7 * 2, 5 * 3 - 7 * 4);
    assertThat(small.gradients(x, target, Rule.GUIDED).input().orElseThrow().toArray())
        .containsExactly(5 * 1, 5 * 3);
  }

  @Test
  void targetsAreOutputsMeansOfChannelsAndSingleValues() {
    Tensor x = samples(lens.network(), 1, 3);
    Tensor value = lens.value(x, "3").item(0);
    double mean = 0;
    int places = value.length() / 16;
    for (int i = 0; i < places; i++) {
      mean += value.get(i * 16 + 2) / (double) places;
    }
    assertThat(score(x, new Target.Channel("3", 2))).isCloseTo((float) mean, within(1e-5f));
    assertThat(score(x, new Target.Neuron("3", 37))).isCloseTo(value.get(37), within(1e-5f));
    assertThat(score(x, new Target.Output(7))).isCloseTo(lens.logits(x).get(7), within(1e-5f));
  }

  private float score(Tensor x, Target target) {
    return lens.gradients(x, target, Rule.PLAIN).scores()[0];
  }

  @Test
  void mistakesAreNamed() {
    Tensor x = samples(lens.network(), 1, 3);
    assertThatThrownBy(() -> lens.gradients(x, new Target.Output(10), Rule.PLAIN))
        .isInstanceOf(LoupeException.class)
        .hasMessage("the network has no output 10\n  expected: an index from 0 to 9\n  got: 10");
    assertThatThrownBy(() -> lens.value(x, "33"))
        .isInstanceOf(LoupeException.class)
        .hasMessageStartingWith("the network has no layer '33'\n  expected: one of ")
        .hasMessageContaining("such as 3, ");
    assertThatThrownBy(() -> lens.logits(Tensor.zeros(Shape.of(1, 28, 28, 3))))
        .hasMessage(
            "the samples don't fit the network\n"
                + "  expected: samples x 28x28x1\n  got: 1x28x28x3");
    assertThatThrownBy(
            () ->
                lens(new Network(Shape.of(4), Dense.of(2)), 1)
                    .gradients(Tensor.zeros(Shape.of(1, 4)), new Target.Output(0), Rule.GUIDED))
        .hasMessageStartingWith("guided backpropagation does nothing here");
    assertThatThrownBy(() -> lens(new Network(Shape.of(4), Dense.of(2)), 1).lastSpatial())
        .hasMessageStartingWith("the network has no layer with places");
  }
}
