package dev.loupe.cli;

import dev.loupe.cli.DataOpener.Opened;
import dev.loupe.data.Dataset;
import dev.loupe.data.HoldOut;
import dev.loupe.data.Splits;
import dev.loupe.data.signal.SignalOptions;
import dev.loupe.tensor.LoupeException;
import dev.loupe.train.Recipe;
import dev.loupe.train.Recipes;
import dev.loupe.train.Run;
import dev.loupe.train.Trainer;
import dev.loupe.train.study.Member;
import dev.loupe.train.study.Study;
import dev.loupe.train.study.StudyResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
  private final Surroundings surroundings;

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Mixin private CommonOptions common = new CommonOptions();

  @Mixin private TrainingOptions options = new TrainingOptions();

  @Option(
      names = "--validation",
      paramLabel = "SHARE",
      description = {
        "Keep this share of the training data, such as 0.1, to choose the best epoch by: whole",
        "groups where samples have them."
      })
  private @Nullable Double validation;

  @Mixin private StudyOptions several = new StudyOptions();

  @Option(
      names = "--overfit-batch",
      description = {
        "Only check that the network can learn one batch by heart, without variations; ends with",
        "status 0 if it can and 1 if not, and writes nothing."
      })
  private boolean overfit;

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

  @Option(names = "--no-tensorboard", description = "Write no curves for TensorBoard.")
  private boolean noTensorBoard;

  @Option(names = "--no-report", description = "Write no report.html.")
  private boolean noReport;

  @Option(names = "--plain", description = "Print lines, where a terminal would show curves.")
  private boolean plain;

  @Option(names = "--print-recipe", description = "Print the settings as JSON and exit.")
  private boolean printRecipe;

  TrainCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /// What `--data` was.
  String data() {
    return options.data();
  }

  /// What was said about the task.
  TaskChoices tasks() {
    return options.tasks();
  }

  /// In which views samples were judged.
  String views() {
    return options.recipe().views();
  }

  /// What `--seed` was.
  long seed() {
    return common.seed;
  }

  /// What was said about signals.
  ///
  /// @param withoutBroken whether broken recordings are an error
  SignalOptions signals(boolean withoutBroken) {
    return options.signals(withoutBroken, common.seed);
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

  /// Whether there are several trainings.
  boolean several() {
    return several.several();
  }

  /// What it was judged by, of the data that it opened.
  Dataset test(Splits splits) {
    return several.only(splits, null, common.seed).map(Member::splits).orElse(splits).test();
  }

  /// Takes from this command line what may differ when a training goes on.
  void goOnAs(TrainCommand line) {
    common = line.common.goingOn(common);
    options.goOnAs(line.options);
    noTensorBoard |= line.noTensorBoard;
    noReport |= line.noReport;
    plain = line.plain;
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
    Recipe settings = options.recipe();
    if (printRecipe) {
      surroundings.out().println(Recipes.text(settings));
      return 0;
    }
    if (checkpointEvery != null) {
      CheckpointEvery.parse(checkpointEvery);
    }
    several.check();
    if (overfit && (several.several() || into != null)) {
      throw LoupeException.of("--overfit-batch is a check of one training that writes nothing")
          .fix("leave --out, --resume, --folds, --leave-out-each and --seeds away");
    }
    Opened opened = options.open(surroundings, common);
    if (several.several()) {
      return study(command, opened, into, resumed);
    }
    Optional<Member> one = several.only(opened.splits(), validation, common.seed);
    Splits splits = one.map(Member::splits).orElseGet(() -> chosen(opened.splits()));
    long seed = one.map(Member::seed).orElse(common.seed);
    if (overfit) {
      Trainer trainer = options.trainer(opened, splits, common, seed, surroundings.err()::println);
      return new OverfitRun(surroundings, common).call(trainer, splits);
    }
    String name = settings.modelFor(splits.train());
    Path folder = into == null ? free(splits.train().card().name() + "-" + name) : into;
    TrainingReport report = new TrainingReport(surroundings, common, plain, name, splits);
    Trainer trainer = trainer(command, opened, splits, seed, report);
    if (resumed) {
      trainer.resume(folder);
    } else {
      trainer.out(folder);
    }
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

  private Splits chosen(Splits splits) {
    return validation == null ? splits : HoldOut.validation(splits, validation, common.seed);
  }

  private Trainer trainer(
      String command, Opened opened, Splits splits, long seed, TrainingReport report) {
    Trainer trainer =
        options
            .trainer(opened, splits, common, seed, report::note)
            .command(command)
            .tensorBoard(!noTensorBoard)
            .report(!noReport)
            .listener(report);
    if (checkpointEvery != null) {
      CheckpointEvery.parse(checkpointEvery).set(trainer);
    }
    return trainer;
  }

  /// Trains several times.
  private int study(String command, Opened opened, @Nullable Path into, boolean resumed) {
    Study study = several.study(opened.splits(), validation, common.seed).orElseThrow();
    Dataset train = opened.splits().train();
    String name = options.recipe().modelFor(train);
    Path folder = into == null ? free(train.card().name() + "-" + name + "-" + study.kind()) : into;
    StudyRuns runs = new StudyRuns(surroundings, common);
    study.command(command).listener(runs);
    if (resumed) {
      study.resume(folder);
    } else {
      study.out(folder);
    }
    Interrupt interrupt = Interrupt.watch(study::requestStop);
    try (Reports reports = new Reports()) {
      StudyResult result =
          study.train(
              m -> {
                String own = command + " --only " + CommandText.quoted(m.name());
                TrainingReport report =
                    new TrainingReport(surroundings, common, plain, name, m.splits());
                return trainer(own, opened, m.splits(), m.seed(), reports.next(report));
              });
      reports.end();
      runs.finished(result, folder);
    } finally {
      interrupt.done();
    }
    return 0;
  }

  /// The report of the training that goes on.
  private static final class Reports implements AutoCloseable {
    private @Nullable TrainingReport current;

    /// Ends the one before.
    TrainingReport next(TrainingReport report) {
      end();
      current = report;
      return report;
    }

    @Override
    public void close() {
      end();
    }

    private void end() {
      if (current != null) {
        current.close();
        current = null;
      }
    }
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
