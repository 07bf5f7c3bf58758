package dev.loupe.cli;

import dev.loupe.cli.DataOpener.Opened;
import dev.loupe.data.Dataset;
import dev.loupe.data.image.Colour;
import dev.loupe.data.image.ImageFolderOptions;
import dev.loupe.kernel.Parallel;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import dev.loupe.train.Evaluation;
import dev.loupe.train.Model;
import dev.loupe.train.Preprocessing;
import dev.loupe.train.ReportFiles;
import dev.loupe.train.Run;
import dev.loupe.train.Task;
import dev.loupe.train.TaskFigures;
import dev.loupe.train.TaskFiles;
import dev.loupe.train.Views;
import dev.loupe.train.metrics.Bootstrap;
import dev.loupe.train.metrics.Predictions;
import dev.loupe.train.metrics.Report;
import dev.loupe.train.metrics.ResamplingUnits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `loupe eval`.
@Command(
    name = "eval",
    description = {
      "Judge a trained network on the test part of some data: figures with their intervals, each",
      "class, the classes that are confused; --out draws them.",
      "Without --data: on the test part of what it was trained on."
    },
    sortOptions = false)
final class EvalCommand implements Callable<Integer> {
  private static final int MOST_RESAMPLES = 100_000;
  private static final int MOST_MISTAKES = 1000;

  private final Surroundings surroundings;

  @Mixin private CommonOptions common = new CommonOptions();

  @Parameters(paramLabel = "RUN", description = "The folder of a run.")
  private Path run = Path.of("");

  @Option(names = "--data", paramLabel = "PATH|NAME", description = "Other data.")
  private @Nullable String data;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = {
        "A folder for confusion.png, reliability.png, mistakes.png (the worst ones, drawn) and",
        "predictions.csv; of a segmentation worst.png."
      })
  private @Nullable Path out;

  @Option(
      names = "--bootstrap",
      paramLabel = "N",
      description = {
        "How often the samples are drawn again for the 95 %% intervals (default: ${DEFAULT-VALUE},",
        "0 for none); whole patients or speakers where the data knows them."
      })
  private int resamples = Bootstrap.DEFAULT.resamples();

  @Option(
      names = "--top",
      paramLabel = "N",
      description = "How many classes may be named to be right (default: ${DEFAULT-VALUE}).")
  private int top = Report.Wishes.DEFAULT.k();

  @Option(
      names = "--views",
      paramLabel = "TEXT",
      description = {
        "Judge samples in several views: none, flip, shift:1 or flip,shift:1 (default: as when",
        "trained)."
      })
  private @Nullable String views;

  @Option(
      names = "--mistakes",
      paramLabel = "N",
      description = "How many of the worst mistakes to keep (default: ${DEFAULT-VALUE}).")
  private int mistakes = Report.Wishes.DEFAULT.mistakes();

  @Option(names = "--download", description = "Fetch the data if it is not there.")
  private boolean download;

  @Option(names = "--strict", description = "Broken pictures and recordings are an error.")
  private boolean strict;

  EvalCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Report.Wishes wishes = wishes();
    if (out != null && Files.exists(out) && !Files.isDirectory(out)) {
      throw LoupeException.of(out + ": this is a file").expected("a folder, or a new name for one");
    }
    Model model = Run.open(run).threads(common.threads());
    TrainCommand made = made(model);
    String name = data == null ? made.data() : data;
    Opened opened =
        new DataOpener(surroundings, common)
            .open(
                name,
                download,
                pictures(model.preprocessing(), made.seed()),
                made.signals(strict),
                made.tasks());
    Dataset test = data == null ? made.test(opened.splits()) : opened.splits().test();
    if (!(model.info().task() instanceof Task.Classification)) {
      return other(model, test);
    }
    Predictions predictions;
    Report report;
    List<Path> written = List.of();
    try (Progress progress = Progress.of(surroundings, common.quiet)) {
      Views seen = Views.parse(views == null ? made.views() : views);
      predictions =
          model.predictions(test, seen, (done, total) -> progress.at("judging", done, total));
      Parallel team = new Parallel(common.threads());
      ResamplingUnits units = ResamplingUnits.of(predictions);
      report = Report.of(predictions, wishes, units, team, progress::at);
    }
    if (out != null) {
      String title = model.info().name() + " on " + test.card().name();
      written = new ReportFiles(test, predictions, report).write(out, title, this::note);
    }
    EvalReport shown = new EvalReport(run, test.card().name(), report, written);
    if (common.json) {
      surroundings.out().println(Json.line(shown.json()));
    } else {
      shown.print(surroundings.out());
    }
    return 0;
  }

  /// Judges a model of another task than classification.
  private int other(Model model, Dataset test) {
    Evaluation evaluation;
    try (Progress progress = Progress.of(surroundings, common.quiet)) {
      evaluation = model.evaluate(test, (done, total) -> progress.at("judging", done, total));
    }
    TaskFigures figures = evaluation.figures().orElseThrow();
    String title = model.info().name() + " on " + test.card().name();
    List<Path> written =
        out == null ? List.of() : TaskFiles.write(model, test, out, title, this::note);
    TaskReport shown = new TaskReport(run, test.card().name(), evaluation, figures, written);
    if (common.json) {
      surroundings.out().println(Json.line(shown.json()));
    } else {
      shown.print(surroundings.out());
    }
    return 0;
  }

  private Report.Wishes wishes() {
    check("--bootstrap", resamples, 0, MOST_RESAMPLES);
    check("--mistakes", mistakes, 0, MOST_MISTAKES);
    check("--top", top, 1, Integer.MAX_VALUE);
    Bootstrap bootstrap = new Bootstrap(resamples, Bootstrap.DEFAULT.level(), common.seed);
    return new Report.Wishes(top, mistakes, bootstrap, Report.Wishes.DEFAULT.areaWork());
  }

  private static void check(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw LoupeException.of(option + " is out of range")
          .expected(
              most == Integer.MAX_VALUE
                  ? "at least " + least
                  : least + " to " + Figures.whole(most))
          .got(String.valueOf(value));
    }
  }

  private void note(String text) {
    if (!common.quiet) {
      surroundings.err().println(text);
    }
  }

  /// The command that made the model, read again.
  private TrainCommand made(Model model) {
    TrainCommand command = new TrainCommand(surroundings);
    List<String> words =
        model
            .info()
            .provenance()
            .map(p -> CommandText.split(p.command()))
            .filter(w -> w.size() > 1 && w.get(1).equals("train"))
            .orElse(List.of());
    try {
      if (!words.isEmpty()) {
        new CommandLine(command).parseArgs(words.subList(2, words.size()).toArray(String[]::new));
      } else if (data == null) {
        throw unknownData();
      }
    } catch (CommandLine.ParameterException e) {
      throw unknownData().causedBy(e);
    }
    return command;
  }

  private LoupeException unknownData() {
    return LoupeException.of(run + ": the run does not say what data it was trained on")
        .fix("name the data with --data");
  }

  private ImageFolderOptions pictures(Preprocessing model, long seed) {
    ImageFolderOptions options =
        ImageFolderOptions.DEFAULT
            .withStrict(strict)
            .withTest(ImageFolderOptions.DEFAULT.testFraction(), seed);
    Shape input = model.input();
    if (input.rank() == 3) {
      options =
          options
              .withSize(input.size(1), input.size(0))
              .withColour(input.channels() == 1 ? Colour.GREY : Colour.RGB);
    }
    if (model.pictures().isPresent()) {
      Preprocessing.Pictures own = model.pictures().get();
      options = options.withResize(own.mode(), own.filter()).withResized(own.resized());
      options = own.colour() == Colour.BGR ? options.withColour(Colour.BGR) : options;
    }
    return options;
  }
}
