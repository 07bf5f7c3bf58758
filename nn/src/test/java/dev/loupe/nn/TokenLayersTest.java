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
import dev.loupe.graph.Source.Variable;
import dev.loupe.kernel.Parallel;
import dev.loupe.nn.TokenEmbedding.ClassToken;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The layers of transformers on two tokens of two channels, worked out by hand.
final class TokenLayersTest {
  private static final Shape TOKENS = Shape.of(2, 2);
  private static final float[] VALUES = {1, 2, 5, 10};

  @Test
  void patchesBecomePlaces() {
    float[] picture = {0, 1, 2, 3, 4, 5, 6, 7, 8};
    Case c = new Case(Shape.of(3, 3, 1), PatchEmbedding.of(1, 2));
    assertThat(c.names()).containsExactly("proj.weight", "proj.bias");
    c.set("proj.weight", 1, 1, 1, 1);
    c.set("proj.bias", 0.5f);
    // Sums of 2x2 values; zeros lie behind the last column and row.
    assertThat(c.run(picture)).containsExactly(8.5f, 7.5f, 13.5f, 8.5f);
  }

  @Test
  void learnedTokensComeFirst() {
    List<ClassToken> both =
        List.of(new ClassToken("cls_token", 0.02f), new ClassToken("dist_token", 0.02f));
    Case c =
        new Case(
            TOKENS, new TokenEmbedding("embed", new Identity(), both, PositionEmbedding.learned()));
    assertThat(c.names()).containsExactlyInAnyOrder("cls_token", "dist_token", "pos_embed");
    c.set("cls_token", 20, 30);
    c.set("dist_token", 40, 50);
    c.set("pos_embed", 1, 2, 3, 4, 5, 6, 7, 8);
    assertThat(c.run(VALUES)).containsExactly(21, 32, 43, 54, 6, 8, 12, 18);
  }

  @Test
  void sinesAddTheNumberOfTheToken() {
    Case c =
        new Case(
            TOKENS,
            new TokenEmbedding("embed", new Identity(), List.of(), PositionEmbedding.sine()));
    float sine = (float) StrictMath.sin(1);
    float cosine = (float) StrictMath.cos(1);
    assertThat(c.run(VALUES)).containsExactly(1, 3, 5 + sine, 10 + cosine);
  }

  @Test
  void positionsOfAnotherGridAreInterpolated() {
    PositionEmbedding learned = PositionEmbedding.learned().withGrid(List.of(2));
    List<ClassToken> one = List.of(new ClassToken("cls_token", 0.02f));
    Case c = new Case(Shape.of(4, 1), new TokenEmbedding("embed", new Identity(), one, learned));
    c.set("cls_token", 0);
    c.set("pos_embed", 7, 0, 1);
    float[] got = c.run(new float[4]);
    // Of torch.nn.functional.interpolate, mode bicubic with antialias, on 0 and 1.
    float[] want = {7, -0.0882353f, 0.2071429f, 0.7928571f, 1.0882353f};
    for (int i = 0; i < want.length; i++) {
      assertThat(got[i]).isEqualTo(want[i], within(1e-6f));
    }
  }

  @Test
  void tokensOfEqualScoresAreMeant() {
    Case c = new Case(TOKENS, SelfAttention.of(1));
    assertThat(c.names()).containsExactly("qkv.weight", "qkv.bias", "proj.weight", "proj.bias");
    c.set("qkv.weight", 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1);
    c.set("qkv.bias", 0, 0, 0, 0, 0, 0);
    c.set("proj.weight", 1, 0, 0, 1);
    c.set("proj.bias", 0, 100);
    assertThat(c.run(VALUES)).containsExactly(3, 106, 3, 106);
  }

  @Test
  void scoresAreProductsOverTheRootOfTheSize() {
    Case c = new Case(TOKENS, SelfAttention.of(2));
    c.set("qkv.weight", 1, 0, 1, 0, 1, 0, 0, 1, 0, 1, 0, 1);
    c.set("qkv.bias", 0, 0, 0, 0, 0, 0);
    c.set("proj.weight", 1, 0, 0, 1);
    c.set("proj.bias", 0, 0);
    // Heads of one channel: token 0 scores 1 and 5 in the first, 4 and 20 in the second.
    float second = (float) (1 / (1 + StrictMath.exp(-4)));
    float[] got = c.run(VALUES);
    assertThat(got[0]).isEqualTo(1 + 4 * second, within(1e-5f));
    assertThat(got[1]).isEqualTo(10, within(1e-5f));
  }

  @Test
  void theActivationOfAnMlpIsExact() {
    Case c = new Case(TOKENS, new Mlp(1, 0, Initialisation.DEFAULT));
    assertThat(c.names()).containsExactly("fc1.weight", "fc1.bias", "fc2.weight", "fc2.bias");
    c.set("fc1.weight", 1, 0);
    c.set("fc1.bias", 0);
    c.set("fc2.weight", 1, 0);
    c.set("fc2.bias", 0, 3);
    float[] got = c.run(VALUES);
    // x times the distribution of the normal up to x; that of tanh gives 0.841192.
    assertThat(got[0]).isEqualTo(0.8413447f, within(1e-6f));
    assertThat(got[1]).isEqualTo(3);
  }

  @Test
  void blocksAddToTheirInput() {
    TransformerBlock block =
        new TransformerBlock(
            LayerNorm.of(), SelfAttention.of(1), new Mlp(4, 0, Initialisation.DEFAULT), 0);
    Case c = new Case(TOKENS, block);
    assertThat(c.names())
        .containsExactly(
            "norm1.weight",
            "norm1.bias",
            "attn.qkv.weight",
            "attn.qkv.bias",
            "attn.proj.weight",
            "attn.proj.bias",
            "norm2.weight",
            "norm2.bias",
            "mlp.fc1.weight",
            "mlp.fc1.bias",
            "mlp.fc2.weight",
            "mlp.fc2.bias");
    c.parameters.tensor("attn.proj.weight").fill(0);
    c.set("attn.proj.bias", 1, 2);
    c.parameters.tensor("mlp.fc2.weight").fill(0);
    c.set("mlp.fc2.bias", 10, 20);
    assertThat(c.run(VALUES)).containsExactly(12, 24, 16, 32);
  }

  @Test
  void poolingWeighsTokens() {
    Case c = new Case(TOKENS, new SequencePool(Initialisation.DEFAULT));
    assertThat(c.names()).containsExactly("attention.weight", "attention.bias");
    c.set("attention.bias", 9);
    c.set("attention.weight", 0, 0);
    assertThat(c.run(VALUES)).containsExactly(3, 6);
    c.set("attention.weight", 10, 0);
    // The second token is worth 40 more.
    assertThat(c.run(VALUES)).containsExactly(5, 10);
  }

  @Test
  void headsReadTheirTokens() {
    Dense two = Dense.of(1);
    Case one = new Case(TOKENS, new TokenHeads(List.of("head"), 0, two));
    one.set("head.weight", 1, 1);
    one.set("head.bias", 0);
    assertThat(one.run(VALUES)).containsExactly(3);
    Case both = new Case(TOKENS, new TokenHeads(List.of("head", "head_dist"), 0, two));
    both.set("head.weight", 1, 1);
    both.set("head.bias", 0);
    both.set("head_dist.weight", 1, 1);
    both.set("head_dist.bias", 0);
    assertThat(both.run(VALUES)).containsExactly(9);
  }

  @Test
  void headsThatDoNotFitAreRefused() {
    assertThatThrownBy(() -> new Case(TOKENS, Sequential.of(SelfAttention.of(4))))
        .isInstanceOf(LoupeException.class)
        .hasMessage(
            """
            0: the heads don't divide the channels of the tokens
              expected: batch, tokens, a multiple of 4 channels
              got: 1x2x2
              fix: choose heads that divide the width\
            """);
  }

  /// A network of one layer and its parameters.
  private static final class Case {
    private final Graph graph;
    private final Parameters parameters;

    Case(Shape input, Layer layer) {
      graph = new Network(input, layer).inference(1);
      parameters = Parameters.of(graph, ParameterSource.random(Seed.of(0)));
    }

    List<String> names() {
      return graph.variables().stream().map(Variable::path).toList();
    }

    void set(String name, float... values) {
      Tensor t = parameters.tensor(name);
      assertThat(t.length()).isEqualTo(values.length);
      for (int i = 0; i < values.length; i++) {
        t.set(i, values[i]);
      }
    }

    float[] run(float[] values) {
      Program program = new Program(Plan.of(graph, Mode.FAST), parameters, new Parallel(1));
      program.input(Network.INPUT).copyFrom(Tensor.of(Shape.of(values.length), values));
      program.run();
      return program.output(Network.LOGITS).toArray();
    }
  }
}
