package dev.loupe.cli;

import dev.loupe.data.Dataset;
import dev.loupe.kernel.Parallel;
import dev.loupe.tensor.LoupeException;
import dev.loupe.train.Evaluation;
import dev.loupe.train.Model;
import dev.loupe.train.ReportFiles;
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

  @Parameters(
      paramLabel = "RUN|FILE.onnx",
      description = "The folder of a run, or an ONNX file (then with --data).")
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

  @Mixin private PreprocessOptions preprocess = new PreprocessOptions();

  EvalCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Report.Wishes wishes = wishes();
    if (out != null && Files.exists(out) && !Files.isDirectory(out)) {
      throw LoupeException.of(out + ": this is a file").expected("a folder, or a new name for one");
    }
    Model model = ModelChoice.open(run, preprocess).threads(common.threads());
    RunData known = RunData.of(surroundings, run, model, data);
    Dataset test = known.test(common, download, strict);
    if (!(model.info().task() instanceof Task.Classification)) {
      return other(model, test);
    }
    Predictions predictions;
    Report report;
    List<Path> written = List.of();
    try (Progress progress = Progress.of(surroundings, common.quiet)) {
      Views seen = Views.parse(views == null ? known.views() : views);
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
}
