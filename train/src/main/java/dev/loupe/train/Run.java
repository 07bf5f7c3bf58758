package dev.loupe.train;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A training that has ended.
///
/// The weights are those of the last epoch, unless there was validation data: then those of the
/// epoch with the best validation accuracy, the first of equals. The test data never chooses.
///
/// @param model the result
/// @param history of all epochs that were finished
/// @param stopped whether it ended early because someone asked
/// @param folder where it was saved, if it was
public record Run(Model model, List<EpochResult> history, boolean stopped, Optional<Path> folder) {
  /// Copies the list.
  public Run {
    history = List.copyOf(history);
  }

  /// Writes a model that was made elsewhere as a run folder, without a history.
  ///
  /// @throws dev.loupe.tensor.LoupeException if the folder can't be written
  public static void save(Path folder, Model model) {
    RunFolder.save(folder, model, List.of(), RunFolder.Extent.ALL, TrainingListener.NONE);
  }

  /// The model in a folder that a training wrote.
  ///
  /// @throws dev.loupe.tensor.LoupeException if the folder is not complete or a file is broken
  public static Model open(Path folder) {
    return RunFolder.open(folder);
  }

  /// Whether there is a training in a folder, interrupted or ended. One that was killed before its
  /// first step has left none.
  public static boolean begun(Path folder) {
    return RunFolder.begun(folder);
  }

  /// Where the training in a folder was interrupted; empty if it has ended.
  ///
  /// @throws dev.loupe.tensor.LoupeException if there is no training in the folder, it was stopped
  ///     and its checkpoint is gone, or a file is broken
  public static Optional<TrainingState> interrupted(Path folder) {
    return RunFolder.interrupted(folder);
  }
}
