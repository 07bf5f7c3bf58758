package dev.loupe.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.loupe.data.Dataset;
import dev.loupe.data.Digits;
import dev.loupe.data.Joined;
import dev.loupe.data.Splits;
import dev.loupe.data.Subset;
import dev.loupe.graph.ParameterSource;
import dev.loupe.graph.Parameters;
import dev.loupe.nn.Dense;
import dev.loupe.nn.Flatten;
import dev.loupe.nn.Network;
import dev.loupe.nn.Sequential;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Tensor;
import dev.loupe.train.metrics.StudentT;
import dev.loupe.train.study.Member;
import dev.loupe.train.study.OverfitCheck;
import dev.loupe.train.study.OverfitResult;
import dev.loupe.train.study.RateFinder;
import dev.loupe.train.study.RateSearch;
import dev.loupe.train.study.RateSearch.Point;
import dev.loupe.train.study.Study;
import dev.loupe.train.study.StudyListener;
import dev.loupe.train.study.StudyResult;
import dev.loupe.train.study.Summary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StudyTest {
  @TempDir Path folder;

  private static Trainer trainer() {
    return Trainer.of(Tiny.network()).batch(16).epochs(2).threads(1);
  }

  @Test
  void examples() {
    Splits splits = Tiny.splits(160, 40);
    Network network = Tiny.network();
    // STUDIES
    Trainer trainer = Trainer.of(network).epochs(3).batch(16);
    RateSearch search = RateFinder.of(trainer).find(splits);
    trainer.rate((float) search.tenthOfLowest());
    OverfitResult check = OverfitCheck.of(trainer).run(splits);
    StudyResult folds =
        Study.folds(splits.train(), 5, 7).out(folder).train(member -> trainer.copy());
    double deviation = folds.accuracy().deviation();
    // STUDIES
    assertThat(search.steepestRate()).isBetween(1e-4, 10.0);
    assertThat(check.losses()).isNotEmpty();
    assertThat(folds.results()).hasSize(5);
    assertThat(deviation).isBetween(0.0, 0.5);
  }

  @Test
  void theRateRisesAndTheGivenWeightsStay() {
    Parameters own = Parameters.of(Tiny.network().inference(1), ParameterSource.random(Seed.of(3)));
    Map<String, Tensor> before = new TreeMap<>();
    own.variables().forEach(v -> before.put(v.path(), copy(own.tensor(v.path()))));
    ParameterSource random = ParameterSource.random(Seed.of(4));
    Trainer trainer =
        trainer()
            .start(
                (v, into) -> {
                  if (before.containsKey(v.path())) {
                    into.copyFrom(own.tensor(v.path()));
                  } else {
                    random.load(v, into);
                  }
                });
    RateSearch search = RateFinder.of(trainer).range(1e-4, 1e4).steps(60).find(Tiny.splits(80, 20));
    assertThat(search.points().getFirst().rate()).isCloseTo(1e-4, within(1e-9));
    double factor = Math.pow(1e8, 1.0 / 59);
    for (int i = 1; i < search.points().size(); i++) {
      assertThat(search.points().get(i).rate() / search.points().get(i - 1).rate())
          .isCloseTo(factor, within(1e-4));
    }
    assertThat(search.diverged()).isTrue();
    assertThat(search.points()).hasSizeLessThan(60);
    before.forEach((path, tensor) -> assertThat(own.tensor(path)).isEqualTo(tensor));
    assertThat(RateFinder.of(trainer).range(1e-4, 1e4).steps(60).find(Tiny.splits(80, 20)))
        .isEqualTo(search);
  }

  private static Tensor copy(Tensor tensor) {
    Tensor copy = Tensor.zeros(tensor.shape());
    copy.copyFrom(tensor);
    return copy;
  }

  @Test
  void theSuggestionsOfACurveThatIsKnown() {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      // Falls most at 20, is lowest at 30.
      double loss = i <= 30 ? 2 - 1 / (1 + Math.exp(-(i - 20.0) / 2)) : 1.1 + i;
      points.add(new Point(Math.pow(10, -4 + i / 10.0), loss, loss));
    }
    RateSearch search = new RateSearch(points, true);
    assertThat(search.steepest()).hasValue(20);
    assertThat(search.lowest()).hasValue(30);
    assertThat(search.steepestRate()).isCloseTo(0.01, within(1e-12));
    assertThat(search.tenthOfLowest()).isCloseTo(0.01, within(1e-12));
    RateSearch rising =
        new RateSearch(points.stream().map(p -> new Point(p.rate(), 1, p.rate())).toList(), false);
    assertThat(rising.steepest()).isEmpty();
    assertThat(rising.tenthOfLowest()).isNaN();
    assertThat(search.draw(folder.resolve("rates.png"), "known", System.out::println)).isTrue();
    assertThat(folder.resolve("rates.png")).isNotEmptyFile();
  }

  @Test
  void aBatchIsLearnedByHeartOrTheReasonIsNamed() {
    OverfitResult good = OverfitCheck.of(trainer()).run(Tiny.splits(64, 16));
    assertThat(good.passed()).isTrue();
    assertThat(good.lastLoss()).isLessThanOrEqualTo(0.01 * good.firstLoss());
    assertThat(good.accuracy()).isEqualTo(1);
    assertThat(good.advice()).isEmpty();
    assertThat(advice(trainer().rate(1e-7f))).contains("rate: 1.0E-7 may be far too low");
    assertThat(advice(trainer().rate(1e6f))).contains("rate: 1000000.0 is too high");
    assertThat(advice(trainer().rate(1e-7f).freeze(List.of("dense"))))
        .startsWith("frozen layers: dense can't learn");
    Dataset data = Tiny.data("train", 64, i -> i % 4);
    Dataset wrong = Tiny.data("train", 64, i -> (i + 1) % 4);
    Dataset both = Joined.of(List.of(Subset.of(data, 0, 1, 2, 3), Subset.of(wrong, 0, 1, 2, 3)));
    OverfitResult result = OverfitCheck.of(trainer().batch(8)).run(new Splits(both, both));
    assertThat(result.passed()).isFalse();
    assertThat(result.contradictions()).isEqualTo(4);
    assertThat(result.advice().getFirst()).startsWith("labels: 4 of the 8 samples are the same");
  }

  private static String advice(Trainer trainer) {
    OverfitResult result = OverfitCheck.of(trainer).steps(40).run(Tiny.splits(64, 16));
    assertThat(result.passed()).isFalse();
    return String.join("\n", result.advice());
  }

  @Test
  void boundsOfStudentsDistribution() {
    // Any table of the distribution, two-sided 95 %.
    assertThat(StudentT.bound(0.95, 1)).isCloseTo(12.7062, within(5e-5));
    assertThat(StudentT.bound(0.95, 2)).isCloseTo(4.30265, within(5e-6));
    assertThat(StudentT.bound(0.95, 3)).isCloseTo(3.18245, within(5e-6));
    assertThat(StudentT.bound(0.95, 4)).isCloseTo(2.77645, within(5e-6));
    assertThat(StudentT.bound(0.95, 9)).isCloseTo(2.26216, within(5e-6));
    assertThat(StudentT.bound(0.99, 30)).isCloseTo(2.75000, within(5e-6));
    Summary summary = Summary.of(1, 2, Double.NaN, 3, 4);
    assertThat(summary.mean()).isEqualTo(2.5);
    assertThat(summary.deviation()).isCloseTo(1.2909944, within(1e-7));
    assertThat(summary.interval().high()).isCloseTo(2.5 + 3.182446 * 0.6454972, within(1e-5));
    assertThat(Summary.of(1).interval().known()).isFalse();
  }

  @Test
  void seedsGiveTheRunsThatSingleTrainingsGive() throws IOException {
    Splits splits = Tiny.splits(64, 16);
    StudyResult result =
        Study.seeds(splits, 3, 5).out(folder.resolve("study")).train(m -> trainer());
    assertThat(result.planned()).containsExactly("seed-5", "seed-6", "seed-7");
    assertThat(result.complete()).isTrue();
    trainer().seed(6).out(folder.resolve("single")).train(splits);
    assertThat(
            Files.mismatch(
                folder.resolve("single/model.safetensors"),
                folder.resolve("study/seed-6/model.safetensors")))
        .isEqualTo(-1);
    assertThat(Study.in(folder.resolve("study"))).contains(result);
  }

  @Test
  void anInterruptedStudyGoesOnAndDoesNotTrainAgain() throws IOException {
    Dataset data = Digits.splits(120, 10).train();
    StudyResult whole = study(data, 3).out(folder.resolve("whole")).train(m -> lenet());
    Study first = study(data, 3);
    Path out = folder.resolve("stopped");
    first.listener(
        new StudyListener() {
          @Override
          public void begins(Member member, int number, int of) {
            if (number == 2) {
              first.requestStop();
            }
          }
        });
    StudyResult part = first.out(out).train(m -> lenet());
    assertThat(part.results()).hasSize(1);
    assertThat(part.complete()).isFalse();
    List<String> trained = new ArrayList<>();
    StudyResult rest =
        study(data, 3)
            .resume(out)
            .train(
                m -> {
                  trained.add(m.name());
                  return lenet();
                });
    assertThat(trained).containsExactly("fold-2", "fold-3");
    assertThat(rest.accuracy()).isEqualTo(whole.accuracy());
    for (String name : rest.planned()) {
      String file = name + "/model.safetensors";
      assertThat(Files.mismatch(out.resolve(file), folder.resolve("whole").resolve(file)))
          .isEqualTo(-1);
    }
    assertThatThrownBy(() -> study(data, 3).out(out).train(m -> lenet()))
        .isInstanceOf(LoupeException.class)
        .hasMessageContaining("there is a study already");
    assertThatThrownBy(() -> study(data, 4).resume(out).train(m -> lenet()))
        .isInstanceOf(LoupeException.class)
        .hasMessageContaining("this is not the study that was interrupted");
    assertThatThrownBy(() -> Study.folds(data, 3, 9).resume(out).train(m -> lenet()))
        .isInstanceOf(LoupeException.class)
        .hasMessageContaining("this training has ended on other data");
    Files.writeString(out.resolve(Study.FILE), "{\"version\": 9}");
    assertThatThrownBy(() -> Study.in(out))
        .isInstanceOf(LoupeException.class)
        .hasMessageContaining("study.json: this is not a study of this version of Loupe");
  }

  private static Study study(Dataset data, int folds) {
    return Study.folds(data, folds, 1);
  }

  private static Trainer lenet() {
    Network network =
        new Network(
            Digits.splits(10, 10).train().shape(), Sequential.of(Flatten.of(), Dense.of(10)));
    return Trainer.of(network).epochs(2).batch(16).threads(1);
  }

  @Test
  void groupsNeedNames() {
    Dataset data = Digits.splits(20, 10).train();
    assertThatThrownBy(() -> Study.groups(data, 0))
        .isInstanceOf(LoupeException.class)
        .hasMessageContaining("the samples can't be divided by whom they come from");
    assertThatThrownBy(() -> Study.seeds(new Splits(data, data), 1, 0))
        .isInstanceOf(LoupeException.class)
        .hasMessageContaining("the number of seeds is out of range");
  }
}
