package dev.loupe.train;

import dev.loupe.tensor.LoupeException;
import java.nio.file.Path;
import java.util.List;

/// The folder that keeps a training.
final class RunFolder {
  private RunFolder() {}

  /// What is written.
  enum Extent {
    /// Weights, knowledge and metrics.
    CHECKPOINT,
    /// The model card and the curves too.
    ALL
  }

  static void save(
      Path folder,
      Model model,
      List<EpochResult> history,
      Extent extent,
      TrainingListener listener) {}

  static Model open(Path folder) {
    throw LoupeException.of(folder + ": can't be opened");
  }
}
