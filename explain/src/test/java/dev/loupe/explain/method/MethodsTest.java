package dev.loupe.explain.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.loupe.explain.LayerShape;
import dev.loupe.explain.Lens;
import dev.loupe.explain.Target;
import dev.loupe.graph.ParameterSource;
import dev.loupe.graph.Parameters;
import dev.loupe.kernel.Parallel;
import dev.loupe.models.Models;
import dev.loupe.nn.Conv;
import dev.loupe.nn.Dense;
import dev.loupe.nn.Flatten;
import dev.loupe.nn.GlobalAveragePool;
import dev.loupe.nn.Layer;
import dev.loupe.nn.Network;
import dev.loupe.nn.Nonlinearity;
import dev.loupe.nn.Sequential;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MethodsTest {
  private static final Target FIRST = new Target.Output(0);

  private static Lens lens(Network network) {
    Parameters parameters = Parameters.of(network.inference(1), ParameterSource.random(Seed.of(5)));
    return Lens.of(network, parameters, new Parallel(1));
  }

  private static Lens convolutional(Shape input) {
    Layer layers =
        Sequential.of(
            Conv.of(4, 3),
            Nonlinearity.RELU,
            Conv.of(4, 3),
            Nonlinearity.RELU,
            GlobalAveragePool.of(),
            Dense.of(3));
    return lens(new Network(input, layers));
  }

  private static Tensor noise(Shape shape) {
    Tensor t = Tensor.zeros(shape);
    for (int i = 0; i < t.length(); i++) {
      t.set(i, Seed.of(8).gaussian(i));
    }
    return t;
  }

  @ParameterizedTest
  @ValueSource(strings = {"24x2", "9x8x3", "6x5x7x1"})
  void everyMethodExplainsSignalsPicturesAndVolumes(String input) {
    Lens lens = convolutional(Shape.parse(input));
    Tensor sample = noise(lens.network().input());
    Shape places = sample.shape().range(0, sample.shape().rank() - 1);
    for (Method m : Methods.all()) {
      Attribution a = m.explain(lens, sample, FIRST);
      assertThat(a.map().shape()).as(m.name()).isEqualTo(places);
      assertThat(a.score()).as(m.name()).isCloseTo(score(lens, sample), within(1e-5f));
      assertThat(a.method()).isEqualTo(Method.parse(m.name()));
      assertThat(m.explain(lens, sample, FIRST).map()).as(m.name()).isEqualTo(a.map());
    }
  }

  @ParameterizedTest
  @CsvSource({"vit1d, 96x1", "cct-2-3x2, 20x18x3", "vit3d:depth=2, 15x14x14x1"})
  void everyMethodExplainsTransformers(String model, String input) {
    Lens lens = lens(Models.get(model).network(Shape.parse(input), 3));
    Tensor sample = noise(lens.network().input());
    List<Method> all = Methods.all(lens);
    assertThat(all).hasSize(13);
    for (Method m : all) {
      Attribution a = m.explain(lens, sample, FIRST);
      assertThat(a.map().shape())
          .as(m.name())
          .isEqualTo(sample.shape().range(0, sample.shape().rank() - 1));
      assertThat(a.score()).as(m.name()).isCloseTo(score(lens, sample), within(1e-5f));
    }
  }

  /// A spectrogram made inside has bands, which the wave has not.
  @Test
  void everyMethodExplainsWavesThatBecomeSpectrograms() {
    Lens lens = lens(Models.get("speccnn:width=4").network(Shape.of(2000, 1), 3));
    Tensor sample = noise(lens.network().input());
    for (Method m : Methods.all(lens)) {
      Attribution a = m.explain(lens, sample, FIRST);
      assertThat(a.map().shape()).as(m.name()).isEqualTo(Shape.of(2000));
    }
    String first =
        lens.layers().stream()
            .filter(l -> l.shape().rank() == 3)
            .findFirst()
            .map(LayerShape::path)
            .orElseThrow();
    assertThat(new GradCam(first).explain(lens, sample, FIRST).map().shape())
        .isEqualTo(Shape.of(2000));
  }

  private static float score(Lens lens, Tensor sample) {
    return lens.logits(sample.reshape(sample.shape().prepend(1))).get(0);
  }

  @Test
  void ofALinearNetworkAllThatAddsUpIsTheSame() {
    Lens lens = lens(new Network(Shape.of(4, 3, 1), Sequential.of(Flatten.of(), Dense.of(2))));
    Tensor sample = noise(lens.network().input());
    Tensor weights = lens.parameters().tensor("1.weight");
    Tensor product = new InputTimesGradient().explain(lens, sample, FIRST).map();
    Tensor integrated = Method.parse("integrated:steps=1").explain(lens, sample, FIRST).map();
    Method single = new Occlusion(0.01f, 0, Baseline.ZERO);
    Tensor occluded = single.explain(lens, sample, FIRST).map();
    for (int i = 0; i < sample.length(); i++) {
      float want = sample.get(i) * weights.get(2 * i);
      assertThat(product.get(i)).isCloseTo(want, within(1e-5f));
      assertThat(integrated.get(i)).isCloseTo(want, within(1e-5f));
      assertThat(occluded.get(i)).isCloseTo(want, within(1e-5f));
    }
  }

  @Test
  void integratedGradientsAddUp() {
    Network network = Models.get("resnet20").network(Shape.of(16, 16, 3), 10);
    Lens lens = lens(network);
    Tensor sample = noise(network.input());
    for (String text :
        new String[] {"integrated:steps=200", "integrated:steps=200,baseline=mean"}) {
      assertThat(gap(Method.parse(text), lens, sample)).as(text).isLessThan(0.02);
    }
    // Without biases a network of rectifiers is linear on the way from 0: not from the mean.
    Method coarse = Method.parse("integrated:steps=1,baseline=mean");
    Method fine = Method.parse("integrated:steps=200,baseline=mean");
    assertThat(gap(coarse, lens, sample)).isGreaterThan(2 * gap(fine, lens, sample));
  }

  private static double gap(Method method, Lens lens, Tensor sample) {
    return method.explain(lens, sample, FIRST).completeness().orElseThrow().gap();
  }

  @Test
  void mapsAreEnlargedBetweenTheCentresOfTheirPlaces() {
    Tensor map = Maps.resize(Tensor.of(Shape.of(2), 0, 4), Shape.of(4));
    assertThat(map.toArray()).containsExactly(0, 1, 3, 4);
    Tensor plane = Maps.resize(Tensor.of(Shape.of(1, 2), 0, 4), Shape.of(2, 4));
    assertThat(plane.toArray()).containsExactly(0, 1, 3, 4, 0, 1, 3, 4);
  }

  @Test
  void textsAreReadWithTheirSettings() {
    assertThat(Method.parse("smoothgrad:samples=25,noise=0.2"))
        .isEqualTo(new SmoothGrad(25, 0.2f, 1));
    assertThat(Method.parse("gradcam:layer=features.3")).isEqualTo(new GradCam("features.3"));
    assertThat(Method.parse("integrated:baseline=blurred"))
        .isEqualTo(new IntegratedGradients(64, new Baseline.Blurred()));
    assertThat(Method.parse("attention:block=2,head=0")).isEqualTo(new AttentionMap(2, 0));
    assertThat(Method.parse("rollout")).isEqualTo(new Rollout());
    assertThat(Methods.all()).hasSize(10);
  }

  @Test
  void methodsAreWrittenAsTheyAreRead() {
    assertThat(Methods.names()).allSatisfy(this::comesBack);
    comesBack("occlusion:size=0.25,overlap=0,baseline=mean");
    assertThat(GradCam.USUAL.text()).isEqualTo("gradcam");
    assertThat(new SmoothGrad(25, 0.2f, 1).text())
        .isEqualTo("smoothgrad:samples=25,noise=0.2,seed=1");
  }

  private void comesBack(String text) {
    Method method = Method.parse(text);
    assertThat(Method.parse(method.text())).isEqualTo(method);
  }

  @Test
  void mistakesAreNamed() {
    refuses("gradcan", "unknown method 'gradcan'");
    refuses("gradcam:layr=x", "gradcam: unknown setting 'layr'\n  expected: one of layer");
    refuses("saliency:layer=x", "saliency: this method has nothing to choose\n  got: 'layer'");
    refuses(
        "smoothgrad:samples=many",
        "smoothgrad: the setting 'samples' is no number\n"
            + "  expected: a whole number\n  got: 'many'");
    refuses(
        "smoothgrad:samples=0",
        "there are too few samples of smoothgrad\n  expected: at least 1\n  got: 0");
    refuses("integrated:steps", "integrated: a setting of a method has no value");
    refuses("occlusion:baseline=grey", "unknown baseline 'grey'");
    Lens lens = convolutional(Shape.of(9, 8, 3));
    assertThatThrownBy(
            () -> new GradCam("4").explain(lens, Tensor.zeros(lens.network().input()), FIRST))
        .hasMessage(
            "the layer '4' has no places to make a map of\n"
                + "  expected: a layer of 2 axes and channels\n"
                + "  got: 4\n"
                + "  fix: take an earlier layer, such as '3'");
  }

  private static void refuses(String text, String message) {
    assertThatThrownBy(() -> Method.parse(text))
        .isInstanceOf(LoupeException.class)
        .hasMessageStartingWith(message);
  }
}
