package dev.loupe.train.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loupe.data.Dataset;
import dev.loupe.data.Digits;
import dev.loupe.data.Splits;
import dev.loupe.data.Subset;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import dev.loupe.train.metrics.Interval;
import dev.loupe.train.metrics.PairedBootstrap;
import dev.loupe.train.metrics.ResamplingUnits;
import dev.loupe.train.study.Member;
import dev.loupe.train.study.StudyListener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Comparisons of small networks on drawn digits.
final class ComparisonTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void theExampleOfTheDocuments() throws Exception {
    Splits digits = Digits.splits(400, 100);
    // docs/compare.md: begin
    ComparisonResult result =
        Comparison.of(
                List.of(
                    Entrant.own("mlp:hidden=32", digits.train()),
                    Entrant.own("lenet5", digits.train())))
            .shares(0.25, 1)
            .seeds(2, 0)
            .budget(new Budget.Epochs(2))
            .out(folder)
            .train(digits);
    double accuracy = result.accuracy("lenet5", 1).mean();
    List<String> sentences = result.conclusion();
    // docs/compare.md: end
    assertThat(accuracy).isBetween(0.05, 1.0);
    assertThat(result.complete()).isTrue();
    assertThat(result.members()).hasSize(8);
    assertThat(sentences).hasSize(2);
    assertThat(result.of("mlp:hidden=32", 0.25)).allMatch(m -> m.samples() == 100);
    assertThat(result.members()).allMatch(m -> m.disturbed().size() == 4);
    assertThat(Comparison.in(folder).orElseThrow()).isEqualTo(result);
    assertThat(Files.readString(folder.resolve("comparison.html"))).contains(sentences.getFirst());
    assertThat(Files.readAllLines(folder.resolve("comparison.csv"))).hasSize(9);
    assertThatThrownBy(
            () ->
                Comparison.of(
                        List.of(
                            Entrant.own("mlp", digits.train()),
                            Entrant.own("lenet5", digits.train())))
                    .out(folder)
                    .train(digits))
        .isInstanceOf(LoupeException.class)
        .hasMessage(
            folder
                + """
                : there is a comparison already
                  fix: go on with it by --resume, in Java Comparison.resume, or take another folder\
                """);
    assertThatThrownBy(
            () ->
                Comparison.of(
                        List.of(
                            Entrant.own("mlp", digits.train()),
                            Entrant.own("lenet5", digits.train())))
                    .resume(folder)
                    .train(digits))
        .isInstanceOf(LoupeException.class)
        .hasMessageContaining("this is not the comparison that was interrupted");
  }

  @Test
  void aComparisonThatWasStoppedFindsTheSame() {
    Splits digits = Digits.splits(200, 60);
    List<Entrant> entrants =
        List.of(
            Entrant.own("mlp:hidden=16", digits.train()),
            Entrant.own("mlp:hidden=24", digits.train()));
    ComparisonResult whole =
        Comparison.of(entrants)
            .measuring(0.02)
            .seeds(2, 5)
            .out(folder.resolve("whole"))
            .train(digits);
    Path broken = folder.resolve("broken");
    Comparison stopped = Comparison.of(entrants).measuring(0.02).seeds(2, 5).out(broken);
    int[] begun = new int[1];
    stopped.prepare(
        t -> {
          if (++begun[0] == 3) {
            stopped.requestStop();
          }
          return t;
        });
    ComparisonResult part = stopped.train(digits);
    assertThat(part.complete()).isFalse();
    assertThat(part.members()).hasSize(2);
    assertThat(part.conclusion()).contains("2 of 4 trainings have ended");
    ComparisonResult later =
        Comparison.of(entrants).measuring(0.02).seeds(2, 5).resume(broken).train(digits);
    assertThat(later.complete()).isTrue();
    assertThat(later.verdicts()).isEqualTo(whole.verdicts());
    assertThat(later.costs()).isEqualTo(part.costs());
    for (int i = 0; i < 4; i++) {
      assertThat(later.members().get(i).right()).isEqualTo(whole.members().get(i).right());
      assertThat(later.members().get(i).loss()).isEqualTo(whole.members().get(i).loss());
      assertThat(later.members().get(i).disturbed()).isEqualTo(whole.members().get(i).disturbed());
    }
  }

  @Test
  void trainingsCanBeDoneInSlices() {
    Splits digits = Digits.splits(100, 40);
    List<Entrant> entrants =
        List.of(
            Entrant.own("mlp:hidden=8", digits.train()),
            Entrant.own("mlp:hidden=9", digits.train()));
    Comparison all = Comparison.of(entrants).measuring(0.02).seeds(2, 0);
    ComparisonResult whole =
        all.budget(new Budget.Epochs(1)).out(folder.resolve("a")).train(digits);
    Path slices = folder.resolve("b");
    ComparisonResult part = all.only(List.of("mlp-hidden-9-*")).resume(slices).train(digits);
    assertThat(part.members()).extracting(MemberFigures::model).containsOnly("mlp:hidden=9");
    assertThat(part.members()).hasSize(2);
    assertThat(part.complete()).isFalse();
    assertThat(part.verdicts()).isEmpty();
    assertThat(part.drawn("mlp:hidden=9", 1).known()).isTrue();
    List<Double> left = new ArrayList<>();
    List<String> begun = new ArrayList<>();
    StudyListener hears =
        new StudyListener() {
          @Override
          public void left(double seconds) {
            left.add(seconds);
          }

          @Override
          public void begins(Member member, int number, int of) {
            begun.add(member.name() + " " + number + "/" + of);
          }
        };
    all.only(List.of("mlp-hidden-8-100-seed-0")).listener(hears).resume(slices).train(digits);
    assertThat(begun)
        .containsExactly(
            "mlp-hidden-8-100-seed-0 1/4",
            "mlp-hidden-9-100-seed-0 2/4",
            "mlp-hidden-9-100-seed-1 4/4");
    assertThat(left.getFirst()).isPositive();
    assertThat(left.subList(1, 3)).containsOnly(0.0);
    ComparisonResult done =
        all.only(List.of("*")).listener(StudyListener.NONE).resume(slices).train(digits);
    assertThat(done.complete()).isTrue();
    assertThat(done.verdicts()).isEqualTo(whole.verdicts());
    assertThat(done.drawn()).isEqualTo(whole.drawn());
    assertThatThrownBy(() -> all.only(List.of("lenet5-*")).resume(slices).train(digits))
        .isInstanceOf(LoupeException.class)
        .hasMessage(
            """
            unknown training of the comparison 'lenet5-*'
              expected: one of mlp-hidden-8-100-seed-0, mlp-hidden-9-100-seed-0,\
             mlp-hidden-8-100-seed-1, mlp-hidden-9-100-seed-1\
            """);
  }

  @Test
  void computingIsCountedByFullBatches() {
    Splits digits = Digits.splits(100, 40);
    Entrant one = Entrant.own("mlp:hidden=8", digits.train());
    Interval none = new Interval(1, 1, 1);
    Cost large = new Cost("mlp:hidden=8", 1, 1, 6000, 60, 1, 1, none, none, 3);
    Member member = new Member("m", 0, digits);
    PlannedTraining planned = new PlannedTraining(member, one, 1);
    // 100 samples are one batch of 60, and 40 are left out.
    assertThat(planned.flops(5, large)).isEqualTo(5 * 6000.0);
    assertThat(planned.seconds(new Budget.Epochs(4), large)).isEqualTo(12);
    Cost larger = new Cost("mlp:hidden=8", 1, 1, 6000, 200, 1, 1, none, none, 3);
    // 100 samples are half a batch of 200.
    assertThat(planned.flops(5, larger)).isEqualTo(5 * 3000.0);
    assertThat(planned.epochs(new Budget.Flops(30_000), larger)).isEqualTo(10);
    assertThat(planned.cost(List.of(large))).isEqualTo(large);
  }

  @Test
  void accuraciesHaveIntervalsOfTheTestSamples() {
    String half = "10".repeat(200);
    MemberFigures m = new MemberFigures("m", "a", 1, 0, 10, 1, 1, 1, 0.5, 1, 0, List.of(), half);
    ComparisonResult.Drawn drawn =
        ComparisonResult.accuracies(
                List.of("a", "b"), List.of(1.0), List.of(m), ResamplingUnits.samples(400))
            .getFirst();
    assertThat(drawn.accuracy().value()).isEqualTo(0.5);
    // 1.96 sqrt(0.25 / 400) = 0.049; 1,000 resamples find it to about a tenth.
    assertThat(drawn.accuracy().low()).isBetween(0.44, 0.46);
    assertThat(drawn.accuracy().high()).isBetween(0.54, 0.56);
  }

  @Test
  void smallerPartsLieInsideOfLargerOnes() {
    Dataset all = Digits.splits(500, 10).train();
    Subset tenth = (Subset) Shares.of(all, 0.1, 3);
    Subset half = (Subset) Shares.of(all, 0.5, 3);
    List<Integer> larger = new ArrayList<>();
    for (int i = 0; i < half.size(); i++) {
      larger.add(half.index(i));
    }
    int[] classes = new int[10];
    for (int i = 0; i < tenth.size(); i++) {
      assertThat(larger).contains(tenth.index(i));
      classes[tenth.label(i)]++;
    }
    assertThat(classes).containsOnly(5);
    assertThat(Shares.of(all, 1, 3)).isSameAs(all);
    assertThatThrownBy(() -> Shares.of(all, 0.001, 3))
        .isInstanceOf(LoupeException.class)
        .hasMessage(
            """
            a part of the data is too small
              expected: at least one sample of each class
              got: none of '5' among 0 of 500 samples (0.1 %)
              fix: take a larger fraction\
            """);
  }

  @Test
  void aPairIsJudgedBySamplesAndTrainings() {
    boolean[] good = new boolean[1000];
    boolean[] bad = new boolean[1000];
    for (int i = 0; i < 1000; i++) {
      good[i] = i % 10 != 0;
      bad[i] = i % 5 != 0;
    }
    PairedBootstrap.Difference apart =
        PairedBootstrap.DEFAULT.of(
            new boolean[][] {good}, new boolean[][] {bad}, ResamplingUnits.samples(1000));
    assertThat(apart.difference().value()).isEqualTo(0.1, within());
    // The deviation of a paired difference of 0.1 over 1,000 samples is sqrt(0.1 0.9 / 1000).
    assertThat(apart.difference().low()).isBetween(0.075, 0.09);
    assertThat(apart.difference().high()).isBetween(0.11, 0.125);
    assertThat(apart.chance()).isLessThan(0.001);
    PairedBootstrap.Difference same =
        PairedBootstrap.DEFAULT.of(
            new boolean[][] {good, bad},
            new boolean[][] {bad, good},
            ResamplingUnits.samples(1000));
    assertThat(same.difference().value()).isEqualTo(0, within());
    assertThat(same.chance()).isGreaterThan(0.5);
  }

  private static org.assertj.core.data.Offset<Double> within() {
    return org.assertj.core.data.Offset.offset(1e-12);
  }

  @Test
  void sentencesClaimNoMoreThanTheIntervalsAllow() {
    Verdict told = new Verdict("a", "b", 0.1, new Interval(-0.031, -0.05, -0.012), 0.01);
    assertThat(told.sentence())
        .isEqualTo("b is better than a at 10 % of the data by 3.1 points (1.2 to 5.0)");
    Verdict open = new Verdict("a", "b", 1, new Interval(0.002, -0.004, 0.008), 0.4);
    assertThat(open.sentence())
        .isEqualTo(
            "no difference between a and b can be told at 100 % of the data: 0.2 points (-0.4 to"
                + " 0.8)");
    Verdict corrected = new Verdict("a", "b", 1, new Interval(0.02, 0.001, 0.04), 0.12);
    assertThat(corrected.told()).isFalse();
  }

  @Test
  void budgets() {
    assertThat(Budget.parse("epochs=3").epochs(1, 1)).isEqualTo(3);
    assertThat(Budget.parse("flops=1e6").epochs(2.5e5, 1)).isEqualTo(4);
    assertThat(Budget.parse("minutes=0.5").epochs(1, 6)).isEqualTo(5);
    assertThat(Budget.parse("minutes=0.001").epochs(1, 60)).isEqualTo(1);
    assertThatThrownBy(() -> Budget.parse("hours=1"))
        .isInstanceOf(LoupeException.class)
        .hasMessage(
            """
            the budget can't be read
              expected: epochs=N, minutes=N or flops=N, such as epochs=10 or flops=2e14
              got: 'hours=1'\
            """);
    assertThatThrownBy(() -> Budget.parse("epochs=0")).isInstanceOf(LoupeException.class);
  }

  @Test
  void everyKindOfSampleHasItsDisturbances() {
    assertThat(Robustness.kinds(Shape.of(100, 1)).keySet())
        .containsExactly("noise", "shift", "scale");
    assertThat(Robustness.kinds(Shape.of(32, 32, 3)).keySet())
        .containsExactly("noise", "blur", "shift", "rotation");
    assertThat(Robustness.kinds(Shape.of(8, 8, 8, 1)).keySet())
        .containsExactly("noise", "shift", "rotation");
  }

  @Test
  void whatCannotBeComparedIsRefused() {
    Splits digits = Digits.splits(50, 10);
    Entrant mlp = Entrant.own("mlp", digits.train());
    assertThatThrownBy(() -> Comparison.of(List.of(mlp)))
        .isInstanceOf(LoupeException.class)
        .hasMessage(
            """
            there is nothing to compare
              expected: at least 2 models
              got: 1\
            """);
    assertThatThrownBy(() -> Comparison.of(List.of(mlp, mlp)))
        .isInstanceOf(LoupeException.class)
        .hasMessage(
            """
            two models have the same name
              expected: models that differ
              got: 'mlp' twice\
            """);
    assertThatThrownBy(
            () -> Comparison.of(List.of(mlp, Entrant.own("lenet5", digits.train()))).shares(0, 0.5))
        .isInstanceOf(LoupeException.class)
        .hasMessage(
            """
            a fraction of the data is out of range
              expected: above 0, up to 100 %
              got: 0 %\
            """);
    assertThatThrownBy(() -> Entrant.own("lenet6", digits.train()))
        .isInstanceOf(LoupeException.class)
        .hasMessageStartingWith("unknown model 'lenet6'")
        .hasMessageEndingWith("fix: did you mean 'lenet5'?");
    assertThatThrownBy(() -> Entrant.own("ecg1d", digits.train()))
        .isInstanceOf(LoupeException.class)
        .hasMessageStartingWith("3.p: the kernel is larger than the padded input");
  }
}
