package dev.loupe.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loupe.data.Splits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What TensorBoard is told; that interruptions leave no trace in it stands in [ResumeTest].
final class EventLogTest {
  private static final Splits SPLITS = Tiny.splits(64, 16);

  @TempDir Path folder;

  private Trainer trainer() {
    return Trainer.of(Tiny.network()).name("tiny").batch(16).epochs(3).threads(1).out(folder);
  }

  @Test
  void holdsTheStepsAndTheEpochs() throws IOException {
    List<TrainingListener.StepResult> steps = new ArrayList<>();
    Run run =
        trainer()
            .listener(
                new TrainingListener() {
                  @Override
                  public void step(StepResult step) {
                    steps.add(step);
                  }
                })
            .train(SPLITS);
    EventFiles events = EventFiles.read(folder);
    assertThat(events.curves.keySet())
        .containsExactly(
            "epoch/samples_per_second",
            "epoch/seconds",
            "epoch/test_accuracy",
            "epoch/test_loss",
            "epoch/train_accuracy",
            "epoch/train_loss",
            "train/accuracy",
            "train/learning_rate",
            "train/loss");
    TreeMap<Long, Float> loss = new TreeMap<>();
    TreeMap<Long, Float> rate = new TreeMap<>();
    for (int i = 0; i < steps.size(); i++) {
      loss.put(i + 1L, (float) steps.get(i).loss());
      rate.put(i + 1L, (float) steps.get(i).rate());
    }
    assertThat(loss).hasSize(12);
    assertThat(events.curves).containsEntry("train/loss", loss);
    assertThat(events.curves).containsEntry("train/learning_rate", rate);
    TreeMap<Long, Float> accuracy = new TreeMap<>();
    run.history().forEach(e -> accuracy.put(e.steps(), (float) e.testAccuracy()));
    assertThat(accuracy.keySet()).containsExactly(4L, 8L, 12L);
    assertThat(events.curves).containsEntry("epoch/test_accuracy", accuracy);
  }

  @Test
  void tellsTheSettings() throws IOException {
    trainer().seed(5).train(SPLITS);
    EventFiles events = EventFiles.read(folder);
    assertThat(events.others)
        .containsExactly("settings", "_hparams_/session_start_info", "_hparams_/session_end_info");
    assertThat(events.text)
        .contains("| model | tiny |\n", "| seed | 5 |\n", "| rate | 0.05 |\n", "| batch | 16 |\n")
        .contains("| data.name | train |\n", "| input | 8, 8, 1 |\n")
        .doesNotContain("| epochs |", "| finished |");
  }

  @Test
  void validationDataHasItsOwnCurveAndTheTestOnePoint() throws IOException {
    Splits judged =
        new Splits(SPLITS.train(), SPLITS.test(), Tiny.data("validation", 24, i -> i % 4));
    Run run = trainer().train(judged);
    EventFiles events = EventFiles.read(folder);
    assertThat(events.curves)
        .containsKey("epoch/validation_loss")
        .doesNotContainKey("epoch/test_loss");
    Evaluation evaluation = run.model().info().evaluation().orElseThrow();
    assertThat(events.curves.get("test/loss"))
        .isEqualTo(new TreeMap<>(Map.of(13L, (float) evaluation.loss())));
  }

  @Test
  void longTrainingsHaveAboutAThousandPoints() throws IOException {
    trainer().batch(1).epochs(40).train(SPLITS);
    assertThat(EventFiles.read(folder).curves.get("train/loss")).hasSize(1280);
    assertThat(Files.size(EventLog.files(folder).getFirst())).isLessThan(300_000);
  }

  @Test
  void anotherTrainingReplacesTheCurvesAndLeavesOtherFiles() throws IOException {
    trainer().train(SPLITS);
    Path other = Files.writeString(folder.resolve("events.out.tfevents.1.elsewhere"), "other");
    trainer().epochs(1).train(SPLITS);
    assertThat(EventFiles.read(folder).curves.get("train/loss")).hasSize(4);
    assertThat(other).exists();
    trainer().epochs(1).tensorBoard(false).train(SPLITS);
    assertThat(EventLog.files(folder)).isEmpty();
  }

  @Test
  void aFolderThatTakesNoCurvesStopsNothing() throws IOException {
    List<String> notes = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void note(String text) {
            notes.add(text);
          }

          @Override
          public void step(StepResult step) {
            try {
              if (step.step() == 2) {
                Files.delete(EventLog.files(folder).getFirst());
              }
            } catch (IOException e) {
              notes.add(e.toString());
            }
          }
        };
    Run run = trainer().epochs(1).listener(listener).train(SPLITS);
    assertThat(run.history()).hasSize(1);
    assertThat(notes).hasSize(1);
    assertThat(notes.getFirst()).startsWith("the curves for TensorBoard can't be written (");
  }
}
