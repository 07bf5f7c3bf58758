package dev.loupe.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.loupe.tensor.LoupeException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class EvaluationTest {
  @Test
  void figuresByHand() {
    Evaluation.Collector c = new Evaluation.Collector(List.of("a", "b", "c"));
    float ln3 = (float) Math.log(3);
    // Probabilities 3/5, 1/5, 1/5, from the second place of the array on.
    c.add(new float[] {9, ln3, 0, 0}, 1, 0);
    c.add(new float[] {ln3, 0, 0}, 0, 1);
    c.add(new float[] {0, ln3, 0}, 0, 1);
    c.add(new float[] {1000, 0, 0}, 0, 0);
    Evaluation e = c.result();
    assertThat(e.samples()).isEqualTo(4);
    assertThat(e.accuracy()).isEqualTo(0.75);
    assertThat(e.top5()).isEqualTo(1);
    double expected = (2 * Math.log(5 / 3.0) + Math.log(5)) / 4;
    assertThat(e.loss()).isCloseTo(expected, within(1e-7));
    assertThat(e.confusion()).containsExactly(List.of(2, 0, 0), List.of(1, 1, 0), List.of(0, 0, 0));
    assertThat(e.classes().get(0)).isEqualTo(new ClassScore("a", 2, 2 / 3.0, 1, 0.8));
    assertThat(e.classes().get(1)).isEqualTo(new ClassScore("b", 2, 1, 0.5, 2 / 3.0));
    assertThat(e.classes().get(2))
        .isEqualTo(new ClassScore("c", 0, Double.NaN, Double.NaN, Double.NaN));
    assertThat(e.macroF1()).isCloseTo((0.8 + 2 / 3.0) / 2, within(1e-15));
  }

  @Test
  void fiveOfSix() {
    Evaluation.Collector c = new Evaluation.Collector(List.of("a", "b", "c", "d", "e", "f"));
    float[] logits = {6, 5, 4, 3, 2, 1};
    c.add(logits, 0, 4);
    c.add(logits, 0, 5);
    assertThat(c.result().top5()).isEqualTo(0.5);
    // Of equal values the first counts as more probable.
    Evaluation.Collector equal = new Evaluation.Collector(List.of("a", "b", "c", "d", "e", "f"));
    equal.add(new float[6], 0, 5);
    equal.add(new float[6], 0, 0);
    assertThat(equal.result().top5()).isEqualTo(0.5);
    assertThat(equal.result().accuracy()).isEqualTo(0.5);
  }

  @Test
  void nothing() {
    assertThatThrownBy(() -> new Evaluation.Collector(List.of("a")).result())
        .isInstanceOf(LoupeException.class)
        .hasMessage("there is nothing to evaluate on\n  expected: at least 1 sample");
  }
}
