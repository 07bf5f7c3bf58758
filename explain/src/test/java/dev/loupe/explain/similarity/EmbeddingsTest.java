package dev.loupe.explain.similarity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.loupe.data.Digits;
import dev.loupe.data.Normalise;
import dev.loupe.explain.Lens;
import dev.loupe.explain.filter.Sight;
import dev.loupe.explain.page.HtmlPage;
import dev.loupe.graph.ParameterSource;
import dev.loupe.graph.Parameters;
import dev.loupe.kernel.Parallel;
import dev.loupe.models.Models;
import dev.loupe.nn.Dense;
import dev.loupe.nn.Network;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import org.junit.jupiter.api.Test;

class EmbeddingsTest {
  private static Lens lens(Network network) {
    Parameters parameters = Parameters.of(network.inference(1), ParameterSource.random(Seed.of(2)));
    return Lens.of(network, parameters, new Parallel(1));
  }

  @Test
  void theLastHiddenLayerIsEmbedded() {
    assertThat(Embeddings.layer(lens(Models.get("lenet5").network())).shape())
        .isEqualTo(Shape.of(84));
    assertThat(Embeddings.layer(lens(Models.get("squeezenet1_0").network())).shape().channels())
        .isEqualTo(512);
    assertThatThrownBy(() -> Embeddings.layer(lens(new Network(Shape.of(4), Dense.of(2)))))
        .isInstanceOf(LoupeException.class)
        .hasMessage(
            "the network has nothing before its last layer\n  expected: at least two layers");
  }

  @Test
  void neighboursAreOrderedByCosine() {
    Tensor rows = Tensor.of(Shape.of(4, 2), 1, 0, 0, 1, 0.8f, 0.6f, -1, 0);
    Embeddings e = new Embeddings("x", rows, new int[] {0, 1, 0, 1});
    assertThat(e.neighbours(0, 9).stream().map(Embeddings.Neighbour::sample))
        .containsExactly(2, 1, 3);
    assertThat(e.neighbours(0, 1).getFirst().cosine()).isCloseTo(0.8, within(1e-6));
    assertThat(e.agreement()).isCloseTo(0.75, within(1e-9));
  }

  @Test
  void aPageHoldsAllThatItNeeds() {
    Sight sight =
        new Sight(
            lens(Models.get("lenet5").network()),
            new Normalise(new float[] {0.1f}, new float[] {0.3f}),
            false);
    var digits = Digits.splits(10, 30).test();
    String layer = Embeddings.layer(sight.lens()).path();
    Embeddings e = Embeddings.of(sight, layer, digits, 20, (done, total) -> {});
    assertThat(e.neighbours(3, 2)).allMatch(n -> n.cosine() <= 1 + 1e-6);
    Tensor map = new Tsne(5, 20).map(e.values(), Seed.of(1), new Parallel(1), (done, total) -> {});
    HtmlPage page = SimilarityPage.of(sight, "lenet5", e, map, digits);
    assertThat(page.html())
        .contains("20 samples by the values of " + layer)
        .contains("labels:[")
        .doesNotContain("http://")
        .doesNotContain("https://");
  }
}
