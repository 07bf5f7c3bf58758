package dev.loupe.explain.attention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Attention weights and what flows through them, by what must hold.
final class AttentionFlowTest {
  private static final int TOKENS = 7;
  private static final int HEADS = 3;
  private static final int WIDTH = 12;

  @Test
  void rowsOfWeightsSumToOne() {
    AttentionWeights weights = weights(1);
    assertThat(weights.heads()).isEqualTo(HEADS);
    for (int h = 0; h < HEADS; h++) {
      for (int i = 0; i < TOKENS; i++) {
        double sum = 0;
        for (int j = 0; j < TOKENS; j++) {
          assertThat(weights.get(h, i, j)).isPositive();
          sum += weights.get(h, i, j);
        }
        assertThat(sum).isCloseTo(1, within(1e-6));
      }
    }
  }

  @Test
  void aRolloutSumsToOne() {
    Tensor flow = AttentionFlow.rollout(List.of(weights(1), weights(2), weights(3)), from(2));
    double sum = 0;
    for (int i = 0; i < TOKENS; i++) {
      sum += flow.get(i);
    }
    assertThat(sum).isCloseTo(1, within(1e-6));
  }

  /// Two layers of two tokens: the first looks at the second alone, and back.
  @Test
  void layersAreMultipliedInTheirOrder() {
    AttentionWeights swap = new AttentionWeights(Tensor.of(Shape.of(1, 2, 2), 0, 1, 1, 0));
    AttentionWeights first = new AttentionWeights(Tensor.of(Shape.of(1, 2, 2), 1, 0, 1, 0));
    // (swap + 1) / 2 = 1/2 1/2, 1/2 1/2; (first + 1) / 2 = 1 0, 1/2 1/2.
    assertThat(AttentionFlow.rollout(List.of(swap, first), from(1, 2)).toArray())
        .containsExactly(0.5f, 0.5f);
    assertThat(AttentionFlow.rollout(List.of(first, swap), from(0, 2)).toArray())
        .containsExactly(0.75f, 0.25f);
    assertThat(AttentionFlow.rollout(List.of(first, first), from(1, 2)).toArray())
        .containsExactly(0.75f, 0.25f);
  }

  /// Tokens that look at all alike reach each other alike: after n layers `1 - 2^-n` of a token is
  /// spread evenly, and the rest is its own.
  @Test
  void uniformAttentionRollsOutUniformly() {
    AttentionWeights even = AttentionWeights.of(Tensor.zeros(Shape.of(TOKENS, 3 * WIDTH)), HEADS);
    Tensor flow = AttentionFlow.rollout(List.of(even, even, even), from(4));
    for (int i = 0; i < TOKENS; i++) {
      assertThat((double) flow.get(i))
          .isCloseTo(0.875 / TOKENS + (i == 4 ? 0.125 : 0), within(1e-6));
    }
  }

  /// Without a gradient nothing but the token of the answer itself is of weight.
  @Test
  void relevanceIsOfWhatHasAGradient() {
    List<AttentionWeights> layers = List.of(weights(1), weights(2));
    Tensor none = Tensor.zeros(Shape.of(HEADS, TOKENS, TOKENS));
    assertThat(AttentionFlow.relevance(layers, List.of(none, none), from(0))).isEqualTo(from(0));
    Tensor one = Tensor.zeros(Shape.of(HEADS, TOKENS, TOKENS));
    one.set(3, 2);
    one.set(4, -2);
    Tensor more = AttentionFlow.relevance(layers, List.of(none, one), from(0));
    double expected = 2 * layers.get(1).get(0, 0, 3) / HEADS;
    assertThat((double) more.get(3)).isCloseTo(expected, within(1e-6));
    assertThat(more.get(4)).isZero();
  }

  @Test
  void headsMustDivideTheChannels() {
    assertThatThrownBy(() -> AttentionWeights.of(Tensor.zeros(Shape.of(4, 30)), 3))
        .isInstanceOf(LoupeException.class)
        .hasMessage(
            """
            these are not the queries, keys and values of 3 heads
              expected: tokens, and three times a multiple of 3
              got: 4x30\
            """);
  }

  private static AttentionWeights weights(int seed) {
    Tensor qkv = Tensor.zeros(Shape.of(TOKENS, 3 * WIDTH));
    for (int i = 0; i < qkv.length(); i++) {
      qkv.set(i, Seed.of(seed).gaussian(i));
    }
    return AttentionWeights.of(qkv, HEADS);
  }

  private static Tensor from(int token) {
    return from(token, TOKENS);
  }

  private static Tensor from(int token, int tokens) {
    Tensor t = Tensor.zeros(Shape.of(tokens));
    t.set(token, 1);
    return t;
  }
}
