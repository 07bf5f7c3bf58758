package dev.loupe.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loupe.data.Splits;
import dev.loupe.formats.Safetensors;
import dev.loupe.graph.Source.Role;
import dev.loupe.nn.Dense;
import dev.loupe.nn.Flatten;
import dev.loupe.nn.Network;
import dev.loupe.nn.Sequential;
import dev.loupe.tensor.LoupeException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a checkpoint holds, and which are refused.
final class CheckpointTest {
  private static final Splits SPLITS =
      new Splits(
          Tiny.splits(64, 16).train(),
          Tiny.splits(64, 16).test(),
          Tiny.data("validation", 24, i -> i % 4));

  @TempDir Path folder;
  private Path file = Path.of("");

  private static Trainer trainer() {
    return Trainer.of(Tiny.network()).name("tiny").batch(16).epochs(3).threads(1);
  }

  /// Stopped in the second epoch, after two of its four steps.
  @BeforeEach
  void stop() {
    file = folder.resolve("checkpoint.safetensors");
    Trainer trainer = trainer().out(folder);
    trainer
        .listener(
            new TrainingListener() {
              @Override
              public void step(StepResult s) {
                if (s.epoch() == 2 && s.step() == 2) {
                  trainer.requestStop();
                }
              }
            })
        .train(SPLITS);
  }

  private void refused(Trainer trainer, Splits splits, String message) {
    assertThatThrownBy(() -> trainer.resume(folder).train(splits))
        .isInstanceOf(LoupeException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void holdsTheModelTheOptimiserTheBestWeightsAndThePlace() {
    TrainingState state = Run.interrupted(folder).orElseThrow();
    assertThat(state.epoch()).isEqualTo(2);
    assertThat(state.batches()).isEqualTo(2);
    assertThat(state.step()).isEqualTo(6);
    assertThat(state.lossSum()).isPositive();
    assertThat(state.score()).isBetween(1.0, 32.0);
    assertThat(state.history()).hasSize(1);
    assertThat(state.best()).isEqualTo(state.history().getFirst().testAccuracy());
    assertThat(state.settings().plannedEpochs()).isEqualTo(3);
    Safetensors header = Safetensors.open(file);
    assertThat(header.names())
        .contains("now.conv.weight", "now.dense.bias", "best.conv.weight")
        .doesNotContain("best.dense.weight.velocity");
    long now = header.names().stream().filter(n -> n.startsWith("now.")).count();
    long memory =
        Tiny.network().training(16, trainer().how()).variables().stream()
            .filter(v -> v.role() == Role.OPTIMISER)
            .count();
    assertThat(memory).isEqualTo(4);
    assertThat(now).isEqualTo(4 + memory);
  }

  @Test
  void refusesFilesThatAreCutShort() throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    for (int length : new int[] {0, 7, 100, bytes.length / 2, bytes.length - 1}) {
      Files.write(file, Arrays.copyOf(bytes, length));
      refused(trainer(), SPLITS, file + ": ");
    }
  }

  @Test
  void refusesFilesWithAnotherByte() throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int header = new String(bytes, StandardCharsets.ISO_8859_1).lastIndexOf("}}") + 2;
    for (int at : new int[] {(header + 7) / 8 * 8, bytes.length - 1, bytes.length - 2000}) {
      byte[] other = bytes.clone();
      other[at] ^= 1;
      Files.write(file, other);
      refused(trainer(), SPLITS, file + ": the checkpoint is damaged\n  expected: the sum '");
    }
    // Any other byte: never another exception, and never a training that goes on elsewhere.
    for (int at = 0; at < bytes.length; at += 37) {
      byte[] other = bytes.clone();
      other[at] ^= 4;
      Files.write(file, other);
      refused(trainer(), SPLITS, file.toString());
    }
  }

  @Test
  void refusesAnotherState() throws IOException {
    change(t -> t.replace("\\\"step\\\":6", "\\\"step\\\":7"));
    refused(trainer(), SPLITS, file + ": the checkpoint is damaged\n  expected: the sum '");
  }

  @Test
  void refusesOtherVersionsAndOtherFiles() throws IOException {
    change(t -> t.replace("\"loupe.checkpoint\":\"2\"", "\"loupe.checkpoint\":\"7\""));
    refused(
        trainer(),
        SPLITS,
        file
            + ": the checkpoint was written by another version of Loupe\n"
            + "  expected: format version 2\n"
            + "  got: '7'\n"
            + "  fix: go on with the version of Loupe that began the training");
    Files.copy(folder.resolve("model.safetensors"), file, StandardCopyOption.REPLACE_EXISTING);
    refused(trainer(), SPLITS, file + ": this is not a checkpoint of Loupe\n");
  }

  private void change(UnaryOperator<String> edit) throws IOException {
    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
    String other = edit.apply(text);
    assertThat(other).isNotEqualTo(text).hasSameSizeAs(text);
    Files.writeString(file, other, StandardCharsets.ISO_8859_1);
  }

  @Test
  void refusesOtherSettingsDataAndNetworks() {
    refused(
        trainer().epochs(4).seed(3),
        SPLITS,
        file
            + ": this is not the training that was interrupted\n"
            + "  expected: seed 0; epochs 3\n"
            + "  got: seed 3; epochs 4\n"
            + "  fix: go on with the same data and settings, or train anew into another folder");
    refused(
        trainer(),
        Tiny.splits(64, 16),
        file
            + ": this is not the training that was interrupted\n"
            + "  expected: validation data ");
    Network other =
        new Network(
            Tiny.SHAPE, Sequential.of().with("flatten", Flatten.of()).with("dense", Dense.of(4)));
    refused(
        Trainer.of(other).name("tiny").batch(16).epochs(3),
        SPLITS,
        file
            + ": this is not the training that was interrupted\n"
            + "  expected: the network of the checkpoint\n"
            + "  got: another network\n");
  }

  @Test
  void refusesATrainingThatHasEnded() {
    trainer().resume(folder).train(SPLITS);
    assertThat(Run.interrupted(folder)).isEmpty();
    assertThat(Run.begun(folder)).isTrue();
    assertThat(file).doesNotExist();
    refused(
        trainer(),
        SPLITS,
        folder
            + ": the training has ended already\n"
            + "  fix: open its model with Run.open, or train anew into another folder");
  }

  @Test
  void saysWhatIsMissing() throws IOException {
    Files.delete(file);
    assertThatThrownBy(() -> Run.interrupted(folder))
        .isInstanceOf(LoupeException.class)
        .hasMessage(
            folder
                + ": the run folder has no checkpoint.safetensors\n"
                + "  expected: one, as the training was stopped after epoch 1 of 3\n"
                + "  fix: bring it back, or train anew into another folder");
    Path none = folder.resolve("none");
    assertThat(Run.begun(none)).isFalse();
    assertThatThrownBy(() -> Run.interrupted(none))
        .isInstanceOf(LoupeException.class)
        .hasMessageStartingWith(none + ": there is no training to go on with\n");
  }

  @Test
  void refusesTimesOutOfRange() {
    assertThatThrownBy(() -> trainer().checkpointEvery(0)).isInstanceOf(LoupeException.class);
    assertThatThrownBy(() -> trainer().checkpointEvery(Duration.ZERO))
        .isInstanceOf(LoupeException.class)
        .hasMessageStartingWith("the time between checkpoints is out of range\n");
  }
}
