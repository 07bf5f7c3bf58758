package dev.loupe.cli;

import dev.loupe.cli.DataOpener.Opened;
import dev.loupe.data.Dataset;
import dev.loupe.data.HoldOut;
import dev.loupe.data.Splits;
import dev.loupe.data.image.ImageFolderOptions;
import dev.loupe.data.signal.SignalOptions;
import dev.loupe.graph.ParameterSource;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.train.Recipe;
import dev.loupe.train.Recipes;
import dev.loupe.train.Run;
import dev.loupe.train.Trainer;
import dev.loupe.train.Transfer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `loupe train`.
@Command(
    name = "train",
    description = {
      "Train a network to tell classes apart, to find labels, to estimate numbers or to segment,"
          + " and",
      "write it to a folder.",
      "Without options: digits that Loupe draws itself, and LeNet-5.",
      "A training that was ended, by Ctrl-C, kill or a loss of power, goes on with --resume."
    },
    sortOptions = false)
final class TrainCommand implements Callable<Integer> {
  private static final String DEFAULT_DATA = "digits";

  private final Surroundings surroundings;

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Mixin private CommonOptions common = new CommonOptions();

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
      names = "--validation",
      paramLabel = "SHARE",
      description = {
        "Keep this share of the training data, such as 0.1, to choose the best epoch by: whole",
        "groups where samples have them."
      })
  private @Nullable Double validation;

  @Option(
      names = "--start",
      paramLabel = "RUN|FILE",
      description =
          "Begin with the weights of a run or a safetensors file, as far as names and shapes fit.")
  private @Nullable Path start;

  @Option(
      names = "--size",
      paramLabel = "WxH",
      description = "What pictures of a folder are resized to.")
  private @Nullable String size;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "The folder to write (default: runs/DATA-MODEL, with a number).")
  private @Nullable Path out;

  @Option(
      names = "--resume",
      paramLabel = "RUN",
      description = {
        "Go on with the training that was interrupted in a folder; it ends in the same bytes.",
        "Given with other options too, it begins there if it has not yet."
      })
  private @Nullable Path resume;

  @Option(
      names = "--checkpoint-every",
      paramLabel = "N|TIME",
      description =
          "Keep a checkpoint each N steps or each 30s, 5m or 2h, and each epoch (default: 1m).")
  private @Nullable String checkpointEvery;

  @Option(names = "--print-recipe", description = "Print the settings as JSON and exit.")
  private boolean printRecipe;

  @Option(names = "--download", description = "Fetch the data if it is not there.")
  private boolean download;

  @Option(names = "--strict", description = "Broken pictures and recordings are an error.")
  private boolean strict;

  TrainCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /// What `--data` was.
  String data() {
    return data;
  }

  /// What was said about the task.
  TaskChoices tasks() {
    return tasks;
  }

  /// In which views samples were judged.
  String views() {
    return recipe.recipe().views();
  }

  /// What `--seed` was.
  long seed() {
    return common.seed;
  }

  /// What was said about signals.
  ///
  /// @param withoutBroken whether broken recordings are an error
  SignalOptions signals(boolean withoutBroken) {
    return signals.options(withoutBroken, common.seed);
  }

  @Override
  public Integer call() {
    List<String> words = new ArrayList<>(List.of("loupe"));
    words.addAll(spec.commandLine().getParseResult().originalArgs());
    if (resume == null) {
      return train(CommandText.join(words), out, false);
    }
    return Resumption.of(surroundings, spec, resume).call(this, CommandText.join(words));
  }

  /// Takes from this command line what may differ when a training goes on.
  void goOnAs(TrainCommand line) {
    common = line.common.goingOn(common);
    download |= line.download;
    checkpointEvery = line.checkpointEvery == null ? checkpointEvery : line.checkpointEvery;
  }

  /// Whether scripts read the output.
  boolean json() {
    return common.json;
  }

  /// Trains.
  ///
  /// @param command that the training began with
  /// @param into the folder to write
  /// @param resumed whether to go on with what is there
  int train(String command, @Nullable Path into, boolean resumed) {
    Recipe settings = recipe.recipe();
    if (printRecipe) {
      surroundings.out().println(Recipes.text(settings));
      return 0;
    }
    if (checkpointEvery != null) {
      CheckpointEvery.parse(checkpointEvery);
    }
    Opened opened =
        new DataOpener(surroundings, common)
            .open(data, download, pictures(), signals(strict), tasks);
    Splits splits =
        validation == null
            ? opened.splits()
            : HoldOut.validation(opened.splits(), validation, common.seed);
    Dataset train = splits.train();
    String name = settings.modelFor(train);
    Path folder = into == null ? free(train.card().name() + "-" + name) : into;
    TrainingReport report = new TrainingReport(surroundings, common, name, splits);
    Trainer trainer =
        settings
            .trainer(splits)
            .command(command)
            .seed(common.seed)
            .threads(common.threads())
            .listener(report);
    if (start != null) {
      Transfer transfer = Transfer.from(start, trainer.network());
      trainer.start(transfer.over(ParameterSource.random(Seed.of(common.seed).child("weights"))));
      report.note(
          "%d tensors begin as in %s; anew: %s"
              .formatted(
                  transfer.taken(),
                  start,
                  transfer.fresh().isEmpty() ? "none" : String.join(", ", transfer.fresh())));
    }
    if (resumed) {
      trainer.resume(folder);
    } else {
      trainer.out(folder);
    }
    if (checkpointEvery != null) {
      CheckpointEvery.parse(checkpointEvery).set(trainer);
    }
    opened.pictures().ifPresent(trainer::pictures);
    Interrupt interrupt = Interrupt.watch(trainer::requestStop);
    try {
      Run run = trainer.train(splits);
      report.finished(run, folder);
    } finally {
      report.close();
      interrupt.done();
    }
    return 0;
  }

  private ImageFolderOptions pictures() {
    ImageFolderOptions options =
        ImageFolderOptions.DEFAULT
            .withStrict(strict)
            .withTest(ImageFolderOptions.DEFAULT.testFraction(), common.seed);
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

  /// The first folder of runs with this name, and with a number, that is not there.
  private Path free(String name) {
    String plain = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]+", "-");
    Path runs = surroundings.folder().resolve("runs");
    Path folder = runs.resolve(plain);
    for (int i = 2; Files.exists(folder); i++) {
      folder = runs.resolve(plain + "-" + i);
    }
    return folder;
  }
}
