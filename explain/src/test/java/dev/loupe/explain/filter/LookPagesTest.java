package dev.loupe.explain.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loupe.data.Normalise;
import dev.loupe.explain.Lens;
import dev.loupe.graph.ParameterSource;
import dev.loupe.graph.Parameters;
import dev.loupe.kernel.Parallel;
import dev.loupe.models.Models;
import dev.loupe.nn.Conv;
import dev.loupe.nn.Dense;
import dev.loupe.nn.Network;
import dev.loupe.nn.Nonlinearity;
import dev.loupe.nn.Sequential;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LookPagesTest {
  private static Sight sight(Network network) {
    Parameters parameters = Parameters.of(network.inference(1), ParameterSource.random(Seed.of(4)));
    int channels = network.input().channels();
    float[] deviation = new float[channels];
    Arrays.fill(deviation, 1);
    return new Sight(
        Lens.of(network, parameters, new Parallel(1)),
        new Normalise(new float[channels], deviation),
        false);
  }

  private static Sight small(Shape input) {
    return sight(
        new Network(
            input,
            Sequential.of(Conv.of(4, 3), Nonlinearity.RELU, Conv.of(4, 3), Nonlinearity.RELU)));
  }

  private static Tensor sample(Shape shape) {
    Tensor t = Tensor.zeros(shape);
    for (int i = 0; i < t.length(); i++) {
      t.set(i, Seed.of(8).uniform(i));
    }
    return t;
  }

  @Test
  void filtersSlideOverSignalsPicturesAndVolumes() {
    for (Shape input : List.of(Shape.of(600, 2), Shape.of(20, 70, 3), Shape.of(8, 9, 10, 1))) {
      Sight sight = small(input);
      FilterBank bank = FilterBank.first(sight.lens());
      String html = SlidingPage.of(sight, bank, 1, 0.5, sample(input), "a <filter>").html();
      assertThat(html)
          .contains("a &lt;filter&gt;")
          .contains("channels:" + input.channels())
          .contains("bias:0.5000")
          .doesNotContain("http://")
          .doesNotContain("https://");
      int height = input.rank() == 2 ? 1 : input.size(-3);
      int factor = input.rank() == 2 || input.size(-2) > 64 ? 2 : 1;
      String size =
          "size:[%d,%d]".formatted(height == 1 ? 1 : height / factor, input.size(-2) / factor);
      assertThat(html).contains(size);
      assertThat(MapsPage.of(sight, sample(input), "x", 2).html()).contains("Feature maps of x");
      assertThat(FilterPage.of(bank, false, 4, Optional.empty(), List.of()).html())
          .contains("4 filters of " + bank.filter(0).shape());
      assertThat(FilterPictures.sheet(bank, 4, 32, false).width()).isGreaterThan(32);
    }
    Sight sight = small(Shape.of(9, 9, 1));
    assertThatThrownBy(
            () ->
                SlidingPage.of(
                    sight, FilterBank.of(sight.lens(), "2"), 0, 0, sample(Shape.of(9, 9, 1)), ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("2 does not look at the input as a whole");
  }

  @Test
  void banksAreFoundByTheirPaths() {
    Sight lenet = sight(Models.get("lenet5").network());
    assertThat(FilterBank.all(lenet.lens()).stream().map(FilterBank::path))
        .containsExactly("0", "3");
    assertThat(FilterBank.first(lenet.lens()).first()).isTrue();
    assertThatThrownBy(() -> FilterBank.of(lenet.lens(), "4"))
        .isInstanceOf(LoupeException.class)
        .hasMessageStartingWith("unknown convolution '4'\n  expected: one of 0, 3");
    assertThatThrownBy(() -> FilterBank.first(sight(new Network(Shape.of(4), Dense.of(2))).lens()))
        .hasMessage(
            "the network has no filters\n"
                + "  expected: a convolution\n"
                + "  fix: look at a network with one, such as lenet5");
  }

  /// Of the last two channels one is twice the lesser of a vertical and a horizontal wave's filter,
  /// `a + b - |a - b|`; the other is the first filter.
  @Test
  void whatNeedsTwoOrientationsMixes() {
    Network network =
        new Network(
            Shape.of(31, 31, 1),
            Sequential.of(
                Conv.of(2, 7),
                Nonlinearity.RELU,
                Conv.of(4, 1),
                Nonlinearity.RELU,
                Conv.of(2, 1),
                Nonlinearity.RELU));
    Sight sight = sight(network);
    Parameters parameters = sight.lens().parameters();
    Tensor waves = parameters.tensor("0.weight");
    for (int i = 0; i < waves.length(); i++) {
      Gabor wave = new Gabor(90.0 * (i % 2), 0.2, 0, 2, 0.6, 0, 0);
      waves.set(i, (float) wave.drawn(7, 7).values()[i / 2]);
    }
    parameters.tensor("2.weight").copyFrom(Tensor.of(Shape.of(8), 1, 0, 1, -1, 0, 1, -1, 1));
    parameters.tensor("4.weight").copyFrom(Tensor.of(Shape.of(8), 1, 1, 1, 0, -1, 0, -1, 0));
    parameters.touch();
    List<Selectivity> found = Selectivity.of(sight, Stage.all(sight.lens()), (done, total) -> {});
    assertThat(found.getFirst().mixing()).isZero();
    assertThat(found.getLast().mixing()).isEqualTo(0.5);
  }

  /// A layer of gratings answers to their orientations; one of spots to all alike.
  @Test
  void selectivityIsHighForWavesAndLowForSpots() {
    Network network =
        new Network(Shape.of(31, 31, 1), Sequential.of(Conv.of(8, 7), Nonlinearity.RELU));
    Sight sight = sight(network);
    Tensor weights = sight.lens().parameters().tensor("0.weight");
    for (int i = 0; i < weights.length(); i++) {
      int filter = i % 8;
      int place = i / 8;
      double x = place % 7 - 3;
      double y = place / 7 - 3;
      double spot = Math.exp(-(x * x + y * y) / 1.5) - 0.25 * Math.exp(-(x * x + y * y) / 6);
      Gabor wave = new Gabor(45.0 * filter, 0.2, 0, 2, 0.6, 0, 0);
      weights.set(i, (float) (filter < 4 ? wave.drawn(7, 7).values()[place] : spot));
    }
    sight.lens().parameters().touch();
    Selectivity found =
        Selectivity.of(sight, Stage.all(sight.lens()), (done, total) -> {}).getFirst();
    assertThat(found.silent()).isZero();
    for (int c = 0; c < 4; c++) {
      assertThat(found.indices().get(c)).isGreaterThan(0.6);
      double apart = Math.abs(found.preferred().get(c) - 45 * c);
      assertThat(Math.min(apart, 180 - apart)).as("filter %d", c).isLessThan(5);
    }
    for (int c = 4; c < 8; c++) {
      assertThat(found.indices().get(c)).isLessThan(0.15);
    }
    assertThat(found.mixing()).isZero();
    assertThatThrownBy(() -> Selectivity.of(small(Shape.of(30, 1)), List.of(), (done, total) -> {}))
        .isInstanceOf(LoupeException.class)
        .hasMessage(
            "gratings are pictures\n"
                + "  expected: a network that looks at pictures\n"
                + "  got: samples of 30x1");
  }
}
