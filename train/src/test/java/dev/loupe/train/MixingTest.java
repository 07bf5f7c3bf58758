package dev.loupe.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Mixup, CutMix, views of a sample, and the moving average.
final class MixingTest {
  private static final int CLASSES = 5;

  /// A sample i of a batch has the value i everywhere, and the label i.
  private static Tensor batch(Shape sample) {
    Tensor t = Tensor.zeros(sample.prepend(CLASSES));
    for (int i = 0; i < CLASSES; i++) {
      t.item(i).fill(i);
    }
    return t;
  }

  private static Tensor labels() {
    return Tensor.of(Shape.of(CLASSES), 0, 1, 2, 3, 4);
  }

  @Test
  void mixupAddsSamplesAndLabelsWithTheSameParts() {
    double sum = 0;
    for (int s = 0; s < 200; s++) {
      Tensor inputs = batch(Shape.of(3, 2, 1));
      Tensor targets = Tensor.zeros(Shape.of(CLASSES, CLASSES));
      new Mixing(0.4f, 0).apply(Seed.of(s), inputs, labels(), targets);
      float part = targets.get(0);
      assertThat(part).isBetween(0.5f, 1f);
      assertThat(targets.get(4)).isCloseTo(1 - part, within(1e-6f));
      assertThat(targets.get(2 * CLASSES + 2)).isCloseTo(1, within(1e-6f));
      // Sample 0 is 0 and its partner 4; sample 3 has sample 1 for a partner.
      assertThat(inputs.item(0).get(5)).isCloseTo(4 * (1 - part), within(1e-5f));
      assertThat(inputs.item(3).get(0)).isCloseTo(3 * part + (1 - part), within(1e-5f));
      sum += part;
    }
    // The mean of max(l, 1 - l) for l of the beta distribution with 0.4 and 0.4, integrated.
    assertThat(sum / 200).isCloseTo(0.8398, within(0.04));
  }

  @ParameterizedTest
  @ValueSource(strings = {"40x1", "12x12x3", "6x7x8x1"})
  void cutMixGivesLabelsThePartOfTheVolume(String sample) {
    Shape shape = Shape.parse(sample);
    for (int s = 0; s < 50; s++) {
      Tensor inputs = batch(shape);
      Tensor targets = Tensor.zeros(Shape.of(CLASSES, CLASSES));
      new Mixing(0, 1).apply(Seed.of(s), inputs, labels(), targets);
      int own = 0;
      Tensor first = inputs.item(0);
      for (int i = 0; i < first.length(); i++) {
        assertThat(first.get(i)).isIn(0f, 4f);
        own += first.get(i) == 0 ? 1 : 0;
      }
      assertThat(targets.get(0)).isCloseTo((float) own / first.length(), within(1e-5f));
      assertThat(targets.get(0) + targets.get(4)).isCloseTo(1, within(1e-6f));
    }
  }

  @Test
  void parametersOutOfRangeAreRefused() {
    assertThatThrownBy(() -> new Mixing(-1, 0)).isInstanceOf(LoupeException.class);
    assertThatThrownBy(() -> new Mixing(0, Float.NaN)).isInstanceOf(LoupeException.class);
  }

  @Test
  void viewsTurnAndMoveSamples() {
    Tensor samples = Tensor.of(Shape.of(1, 2, 3, 1), 1, 2, 3, 4, 5, 6);
    Views views = Views.parse("flip,shift:1");
    assertThat(views.count()).isEqualTo(6);
    assertThat(view(views, 0, samples)).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(view(views, 1, samples)).containsExactly(3, 2, 1, 6, 5, 4);
    assertThat(view(views, 2, samples)).containsExactly(0, 0, 0, 0, 1, 2);
    assertThat(view(views, 3, samples)).containsExactly(0, 0, 0, 0, 3, 2);
    assertThat(view(views, 4, samples)).containsExactly(5, 6, 0, 0, 0, 0);
    assertThat(view(views, 5, samples)).containsExactly(5, 4, 0, 0, 0, 0);
    assertThat(views).hasToString("flip,shift:1");
    assertThat(Views.parse("none")).isEqualTo(Views.NONE);
    assertThatThrownBy(() -> Views.parse("shift:0")).isInstanceOf(LoupeException.class);
  }

  private static float[] view(Views views, int index, Tensor samples) {
    Tensor into = Tensor.zeros(samples.shape());
    into.fill(9);
    views.write(index, samples, into);
    return into.toArray();
  }
}
