package dev.loupe.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loupe.graph.Gradients;
import dev.loupe.graph.Graph;
import dev.loupe.graph.GraphBuilder;
import dev.loupe.graph.Plan;
import dev.loupe.graph.Value;
import dev.loupe.graph.op.Attention;
import dev.loupe.graph.op.Reduce;
import dev.loupe.kernel.ReduceKind;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Attention keeps no scores: its memory grows with the tokens, not with their square.
final class AttentionMemoryTest {
  /// The value, a loss over it, and the gradient of that.
  private static Plan training(int batch, int tokens, int heads, int size) {
    GraphBuilder b = new GraphBuilder();
    Value x = b.input("x", Shape.of(batch, tokens, 3 * heads * size));
    Value y = b.apply(new Attention(heads), x);
    Value loss = b.apply(new Reduce(ReduceKind.MEAN, List.of(0, 1, 2), false), y);
    Gradients.of(b, loss, List.of(x)).values().forEach(g -> b.output("gradient", g));
    Graph graph = b.build();
    return Plan.of(graph, Plan.Mode.FAST);
  }

  @Test
  void twiceTheTokensTakeTwiceTheMemory() {
    long once = training(2, 512, 6, 64).bytes();
    long twice = training(2, 1024, 6, 64).bytes();
    assertThat((double) twice / once).isBetween(1.9, 2.05);
  }

  @Test
  void aThousandTokensOfEightSamplesFit() {
    assertThat(training(8, 1024, 6, 64).bytes()).isLessThan(1L << 30);
  }

  @Test
  void whatDoesNotFitIsRefused() {
    assertThatThrownBy(() -> new Attention(0))
        .isInstanceOf(LoupeException.class)
        .hasMessage(
            """
            attention has too few heads
              expected: at least 1
              got: 0\
            """);
    assertThatThrownBy(() -> new Attention(2).infer(List.of(Shape.of(1, 4, 4, 12))))
        .isInstanceOf(LoupeException.class)
        .hasMessage(
            """
            attention needs the queries, keys and values of tokens
              expected: batch, tokens, 3 x channels
              got: 1x4x4x12
              fix: bring the input to batch, tokens, channels; a dense layer triples the channels\
            """);
    assertThatThrownBy(() -> new Attention(5).infer(List.of(Shape.of(1, 4, 24))))
        .isInstanceOf(LoupeException.class)
        .hasMessage(
            """
            the heads of attention don't divide its channels
              expected: a divisor of 8
              got: 5 heads
              fix: change the number of heads, or of channels\
            """);
  }
}
