package dev.loupe.train.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.loupe.data.Progress;
import dev.loupe.kernel.Parallel;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Edges of the figures, by hand.
final class MetricsTest {
  @Test
  void areasByHand() {
    boolean[] positive = {false, false, true, true};
    RankedScores scores = new RankedScores(new double[] {0.1, 0.4, 0.35, 0.8}, positive);
    assertThat(scores.auroc()).isEqualTo(0.75);
    assertThat(scores.averagePrecision()).isCloseTo(0.5 + 0.5 * 2 / 3, within(1e-15));
    RankedScores constant = new RankedScores(new double[] {0.0, -0.0, 0, 0}, positive);
    assertThat(constant.auroc()).isEqualTo(0.5);
    assertThat(constant.averagePrecision()).isEqualTo(0.5);
    RankedScores perfect = new RankedScores(new double[] {1, 2, 3, 4}, positive);
    assertThat(perfect.auroc()).isEqualTo(1);
    assertThat(perfect.averagePrecision()).isEqualTo(1);
    RankedScores alone = new RankedScores(new double[] {1}, new boolean[] {true});
    assertThat(alone.auroc()).isNaN();
    assertThat(alone.averagePrecision()).isEqualTo(1);
    RankedScores unknown = new RankedScores(new double[] {Double.NaN, 1, 2, 3}, positive);
    assertThat(unknown.auroc()).isNaN();
  }

  @Test
  void timesCountAsCopies() {
    double[] scores = {0.1, 0.4, 0.4, 0.8};
    boolean[] positive = {false, true, false, true};
    double[] copies = {0.1, 0.1, 0.4, 0.4, 0.4, 0.4};
    boolean[] of = {false, false, true, true, true, false};
    int[] times = {2, 3, 1, 0};
    RankedScores ranked = new RankedScores(scores, positive);
    RankedScores copied = new RankedScores(copies, of);
    assertThat(ranked.auroc(times)).isEqualTo(copied.auroc());
    assertThat(ranked.averagePrecision(times)).isEqualTo(copied.averagePrecision());
  }

  @Test
  void oneSample() {
    Predictions.Collector c = new Predictions.Collector(List.of("a", "b"));
    c.add(new float[] {9, 0, 0}, 1, 0, "");
    Predictions one = c.result();
    Report r = Report.of(one);
    assertThat(r.accuracy()).isEqualTo(new Interval(1, 1, 1));
    assertThat(r.auroc().value()).isNaN();
    assertThat(r.auroc().known()).isFalse();
    assertThat(r.calibration().error()).isCloseTo(0.5, within(1e-15));
    assertThat(r.brier().value()).isCloseTo(0.5, within(1e-15));
    assertThat(r.mistakes()).isEmpty();
  }

  @Test
  void intervalsDependOnTheSeedAlone() {
    Predictions p = MetricFiguresTest.made(300, 3, 3, 1);
    ResamplingUnits units = ResamplingUnits.samples(300);
    Bootstrap bootstrap = new Bootstrap(200, 0.95, 7);
    Report.Wishes wishes = new Report.Wishes(5, 9, bootstrap, Long.MAX_VALUE);
    Report one = Report.of(p, wishes, units, new Parallel(1), Progress.none());
    Report three = Report.of(p, wishes, units, new Parallel(3), Progress.none());
    assertThat(three.accuracy()).isEqualTo(one.accuracy());
    assertThat(three.macroF1()).isEqualTo(one.macroF1());
    assertThat(three.auroc()).isEqualTo(one.auroc());
    assertThat(three.loss()).isEqualTo(one.loss());
    assertThat(three.brier()).isEqualTo(one.brier());
    // The normal approximation, to a fifth of the interval.
    double a = one.accuracy().value();
    double half = 1.96 * Math.sqrt(a * (1 - a) / 300);
    assertThat(one.accuracy().low()).isCloseTo(a - half, within(0.4 * half));
    assertThat(one.accuracy().high()).isCloseTo(a + half, within(0.4 * half));
    assertThat(one.auroc().low()).isLessThan(one.auroc().value());
  }

  @Test
  void valuesThatDifferByAConstantTie() {
    Predictions.Collector c = new Predictions.Collector(List.of("a", "b"));
    for (int i = 0; i < 50; i++) {
      float shift = i / 8f;
      c.add(new float[] {shift, shift + 0.625f}, 0, i % 2, "");
    }
    Predictions p = c.result();
    assertThat(p.scores(1).auroc()).isEqualTo(0.5);
    assertThat(p.scores(1).averagePrecision()).isEqualTo(0.5);
  }

  @Test
  void intervalsOfAreasAreLeftOutWhereTheyTakeLong() {
    Predictions p = MetricFiguresTest.made(30, 3, 3, 1);
    Bootstrap bootstrap = new Bootstrap(10, 0.95, 0);
    ResamplingUnits units = ResamplingUnits.of(p);
    Report.Wishes much = new Report.Wishes(1, 0, bootstrap, 30 * 3 * 10);
    Report.Wishes less = new Report.Wishes(1, 0, bootstrap, 30 * 3 * 10 - 1);
    AtomicInteger told = new AtomicInteger();
    Report all =
        Report.of(p, much, units, new Parallel(2), (t, done, of) -> told.incrementAndGet());
    assertThat(told).hasValue(20);
    Report some = Report.of(p, less, units, new Parallel(2), Progress.none());
    assertThat(all.auroc().known()).isTrue();
    assertThat(some.auroc().known()).isFalse();
    assertThat(some.auroc().value()).isEqualTo(all.auroc().value());
    assertThat(some.topK()).isEqualTo(some.accuracy());
    assertThat(some.units()).isEqualTo(30);
  }

  @Test
  void intervalsAreThoseOfGroups() {
    // Eight groups of 50 equal samples say as much as eight samples.
    Predictions.Collector grouped = new Predictions.Collector(List.of("a", "b"));
    Predictions.Collector alone = new Predictions.Collector(List.of("a", "b"));
    for (int i = 0; i < 400; i++) {
      grouped.add(new float[] {1, 0}, 0, i % 8 < 3 ? 1 : 0, "patient " + i % 8);
    }
    for (int i = 0; i < 8; i++) {
      alone.add(new float[] {1, 0}, 0, i < 3 ? 1 : 0, "");
    }
    Report many = Report.of(grouped.result());
    Report few = Report.of(alone.result());
    assertThat(many.units()).isEqualTo(8);
    assertThat(many.accuracy()).isEqualTo(few.accuracy());
    assertThat(many.accuracy().high() - many.accuracy().low()).isGreaterThan(0.4);
  }

  @Test
  void theMostConfusedPairsComeFirst() {
    ConfusionMatrix matrix = new ConfusionMatrix(List.of("a", "b", "c"));
    matrix.add(0, 0, 9);
    matrix.add(0, 1, 2);
    matrix.add(2, 0, 5);
    matrix.add(1, 2, 2);
    assertThat(matrix.confused(3))
        .containsExactly(
            new ConfusionMatrix.Pair(2, 0, 5),
            new ConfusionMatrix.Pair(0, 1, 2),
            new ConfusionMatrix.Pair(1, 2, 2));
    assertThat(matrix.confused(1)).hasSize(1);
    assertThat(new ConfusionMatrix(List.of("a")).confused(5)).isEmpty();
  }

  @Test
  void groupsAreDrawnAsAWhole() {
    ResamplingUnits units = ResamplingUnits.groups(List.of("a", "", "b", "a", "", "b"));
    assertThat(units.count()).isEqualTo(4);
    for (int i = 0; i < 20; i++) {
      int[] times = units.draw(dev.loupe.tensor.Seed.of(i));
      assertThat(times[0]).isEqualTo(times[3]);
      assertThat(times[2]).isEqualTo(times[5]);
      assertThat(times[0] + times[1] + times[2] + times[4]).isEqualTo(4);
    }
  }

  @Test
  void theWorstMistakesComeFirst() {
    Predictions p = MetricFiguresTest.made(300, 3, 3, 1);
    List<Mistake> worst = Mistake.worst(p, 10);
    assertThat(worst).hasSize(10);
    assertThat(worst).allSatisfy(m -> assertThat(m.guess()).isNotEqualTo(m.label()));
    assertThat(worst).isSortedAccordingTo((a, b) -> Double.compare(b.loss(), a.loss()));
    assertThat(worst.getFirst().right())
        .isCloseTo(Math.exp(-worst.getFirst().loss()), within(1e-12));
  }

  @Test
  void overlapAndDeviation() {
    int[] truth = {0, 1, 1, 1};
    int[] guess = {1, 1, 1, 0};
    assertThat(Overlap.dice(truth, guess, 1)).isEqualTo(2 / 3.0);
    assertThat(Overlap.iou(truth, guess, 1)).isEqualTo(0.5);
    assertThat(Overlap.dice(truth, guess, 2)).isNaN();
    assertThatThrownBy(() -> Overlap.iou(truth, new int[3], 1))
        .isInstanceOf(IllegalArgumentException.class);
    float[] right = {3, -0.5f, 2, 7};
    float[] said = {2.5f, 0, 2, 8};
    assertThat(Deviation.mae(right, said)).isEqualTo(0.5);
    assertThat(Deviation.rmse(right, said)).isCloseTo(Math.sqrt(0.375), within(1e-15));
    // scikit-learn 1.9.1: r2_score([3, -0.5, 2, 7], [2.5, 0, 2, 8])
    assertThat(Deviation.r2(right, said)).isCloseTo(0.9486081370449679, within(1e-12));
    assertThat(Deviation.r2(new float[2], new float[2])).isNaN();
  }
}
