package dev.loupe.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loupe.data.Digits;
import dev.loupe.data.RandomFlip;
import dev.loupe.data.RandomShift;
import dev.loupe.data.Splits;
import dev.loupe.models.Models;
import dev.loupe.nn.BatchNorm;
import dev.loupe.nn.Conv;
import dev.loupe.nn.Dense;
import dev.loupe.nn.Dropout;
import dev.loupe.nn.Flatten;
import dev.loupe.nn.Network;
import dev.loupe.nn.Nonlinearity;
import dev.loupe.nn.Optimiser;
import dev.loupe.nn.Sequential;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A training that is interrupted ends in the bytes of one that is not.
final class ResumeTest {
  /// Four steps an epoch.
  private static final Splits SPLITS = Tiny.splits(64, 16);

  private static final Splits JUDGED =
      new Splits(SPLITS.train(), SPLITS.test(), Tiny.data("validation", 24, i -> i % 4));

  private static final int EPOCHS = 3;
  private static final int STEPS = 4 * EPOCHS;

  @TempDir Path folder;

  /// All that a step carries to the next: running statistics, masks, moments, averages,
  /// variations, mixtures.
  private static Trainer trainer() {
    Network network =
        new Network(
            Tiny.SHAPE,
            Sequential.of()
                .with("conv", Conv.of(4, 3))
                .with("norm", BatchNorm.of())
                .with("relu", Nonlinearity.RELU)
                .with("flatten", Flatten.of())
                .with("drop", Dropout.of(0.25f))
                .with("dense", Dense.of(4)));
    return Trainer.of(network)
        .name("tiny")
        .batch(16)
        .epochs(EPOCHS)
        .optimiser(Optimiser.named("adamw", 1e-2f))
        .rate(1e-2f)
        .seed(5)
        .average(0.9f)
        .mixing(new Mixing(0.2f, 1))
        .balanced(true)
        .augment(List.of(new RandomShift(1), new RandomFlip()));
  }

  @Test
  void anInterruptedTrainingGoesOn() {
    Splits digits = Digits.splits(200, 50);
    Network network = Models.get("lenet5").network(digits.train().shape(), 10);
    Trainer first = Trainer.of(network).epochs(2).batch(20).out(folder);
    first.listener(stopAfter(first, 13)).train(digits);

    // RESUME
    Optional<TrainingState> state = Run.interrupted(folder);
    Run run = Trainer.of(network).epochs(2).batch(20).resume(folder).train(digits);
    // RESUME
    assertThat(state.orElseThrow().step()).isEqualTo(13);
    assertThat(state.orElseThrow().batches()).isEqualTo(3);
    assertThat(run.history()).hasSize(2);
    assertThat(Run.interrupted(folder)).isEmpty();
  }

  private static TrainingListener stopAfter(Trainer trainer, int step) {
    return new TrainingListener() {
      private int done;

      @Override
      public void step(StepResult s) {
        if (++done == step) {
          trainer.requestStop();
        }
      }
    };
  }

  @ParameterizedTest
  @CsvSource({"1, 1, true", "2, 2, true", "1, 2, false"})
  void stopsAtAnyStepDontChangeABit(int before, int after, boolean judged) throws IOException {
    Splits splits = judged ? JUDGED : SPLITS;
    Path whole = folder.resolve("whole");
    trainer().threads(before).out(whole).train(splits);
    for (int stop = 1; stop <= STEPS; stop++) {
      Path parts = folder.resolve("stopped-" + stop);
      Trainer first = trainer().threads(before).out(parts);
      Run run = first.listener(stopAfter(first, stop)).train(splits);
      // Who asks to stop during the last step gets all that there is.
      assertThat(run.stopped()).as("step %d", stop).isEqualTo(stop < STEPS);
      if (stop < STEPS) {
        assertThat(Run.interrupted(parts).orElseThrow().step()).isEqualTo(stop);
        trainer().threads(after).resume(parts).train(splits);
      }
      assertSame(parts, whole);
    }
  }

  /// A process that is killed leaves files as they are at that moment.
  @ParameterizedTest
  @CsvSource({"1, true", "2, true", "2, false"})
  void killsBetweenAnyTwoFilesDontChangeABit(int threads, boolean judged) throws IOException {
    Splits splits = judged ? JUDGED : SPLITS;
    Path whole = folder.resolve("whole");
    List<Path> snapshots = new ArrayList<>();
    trainer()
        .threads(threads)
        .checkpointEvery(3)
        .out(whole)
        .listener(snapshots(whole, folder.resolve("snapshots"), snapshots))
        .train(splits);
    // After each step, after each epoch, and after the model was written.
    assertThat(snapshots).hasSize(STEPS + EPOCHS + EPOCHS);
    for (Path snapshot : snapshots) {
      Files.write(snapshot.resolve("model.safetensors.tmp-12"), new byte[] {1, 2});
      assertThat(Run.interrupted(snapshot)).isPresent();
      trainer().threads(threads).resume(snapshot).train(splits);
      assertSame(snapshot, whole);
    }
  }

  private static TrainingListener snapshots(Path run, Path to, List<Path> made) {
    return new TrainingListener() {
      @Override
      public void step(StepResult s) {
        take();
      }

      @Override
      public void evaluated(EpochResult epoch, Evaluation evaluation) {
        take();
      }

      @Override
      public void saved(Path folder) {
        take();
      }

      private void take() {
        Path snapshot = to.resolve(String.valueOf(made.size()));
        copy(run, snapshot);
        made.add(snapshot);
      }
    };
  }

  @Test
  void aTrainingGoesOnAsOftenAsItIsInterrupted() throws IOException {
    Path whole = folder.resolve("whole");
    trainer().out(whole).train(JUDGED);
    Path parts = folder.resolve("parts");
    int times = 0;
    for (boolean stopped = true; stopped; times++) {
      Trainer next = trainer().resume(parts);
      stopped = next.listener(stopAfter(next, 1)).train(JUDGED).stopped();
    }
    assertThat(times).isEqualTo(STEPS);
    assertSame(parts, whole);
  }

  @Test
  void tellsWhereItGoesOn() {
    Path run = folder.resolve("run");
    Trainer first = trainer().out(run);
    first.listener(stopAfter(first, 6)).train(SPLITS);
    List<String> heard = new ArrayList<>();
    trainer()
        .resume(run)
        .listener(
            new TrainingListener() {
              @Override
              public void resumed(TrainingState s) {
                heard.add("epoch " + s.epoch() + " after " + s.batches() + ", step " + s.step());
              }

              @Override
              public void step(StepResult s) {
                heard.add(s.epoch() + " " + s.step());
              }
            })
        .train(SPLITS);
    assertThat(heard)
        .containsExactly("epoch 2 after 2, step 6", "2 3", "2 4", "3 1", "3 2", "3 3", "3 4");
  }

  /// The same weights, and the same metrics but for times.
  private static void assertSame(Path one, Path other) throws IOException {
    assertThat(Files.mismatch(weights(one), weights(other))).as(one.toString()).isEqualTo(-1);
    assertThat(metrics(one)).isEqualTo(metrics(other));
    Model model = Run.open(one);
    assertThat(model.info().evaluation()).isEqualTo(Run.open(other).info().evaluation());
    assertThat(names(one)).isEqualTo(names(other)).doesNotContain(Checkpoint.FILE);
  }

  private static Path weights(Path run) {
    return run.resolve("model.safetensors");
  }

  private static List<String> metrics(Path run) throws IOException {
    return Files.readAllLines(run.resolve("metrics.csv")).stream()
        .map(row -> row.replaceFirst(",[^,]*,[^,]*$", ""))
        .toList();
  }

  private static List<String> names(Path run) throws IOException {
    try (Stream<Path> files = Files.list(run)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  private static void copy(Path from, Path to) {
    try {
      Files.createDirectories(to);
      for (String name : names(from)) {
        Files.copy(from.resolve(name), to.resolve(name));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
