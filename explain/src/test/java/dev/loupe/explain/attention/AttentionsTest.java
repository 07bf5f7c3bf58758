package dev.loupe.explain.attention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.loupe.explain.AttentionLayer;
import dev.loupe.explain.Lens;
import dev.loupe.explain.Target;
import dev.loupe.explain.Tokens;
import dev.loupe.explain.method.Method;
import dev.loupe.explain.method.Methods;
import dev.loupe.formats.onnx.OnnxExporter;
import dev.loupe.formats.onnx.OnnxImport;
import dev.loupe.graph.ParameterSource;
import dev.loupe.graph.Parameters;
import dev.loupe.kernel.Parallel;
import dev.loupe.models.Models;
import dev.loupe.nn.Network;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Attention found in networks, own ones and imported ones, and read for a sample.
final class AttentionsTest {
  private static final Target SECOND = new Target.Output(1);

  private static Lens lens(Network network, Parameters parameters) {
    return Lens.of(network, parameters, new Parallel(1));
  }

  private static Lens lens(String model) {
    Network network = Models.get(model).network();
    return lens(network, Parameters.of(network.inference(1), wide()));
  }

  /// Weights large enough for attention to be uneven.
  private static ParameterSource wide() {
    ParameterSource random = ParameterSource.random(Seed.of(3));
    return (variable, into) -> {
      random.load(variable, into);
      if (variable.path().contains("qkv.weight") || variable.path().contains("pos_embed")) {
        for (int i = 0; i < into.length(); i++) {
          into.set(i, 10 * into.get(i));
        }
      }
    };
  }

  private static Tensor noise(Lens lens) {
    Tensor t = Tensor.zeros(lens.network().input());
    for (int i = 0; i < t.length(); i++) {
      t.set(i, Seed.of(8).gaussian(i));
    }
    return t;
  }

  @ParameterizedTest
  @CsvSource({
    "vit-lite-small, 5, 1, 8x8, false, blocks.4.norm1",
    "cct-2-3x2, 2, 0, 8x8, true, blocks.1.norm1",
    "cvt-7-4:depth=2, 2, 0, 8x8, true, blocks.1.norm1",
    "vit1d, 4, 1, 12, false, blocks.3.norm1",
    "vit3d:depth=2, 2, 1, 4x4x4, false, blocks.1.norm1",
    "deit-tiny-distilled:depth=1, 1, 2, 14x14, false, blocks.0.norm1"
  })
  void tokensAreFound(
      String model, int layers, int leading, String places, boolean pooled, String read) {
    Tokens tokens = lens(model).tokens();
    assertThat(tokens.attentions()).hasSize(layers);
    assertThat(tokens.attentions().getFirst().path()).isEqualTo("blocks.0.attn");
    assertThat(tokens.leading()).isEqualTo(leading);
    assertThat(tokens.places()).isEqualTo(Shape.parse(places));
    assertThat(tokens.pooling().isPresent()).isEqualTo(pooled);
    assertThat(tokens.read()).contains(read);
  }

  @ParameterizedTest
  @ValueSource(strings = {"vit-lite-small:depth=2", "cct-2-3x2", "vit1d"})
  void importedNetworksSayTheSame(String model) {
    Lens own = lens(model);
    OnnxImport read =
        OnnxImport.of(
            OnnxExporter.export(own.network(), own.parameters(), Map.of()),
            Optional.of(own.network().input()));
    Lens imported = lens(read.network(), read.parameters());
    assertThat(imported.tokens().attentions().getFirst())
        .isInstanceOf(AttentionLayer.Written.class);
    Tensor sample = noise(own);
    Attentions a = Attentions.of(own, sample);
    Attentions b = Attentions.of(imported, sample);
    assertThat(b.tokens().places()).isEqualTo(a.tokens().places());
    assertThat(b.tokens().leading()).isEqualTo(a.tokens().leading());
    near(b.layers().getLast().values(), a.layers().getLast().values());
    near(b.answer(), a.answer());
    near(
        PositionSimilarity.of(imported).orElseThrow().cosines(),
        PositionSimilarity.of(own).orElseThrow().cosines());
    for (Method m : Methods.all(own)) {
      if (List.of("attention", "rollout", "gradient-attention", "gradcam").contains(m.name())) {
        near(m.explain(imported, sample, SECOND).map(), m.explain(own, sample, SECOND).map());
      }
    }
  }

  private static void near(Tensor got, Tensor want) {
    assertThat(got.shape()).isEqualTo(want.shape());
    double most = 0;
    for (int i = 0; i < want.length(); i++) {
      most = Math.max(most, Math.abs(want.get(i)));
    }
    assertThat(most).isPositive();
    for (int i = 0; i < want.length(); i++) {
      assertThat((double) got.get(i)).isCloseTo(want.get(i), within(1e-4 * most));
    }
  }

  /// A class token's row is the map of an attention, and its rollout through one layer half of it.
  @Test
  void mapsAreWhatTheClassTokenLooksAt() {
    Lens lens = lens("vit-lite-small:depth=1");
    Attentions a = Attentions.of(lens, noise(lens));
    AttentionWeights weights = a.layers().getFirst();
    Tensor rollout = a.rollout();
    for (int i = 0; i < rollout.length(); i++) {
      assertThat(a.map(0, 2).get(i)).isEqualTo(weights.get(2, 0, i + 1));
      assertThat(a.map(0).get(i)).isCloseTo(weights.mean().get(i + 1), within(1e-6f));
      assertThat(rollout.get(i)).isCloseTo(weights.mean().get(i + 1) / 2, within(1e-6f));
    }
  }

  @Test
  void theExampleOfThePage() {
    Lens lens = lens("vit1d");
    Tensor sample = noise(lens);
    // ATTENTION
    Attentions seen = Attentions.of(lens, sample);
    Tensor head = seen.map(0, 2); // places...: where head 2 of the first block looks
    Tensor flow = seen.rollout();
    double far = AttentionDistance.of(seen, sample.shape()).mean(0);
    // ATTENTION
    assertThat(head.shape()).isEqualTo(Shape.of(12));
    assertThat(flow.shape()).isEqualTo(Shape.of(12));
    assertThat(far).isBetween(8.0, 64.0);
  }

  /// Two places of a signal of 8 values are 4 apart; three tokens, of which the first has no place.
  @Test
  void distancesAreBetweenPlaces() {
    Tokens tokens = new Tokens(List.of(), 1, Shape.of(2), Optional.empty(), Optional.empty());
    Tensor values =
        Tensor.of(
            Shape.of(2, 3, 3), 1, 0, 0, .5f, .5f, 0, 0, .5f, .5f, 0, 0, 1, 0, 0, 1, .2f, .4f, .4f);
    Attentions a =
        new Attentions(tokens, List.of(new AttentionWeights(values)), Tensor.zeros(Shape.of(3)));
    AttentionDistance distance = AttentionDistance.of(a, Shape.of(8, 1));
    // Head 0: place 0 looks at itself, place 1 at both alike. Head 1: place 0 at place 1 alone.
    assertThat(distance.heads()[0][0]).isCloseTo((0 + 2) / 2.0, within(1e-6));
    assertThat(distance.heads()[0][1]).isCloseTo((4 + 2) / 2.0, within(1e-6));
    assertThat(distance.even()).isEqualTo(2);
    assertThat(AttentionDistance.mean(List.of(distance, distance)).heads()[0][1])
        .isEqualTo(distance.heads()[0][1]);
  }

  @Test
  void positionsAreComparedByTheirAngle() {
    Lens lens = lens("vit1d:positions=sine");
    Tensor cosines = PositionSimilarity.of(lens).orElseThrow().cosines();
    assertThat(cosines.get(0)).isCloseTo(1, within(1e-6f));
    // Tokens 1 and 2: 32 pairs of a sine and a cosine, whose angles differ by 10000^(-k / 32).
    double sum = 0;
    for (int k = 0; k < 32; k++) {
      sum += Math.cos(Math.pow(10_000, -k / 32.0)) / 32;
    }
    assertThat((double) cosines.get(1)).isCloseTo(sum, within(1e-5));
  }

  @ParameterizedTest
  @CsvSource({"vit1d, 12, from the class token", "cct-2-3x2, 64, from all tokens as the network"})
  void pagesShowAllHeads(String model, int places, String from) {
    Lens lens = lens(model);
    Tensor sample = noise(lens);
    Attentions a = Attentions.of(lens, sample);
    AttentionPage page =
        new AttentionPage(
            model,
            a,
            AttentionDistance.of(a, lens.network().input()),
            1,
            PositionSimilarity.of(lens));
    assertThat(a.tokens().places().length()).isEqualTo(places);
    Tensor rollout = Method.parse("rollout").explain(lens, sample, SECOND).map();
    String html = page.page(sample, "a sample", rollout).html();
    assertThat(html).contains(from, "where head 1 of blocks.1.attn looks", "farthest head");
    assertThat(page.page(sample, "a sample", rollout).html()).isEqualTo(html);
    assertThat(page.sheet().width()).isGreaterThan(100);
  }

  @Test
  void networksWithoutAttentionAreRefused() {
    Lens lens = lens("lenet5");
    assertThat(lens.attention()).isEmpty();
    assertThat(lens.positions()).isEmpty();
    for (String name : List.of("attention", "rollout", "gradient-attention")) {
      refuses(
          lens,
          name,
          """
          the network has no attention
            expected: a transformer over patches of its input, such as vit-tiny
            fix: take a transformer, or a method for any network, such as gradcam\
          """);
    }
  }

  @Test
  void blocksAndHeadsThatAreNotThereAreRefused() {
    Lens lens = lens("cct-2-3x2");
    refuses(
        lens,
        "attention:block=2",
        "the network has no block 2 of attention\n  expected: 0 to 1\n  got: 2");
    refuses(
        lens,
        "attention:head=-2",
        "the network has no head -2 of attention\n  expected: 0 to 1\n  got: -2");
  }

  private static void refuses(Lens lens, String method, String message) {
    Tensor sample = noise(lens);
    assertThatThrownBy(() -> Method.parse(method).explain(lens, sample, SECOND))
        .isInstanceOf(LoupeException.class)
        .hasMessage(message);
  }
}
