package dev.loupe.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.loupe.graph.Gradients;
import dev.loupe.graph.GraphBuilder;
import dev.loupe.graph.Value;
import dev.loupe.graph.op.Hide;
import dev.loupe.graph.op.SumTo;
import dev.loupe.kernel.KernelPolicy;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What hiding promises: runs of places, other ones for each sample, step and key.
final class HideTest {
  private static final int SAMPLES = 400;
  private static final int FRAMES = 11;
  private static final int BANDS = 7;
  private static final Shape SHAPE = Shape.of(SAMPLES, FRAMES, BANDS, 1);

  @Test
  void hidesOneRunOfFramesForASample() {
    Tensor y = run(new Hide(1, 1, 4, 9), 2, KernelPolicy.FASTEST);
    int[] lengths = new int[FRAMES + 1];
    for (int sample = 0; sample < SAMPLES; sample++) {
      int hidden = 0;
      int runs = 0;
      for (int frame = 0; frame < FRAMES; frame++) {
        float first = y.get((sample * FRAMES + frame) * BANDS);
        for (int band = 1; band < BANDS; band++) {
          assertThat(y.get((sample * FRAMES + frame) * BANDS + band)).isEqualTo(first);
        }
        boolean before = frame > 0 && y.get((sample * FRAMES + frame - 1) * BANDS) == 0;
        hidden += first == 0 ? 1 : 0;
        runs += first == 0 && !before ? 1 : 0;
      }
      assertThat(runs).isEqualTo(hidden == 0 ? 0 : 1);
      lengths[hidden]++;
    }
    // 0 to 4, each as often: four standard deviations.
    for (int length = 0; length <= 4; length++) {
      assertThat(lengths[length]).isCloseTo(SAMPLES / 5, within((int) (4 * Math.sqrt(64))));
    }
  }

  @Test
  void kernelsAgreeOnEveryValue() {
    for (int axis : new int[] {1, 2, -2, 3}) {
      Hide op = new Hide(axis, 2, 3, 5);
      assertThat(run(op, 3, KernelPolicy.FASTEST).toArray())
          .isEqualTo(run(op, 3, KernelPolicy.REFERENCE).toArray());
    }
  }

  @Test
  void stepsKeysAndSamplesGiveOtherMasks() {
    float[] first = run(new Hide(1, 2, 5, 5), 1, KernelPolicy.FASTEST).toArray();
    assertThat(run(new Hide(1, 2, 5, 5), 2, KernelPolicy.FASTEST).toArray()).isNotEqualTo(first);
    assertThat(run(new Hide(1, 2, 5, 6), 1, KernelPolicy.FASTEST).toArray()).isNotEqualTo(first);
    int each = FRAMES * BANDS;
    assertThat(Arrays.copyOfRange(first, 0, 20 * each))
        .isNotEqualTo(Arrays.copyOfRange(first, 20 * each, 40 * each));
  }

  @Test
  void theGradientHasTheMaskOfTheForwardPass() {
    GraphBuilder b = new GraphBuilder();
    Value x = b.input("x", SHAPE);
    Value y = b.apply(new Hide(2, 2, 3, 3), x);
    Value loss = b.apply(new SumTo(Shape.of()), y);
    Value gradient = Gradients.of(b, loss, List.of(x)).get(x);
    assertThat(gradient).isNotNull();
    List<Tensor> values = Interpreter.run(b.build(), Map.of("x", ones()), KernelPolicy.FASTEST, 4);
    // The input is all ones, so the output is the mask.
    assertThat(values.get(gradient.id()).toArray()).isEqualTo(values.get(y.id()).toArray());
  }

  @Test
  void samplesAreNotHidden() {
    assertThatThrownBy(() -> new Hide(-4, 1, 1, 0).infer(List.of(SHAPE)))
        .isInstanceOf(LoupeException.class)
        .hasMessage(
            """
            places are hidden in samples
              expected: an axis behind the first
              got: axis -4 of 400x11x7x1\
            """);
  }

  private static Tensor run(Hide op, long step, KernelPolicy policy) {
    return Interpreter.run(op, List.of(ones()), policy, step);
  }

  private static Tensor ones() {
    Tensor x = Tensor.zeros(SHAPE);
    x.fill(1);
    return x;
  }
}
