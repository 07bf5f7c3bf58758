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
  void rowsOfARolloutSumToOne() {
    Tensor flow = AttentionFlow.rollout(List.of(weights(1), weights(2), weights(3)));
    for (int i = 0; i < TOKENS; i++) {
      double sum = 0;
      for (int j = 0; j < TOKENS; j++) {
        sum += flow.get(i * TOKENS + j);
      }
      assertThat(sum).isCloseTo(1, within(1e-6));
    }
  }

  /// Tokens that look at all alike reach each other alike: after n layers `1 - 2^-n` of a token is
  /// spread evenly, and the rest is its own.
  @Test
  void uniformAttentionRollsOutUniformly() {
    AttentionWeights even =
        AttentionWeights.of(Tensor.zeros(Shape.of(TOKENS, 3 * WIDTH)), HEADS, 0.5f);
    Tensor flow = AttentionFlow.rollout(List.of(even, even, even));
    for (int i = 0; i < flow.length(); i++) {
      double own = i / TOKENS == i % TOKENS ? 0.125 : 0;
      assertThat((double) flow.get(i)).isCloseTo(0.875 / TOKENS + own, within(1e-6));
    }
  }

  /// Without a gradient nothing but each token itself is of weight.
  @Test
  void relevanceIsOfWhatHasAGradient() {
    List<AttentionWeights> layers = List.of(weights(1), weights(2));
    Tensor none = Tensor.zeros(Shape.of(HEADS, TOKENS, TOKENS));
    Tensor flow = AttentionFlow.relevance(layers, List.of(none, none));
    for (int i = 0; i < flow.length(); i++) {
      assertThat(flow.get(i)).isEqualTo(i / TOKENS == i % TOKENS ? 1f : 0f);
    }
    Tensor one = Tensor.zeros(Shape.of(HEADS, TOKENS, TOKENS));
    one.set(3, 2);
    Tensor more = AttentionFlow.relevance(layers, List.of(none, one));
    double expected = 2 * layers.get(1).get(0, 0, 3) / HEADS;
    assertThat((double) more.get(3)).isCloseTo(expected, within(1e-6));
  }

  @Test
  void headsMustDivideTheChannels() {
    assertThatThrownBy(() -> AttentionWeights.of(Tensor.zeros(Shape.of(4, 30)), 3, 1))
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
    return AttentionWeights.of(qkv, HEADS, 0.5f);
  }
}
