package dev.loupe.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.loupe.graph.Gradients;
import dev.loupe.graph.GraphBuilder;
import dev.loupe.graph.Value;
import dev.loupe.graph.op.Dropout;
import dev.loupe.graph.op.SumTo;
import dev.loupe.kernel.KernelPolicy;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What dropout promises: its rate, and one mask for a key and a step.
final class DropoutTest {
  private static final Shape SHAPE = Shape.of(100, 203);

  @Test
  void dropsTheRateAndScalesTheRest() {
    for (float rate : new float[] {0.1f, 0.5f, 0.9f}) {
      Tensor y = run(new Dropout(rate, 7, false), 3, KernelPolicy.FASTEST);
      float scale = (float) (1 / (1 - (double) rate));
      double dropped = 0;
      int kept = 0;
      for (int i = 0; i < y.length(); i++) {
        dropped += y.get(i) == 0 ? 1 : 0;
        kept += y.get(i) == scale ? 1 : 0;
      }
      assertThat(dropped + kept).isEqualTo(y.length());
      // Four standard deviations of the share of dropped values.
      double deviation = Math.sqrt(rate * (1 - rate) / y.length());
      assertThat(dropped / y.length()).isCloseTo(rate, within(4 * deviation));
    }
  }

  @Test
  void neighboursAreIndependent() {
    Tensor y = run(new Dropout(0.5f, 11, false), 0, KernelPolicy.FASTEST);
    for (int lag : new int[] {1, 2, 8, 16, 203, 4096}) {
      int same = 0;
      int n = y.length() - lag;
      for (int i = 0; i < n; i++) {
        same += (y.get(i) == 0) == (y.get(i + lag) == 0) ? 1 : 0;
      }
      assertThat((double) same / n).isCloseTo(0.5, within(4 * 0.5 / Math.sqrt(n)));
    }
  }

  @Test
  void keepsAllAtRateZero() {
    Tensor y = run(new Dropout(0, 1, false), 0, KernelPolicy.FASTEST);
    assertThat(values(y)).isEqualTo(values(ones()));
  }

  @Test
  void kernelsAgreeOnEveryValue() {
    for (boolean perSample : List.of(false, true)) {
      Dropout op = new Dropout(0.3f, 99, perSample);
      assertThat(values(run(op, 12, KernelPolicy.FASTEST)))
          .isEqualTo(values(run(op, 12, KernelPolicy.REFERENCE)));
    }
  }

  @Test
  void stepsAndKeysGiveOtherMasks() {
    Dropout op = new Dropout(0.5f, 5, false);
    float[] first = values(run(op, 1, KernelPolicy.FASTEST));
    float[] nextStep = values(run(op, 2, KernelPolicy.FASTEST));
    float[] otherKey = values(run(new Dropout(0.5f, 6, false), 1, KernelPolicy.FASTEST));
    for (float[] other : List.of(nextStep, otherKey)) {
      int same = 0;
      for (int i = 0; i < first.length; i++) {
        same += first[i] == other[i] ? 1 : 0;
      }
      double deviation = 0.5 / Math.sqrt(first.length);
      assertThat((double) same / first.length).isCloseTo(0.5, within(4 * deviation));
    }
  }

  @Test
  void dropsWholeSamples() {
    Tensor y = run(new Dropout(0.4f, 21, true), 0, KernelPolicy.FASTEST);
    int dropped = 0;
    for (int sample = 0; sample < 100; sample++) {
      float first = y.get(sample * 203);
      dropped += first == 0 ? 1 : 0;
      int same = 0;
      for (int i = 0; i < 203; i++) {
        same += y.get(sample * 203 + i) == first ? 1 : 0;
      }
      assertThat(same).isEqualTo(203);
    }
    assertThat(dropped / 100.0).isCloseTo(0.4, within(4 * Math.sqrt(0.24 / 100)));
  }

  @Test
  void theGradientHasTheMaskOfTheForwardPass() {
    for (boolean perSample : List.of(false, true)) {
      GraphBuilder b = new GraphBuilder();
      Value x = b.input("x", SHAPE);
      Value y = b.apply(new Dropout(0.5f, 3, perSample), x);
      Value loss = b.apply(new SumTo(Shape.of()), y);
      Value gradient = Gradients.of(b, loss, List.of(x)).get(x);
      assertThat(gradient).isNotNull();
      List<Tensor> values =
          Interpreter.run(b.build(), Map.of("x", ones()), KernelPolicy.FASTEST, 4);
      // The input is all ones, so the output is the mask.
      assertThat(values(values.get(gradient.id()))).isEqualTo(values(values.get(y.id())));
    }
  }

  private static Tensor run(Dropout op, long step, KernelPolicy policy) {
    return Interpreter.run(op, List.of(ones()), policy, step);
  }

  private static Tensor ones() {
    Tensor x = Tensor.zeros(SHAPE);
    x.fill(1);
    return x;
  }

  private static float[] values(Tensor t) {
    float[] v = new float[t.length()];
    for (int i = 0; i < v.length; i++) {
      v[i] = t.get(i);
    }
    return v;
  }
}
