package dev.loupe.cli;

import dev.loupe.cli.DataOpener.Opened;
import dev.loupe.data.Splits;
import dev.loupe.data.signal.SignalOptions;
import dev.loupe.graph.ParameterSource;
import dev.loupe.tensor.Seed;
import dev.loupe.train.Recipe;
import dev.loupe.train.Trainer;
import dev.loupe.train.Transfer;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The options that say what is trained, on what and how.
final class TrainingOptions {
  @Mixin private DataChoices data = new DataChoices();

  @Mixin private RecipeOptions recipe = new RecipeOptions();

  @Option(
      names = "--start",
      paramLabel = "RUN|FILE",
      description =
          "Begin with the weights of a run, or of a file that 'loupe import' reads, as far as they"
              + " fit.")
  private @Nullable Path start;

  TrainingOptions() {}

  /// What `--data` was.
  String data() {
    return data.name();
  }

  /// What was said about the task.
  TaskChoices tasks() {
    return data.tasks();
  }

  /// The settings.
  Recipe recipe() {
    return recipe.recipe();
  }

  /// What was said about signals.
  ///
  /// @param withoutBroken whether broken recordings are an error
  SignalOptions signals(boolean withoutBroken, long seed) {
    return data.signals(withoutBroken, seed);
  }

  /// Takes from another command line what may differ when a training goes on.
  void goOnAs(TrainingOptions line) {
    data.goOnAs(line.data);
  }

  /// Opens the data.
  Opened open(Surroundings surroundings, CommonOptions common) {
    return data.open(surroundings, common);
  }

  /// A trainer for data that was opened.
  ///
  /// @param splits of the data
  /// @param seed what all random numbers come from
  /// @param note is told which weights it begins with
  Trainer trainer(
      Opened opened, Splits splits, CommonOptions common, long seed, Consumer<String> note) {
    Trainer trainer = recipe.recipe().trainer(splits).seed(seed).threads(common.threads());
    opened.pictures().ifPresent(trainer::pictures);
    if (start != null) {
      Transfer transfer = Transfer.from(start, trainer.network());
      trainer.start(transfer.over(ParameterSource.random(Seed.of(seed).child("weights"))));
      note.accept(
          "%d tensors begin as in %s; anew: %s"
              .formatted(
                  transfer.taken(),
                  start,
                  transfer.fresh().isEmpty() ? "none" : String.join(", ", transfer.fresh())));
    }
    return trainer;
  }
}
