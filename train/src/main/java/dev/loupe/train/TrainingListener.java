package dev.loupe.train;

import dev.loupe.graph.Plan;
import java.nio.file.Path;

/// Is told how a training goes, on the thread that trains.
public interface TrainingListener {
  /// Hears nothing.
  TrainingListener NONE = new TrainingListener() {};

  /// What was planned, before anything is computed.
  ///
  /// @param plan of a training step
  /// @param memory what it needs
  /// @param sizes what is done
  default void started(Plan plan, MemoryNeed memory, Sizes sizes) {}

  /// An interrupted training goes on; comes after [#started].
  ///
  /// @param state where it was interrupted
  default void resumed(TrainingState state) {}

  /// A step was done.
  ///
  /// @param step where the training is
  default void step(StepResult step) {}

  /// The loss of a step is no longer finite; the training fails.
  ///
  /// @param loss infinite or NaN
  default void diverged(double loss) {}

  /// An evaluation goes on.
  ///
  /// @param done samples so far
  /// @param total samples in all
  default void evaluating(int done, int total) {}

  /// An epoch was done and judged.
  default void evaluated(EpochResult epoch, Evaluation evaluation) {}

  /// Files were written.
  default void saved(Path folder) {}

  /// Something that the user should know.
  default void note(String text) {}

  /// What is done in a training.
  ///
  /// @param trainSamples to learn from
  /// @param testSamples to be judged by
  /// @param epochs how many
  /// @param stepsPerEpoch how many
  /// @param batch samples a step
  /// @param parameters how many numbers are learned
  record Sizes(
      int trainSamples,
      int testSamples,
      int epochs,
      int stepsPerEpoch,
      int batch,
      long parameters) {}

  /// A step of a training.
  ///
  /// @param epoch 1 for the first
  /// @param step in the epoch, 1 for the first
  /// @param steps of the epoch
  /// @param loss of the step
  /// @param meanLoss over the epoch so far
  /// @param meanAccuracy over the epoch so far; of other tasks what [Task#running] says
  /// @param rate the learning rate
  /// @param samplesPerSecond over the epoch so far
  record StepResult(
      int epoch,
      int step,
      int steps,
      double loss,
      double meanLoss,
      double meanAccuracy,
      double rate,
      double samplesPerSecond) {}
}
