package dev.loupe.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.loupe.tensor.LoupeException;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

final class ScheduleTest {
  private static final Offset<Double> ROUNDING = within(1e-12);

  @Test
  void constant() {
    assertThat(new Schedule.Constant(0).factor(0, 10)).isEqualTo(1);
    assertThat(new Schedule.Constant(0).factor(9, 10)).isEqualTo(1);
  }

  @Test
  void cosine() {
    Schedule s = new Schedule.Cosine(0.2);
    assertThat(s.factor(0, 20)).isCloseTo(0.2, ROUNDING);
    assertThat(s.factor(3, 20)).isCloseTo(0.8, ROUNDING);
    assertThat(s.factor(4, 20)).isEqualTo(1);
    assertThat(s.factor(12, 20)).isCloseTo(0.5, ROUNDING);
    assertThat(s.factor(8, 20)).isCloseTo(0.5 + Math.sqrt(0.125), ROUNDING);
  }

  @Test
  void oneCycle() {
    Schedule s = new Schedule.OneCycle(0.5);
    assertThat(s.factor(0, 20)).isCloseTo(0.04, ROUNDING);
    assertThat(s.factor(5, 20)).isCloseTo(0.52, ROUNDING);
    assertThat(s.factor(10, 20)).isEqualTo(1);
    assertThat(s.factor(15, 20)).isCloseTo(0.5, ROUNDING);
    for (int i = 11; i < 20; i++) {
      assertThat(s.factor(i, 20)).isBetween(0.0, s.factor(i - 1, 20));
    }
  }

  @Test
  void step() {
    Schedule s = new Schedule.Step(3, 0.1, 0);
    assertThat(s.factor(3, 12)).isEqualTo(1);
    assertThat(s.factor(4, 12)).isEqualTo(0.1);
    assertThat(s.factor(7, 12)).isEqualTo(0.1);
    assertThat(s.factor(8, 12)).isCloseTo(0.01, ROUNDING);
  }

  @Test
  void polynomial() {
    Schedule s = Schedule.named("polynomial:2:0.5");
    assertThat(s.factor(0, 20)).isCloseTo(1 / 11.0, ROUNDING);
    assertThat(s.factor(10, 20)).isEqualTo(1);
    assertThat(s.factor(15, 20)).isCloseTo(0.25, ROUNDING);
    assertThat(Schedule.named("polynomial").factor(15, 20)).isCloseTo(5 / 19.0, ROUNDING);
  }

  @Test
  void warmUpsRiseStraight() {
    assertThat(Schedule.named("constant:0.5").factor(4, 20)).isCloseTo(5 / 11.0, ROUNDING);
    assertThat(Schedule.named("step:2:0.5:0.1").factor(0, 20)).isCloseTo(1 / 3.0, ROUNDING);
    assertThat(Schedule.named("step:2:0.5:0.1").factor(19, 20)).isEqualTo(0.5);
  }

  @Test
  void trainingsOfOneStep() {
    for (String name : Schedule.NAMES) {
      assertThat(Schedule.named(name).factor(0, 1)).isBetween(0.01, 1.0);
    }
  }

  @Test
  void errors() {
    assertThatThrownBy(() -> Schedule.named("cosinus"))
        .isInstanceOf(LoupeException.class)
        .hasMessage(
            "unknown schedule 'cosinus'\n"
                + "  expected: one of constant, cosine, one-cycle, polynomial, step\n"
                + "  fix: did you mean 'cosine'?");
    assertThatThrownBy(() -> new Schedule.Cosine(1))
        .hasMessage(
            "the warm-up of the cosine schedule is out of range\n"
                + "  expected: 0 or more, below 1\n"
                + "  got: 1.0");
    assertThatThrownBy(() -> new Schedule.OneCycle(-0.1))
        .hasMessage(
            "the rising part of the one-cycle schedule is out of range\n"
                + "  expected: 0 or more, below 1\n"
                + "  got: -0.1");
    assertThatThrownBy(() -> new Schedule.Step(0, 0.1, 0))
        .hasMessage(
            "the number of parts of the step schedule is out of range\n"
                + "  expected: at least 1\n"
                + "  got: 0");
    assertThatThrownBy(() -> new Schedule.Step(2, 0, 0))
        .hasMessage(
            "the factor of the step schedule is out of range\n"
                + "  expected: above 0, at most 1\n"
                + "  got: 0.0");
  }
}
