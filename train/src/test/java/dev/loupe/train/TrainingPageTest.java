package dev.loupe.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loupe.data.Blobs;
import dev.loupe.data.Dataset;
import dev.loupe.data.Splits;
import dev.loupe.data.Target;
import dev.loupe.nn.Conv;
import dev.loupe.nn.Dense;
import dev.loupe.nn.Flatten;
import dev.loupe.nn.Network;
import dev.loupe.nn.Sequential;
import dev.loupe.tensor.Shape;
import dev.loupe.train.report.FilterLog;
import dev.loupe.train.report.TrainingPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TrainingPageTest {
  private static final Splits SPLITS = Tiny.splits(64, 16);

  @TempDir Path folder;

  private static Trainer trainer() {
    return Trainer.of(Tiny.network()).name("tiny <net>").batch(16).epochs(3).rate(0.01f);
  }

  /// The page without the row that tells times.
  private static String page(Path run) throws IOException {
    return Files.readString(run.resolve(TrainingPage.FILE))
        .lines()
        .filter(l -> !l.contains("<td class=\"words\">time</td>"))
        .collect(Collectors.joining("\n"));
  }

  @Test
  void aTrainingLeavesAPage() throws IOException {
    trainer().out(folder).train(SPLITS);
    assertThat(page(folder))
        .contains("<title>tiny &lt;net&gt; on ")
        .contains("Loss over the epochs")
        .contains("Confusion matrix")
        .contains("Calibration")
        .contains("after epoch 3")
        .contains(">conv</td>")
        .contains("Planned before the first step")
        .contains("<code>API</code>");
  }

  @Test
  void thePageOfAnInterruptedTrainingIsThatOfOneThatWasNot() throws IOException {
    Path whole = folder.resolve("whole");
    trainer().out(whole).train(SPLITS);
    Path run = folder.resolve("run");
    Trainer first = trainer().out(run);
    first
        .listener(
            new TrainingListener() {
              @Override
              public void step(StepResult step) {
                if (step.epoch() == 2 && step.step() == 3) {
                  first.requestStop();
                }
              }
            })
        .train(SPLITS);
    assertThat(page(run)).contains("Answers so far").doesNotContain("after epoch 2");
    trainer().resume(run).train(SPLITS);
    assertThat(page(run)).isEqualTo(page(whole));
    assertThat(run.resolve(FilterLog.FILE)).hasSameBinaryContentAs(whole.resolve(FilterLog.FILE));
  }

  @Test
  void aTrainingWithoutReportLeavesNone() {
    trainer().report(false).out(folder).train(SPLITS);
    assertThat(folder.resolve(TrainingPage.FILE)).doesNotExist();
    assertThat(folder.resolve(FilterLog.FILE)).doesNotExist();
  }

  @Test
  void theReportDoesNotChangeTheWeights() {
    Path other = folder.resolve("other");
    trainer().report(false).out(other).train(SPLITS);
    trainer().out(folder).train(SPLITS);
    assertThat(folder.resolve("model.safetensors"))
        .hasSameBinaryContentAs(other.resolve("model.safetensors"));
  }

  @Test
  void mapsOfVolumesAreShownToo() throws IOException {
    Splits blobs = Blobs.splits(4, 2, Shape.of(6, 8, 8, 1));
    Network network = new Network(blobs.train().shape(), Conv.of(3, 3));
    Task task = new Task.Segmentation();
    Trainer.of(network).task(task).epochs(1).batch(2).out(folder).train(blobs);
    assertThat(page(folder))
        .contains("The lowest Dice of the first 2 samples")
        .contains("alt=\"true map, slice 1 of 6\"")
        .contains("Mean Dice over the epochs");
  }

  @Test
  void signalsHaveCurvesOfSamplesAndFilters() throws IOException {
    Shape shape = Shape.of(16, 2);
    Splits signals =
        new Splits(
            Tiny.data("train", 16, i -> i % 4, shape, Tiny.CLASSES),
            Tiny.data("test", 16, i -> i % 4, shape, Tiny.CLASSES));
    Network network = new Network(shape, Sequential.of(Conv.of(3, 3), Flatten.of(), Dense.of(4)));
    Trainer.of(network).epochs(1).batch(4).rate(1e-5f).out(folder).train(signals);
    assertThat(page(folder))
        .contains("the filters after epoch 1")
        .contains(": a signal of 16 values in 2 channels")
        .contains("What a network learned in 1 epoch from 16 samples")
        .contains("The worst mistakes, and the places that spoke for the answers (Grad-CAM)")
        .contains("why ");
  }

  @Test
  void valuesAndLabelsHaveTheirOwnFigures() throws IOException {
    for (Target target : List.of(Target.VALUES, Target.LABELS)) {
      Dataset data = TaskTest.quarters(16, target, 1);
      int names = data.classes().size();
      Network network = new Network(data.shape(), Sequential.of(Flatten.of(), Dense.of(names)));
      Trainer.of(network)
          .task(Task.of(data))
          .epochs(1)
          .batch(4)
          .rate(1e-3f)
          .out(folder)
          .train(new Splits(data, data));
      assertThat(page(folder)).contains("Figures of each part").doesNotContain("Confusion");
      assertThat(page(folder).contains("Answers beside the truth"))
          .isEqualTo(target == Target.VALUES);
    }
  }
}
