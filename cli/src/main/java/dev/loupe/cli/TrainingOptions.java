package dev.loupe.cli;

import dev.loupe.cli.DataOpener.Opened;
import dev.loupe.data.Splits;
import dev.loupe.data.image.ImageFolderOptions;
import dev.loupe.data.signal.SignalOptions;
import dev.loupe.graph.ParameterSource;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
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
  private static final String DEFAULT_DATA = "digits";

  @Mixin private SignalChoices signals = new SignalChoices();

  @Mixin private TaskChoices tasks = new TaskChoices();

  @Option(
      names = "--data",
      paramLabel = "PATH|NAME",
      description =
          "A folder or file, or a name that 'loupe data' lists (default: ${DEFAULT-VALUE}).")
  private String data = DEFAULT_DATA;

  @Mixin private RecipeOptions recipe = new RecipeOptions();

  @Option(
      names = "--start",
      paramLabel = "RUN|FILE",
      description =
          "Begin with the weights of a run, or of a file that 'loupe import' reads, as far as they"
              + " fit.")
  private @Nullable Path start;

  @Option(
      names = "--size",
      paramLabel = "WxH",
      description = "What pictures of a folder are resized to.")
  private @Nullable String size;

  @Option(names = "--download", description = "Fetch the data if it is not there.")
  private boolean download;

  @Option(names = "--strict", description = "Broken pictures and recordings are an error.")
  private boolean strict;

  TrainingOptions() {}

  /// What `--data` was.
  String data() {
    return data;
  }

  /// What was said about the task.
  TaskChoices tasks() {
    return tasks;
  }

  /// The settings.
  Recipe recipe() {
    return recipe.recipe();
  }

  /// What was said about signals.
  ///
  /// @param withoutBroken whether broken recordings are an error
  SignalOptions signals(boolean withoutBroken, long seed) {
    return signals.options(withoutBroken, seed);
  }

  /// Takes from another command line what may differ when a training goes on.
  void goOnAs(TrainingOptions line) {
    download |= line.download;
  }

  /// Opens the data.
  Opened open(Surroundings surroundings, CommonOptions common) {
    return new DataOpener(surroundings, common)
        .open(data, download, pictures(common.seed), signals(strict, common.seed), tasks);
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

  private ImageFolderOptions pictures(long seed) {
    ImageFolderOptions options =
        ImageFolderOptions.DEFAULT
            .withStrict(strict)
            .withTest(ImageFolderOptions.DEFAULT.testFraction(), seed);
    if (size == null) {
      return options;
    }
    Shape shape = Shape.parse(size);
    if (shape.rank() != 2) {
      throw LoupeException.of("--size is not a size of pictures")
          .expected("a width and a height, such as 96x96")
          .got("'" + size + "'");
    }
    return options.withSize(shape.size(0), shape.size(1));
  }
}
