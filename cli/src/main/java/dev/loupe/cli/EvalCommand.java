package dev.loupe.cli;

import dev.loupe.cli.DataOpener.Opened;
import dev.loupe.data.Dataset;
import dev.loupe.data.image.Colour;
import dev.loupe.data.image.ImageFolderOptions;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import dev.loupe.train.ClassScore;
import dev.loupe.train.Evaluation;
import dev.loupe.train.Model;
import dev.loupe.train.Preprocessing;
import dev.loupe.train.Run;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
      "Judge a trained network on the test part of some data.",
      "Without --data: on the test part of what it was trained on."
    },
    sortOptions = false)
final class EvalCommand implements Callable<Integer> {
  private static final int MATRIX_CLASSES = 20;

  private final Surroundings surroundings;

  @Mixin private CommonOptions common = new CommonOptions();

  @Parameters(paramLabel = "RUN", description = "The folder of a run.")
  private Path run = Path.of("");

  @Option(names = "--data", paramLabel = "PATH|NAME", description = "Other data.")
  private @Nullable String data;

  @Option(names = "--download", description = "Fetch the data if it is not there.")
  private boolean download;

  @Option(names = "--strict", description = "Broken pictures and recordings are an error.")
  private boolean strict;

  EvalCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Model model = Run.open(run).threads(common.threads());
    TrainCommand made = made(model);
    String name = data == null ? made.data() : data;
    Opened opened =
        new DataOpener(surroundings, common)
            .open(
                name, download, pictures(model.preprocessing(), made.seed()), made.signals(strict));
    Dataset test = opened.splits().test();
    Evaluation evaluation;
    try (Progress progress = Progress.of(surroundings, common.quiet)) {
      evaluation = model.evaluate(test, (done, total) -> progress.at("judging", done, total));
    }
    if (common.json) {
      surroundings.out().println(Json.line(json(test, evaluation)));
    } else {
      print(test, evaluation);
    }
    return 0;
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
      options = options.withResize(model.pictures().get().mode(), model.pictures().get().filter());
    }
    return options;
  }

  private void print(Dataset test, Evaluation evaluation) {
    PrintStream out = surroundings.out();
    out.println(
        "%s on %s, %s samples"
            .formatted(run, test.card().name(), Figures.whole(evaluation.samples())));
    out.println("  accuracy  " + Figures.percent(evaluation.accuracy()));
    if (test.classes().size() > 5) {
      out.println("  top 5     " + Figures.percent(evaluation.top5()));
    }
    out.println("  loss      " + Figures.decimals(evaluation.loss(), 4));
    out.println();
    Table table = new Table(1, "class", "samples", "precision", "recall", "F1");
    for (ClassScore c : evaluation.classes()) {
      table.row(
          c.name(),
          Figures.whole(c.samples()),
          Figures.percent(c.precision()),
          Figures.percent(c.recall()),
          Figures.percent(c.f1()));
    }
    table.lines().forEach(out::println);
    if (evaluation.classes().size() <= MATRIX_CLASSES) {
      out.println();
      matrix(evaluation).lines().forEach(out::println);
    }
  }

  private static Table matrix(Evaluation evaluation) {
    List<String> head = new ArrayList<>(List.of("is \\ called"));
    evaluation.classes().forEach(c -> head.add(c.name()));
    Table table = new Table(1, head.toArray(String[]::new));
    for (int i = 0; i < evaluation.classes().size(); i++) {
      List<String> row = new ArrayList<>(List.of(evaluation.classes().get(i).name()));
      evaluation.confusion().get(i).forEach(n -> row.add(n == 0 ? "." : Figures.whole(n)));
      table.row(row.toArray(String[]::new));
    }
    return table;
  }

  private Map<String, Object> json(Dataset test, Evaluation evaluation) {
    List<Map<String, Object>> classes = new ArrayList<>();
    for (ClassScore c : evaluation.classes()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("name", c.name());
      one.put("samples", c.samples());
      one.put("precision", number(c.precision()));
      one.put("recall", number(c.recall()));
      one.put("f1", number(c.f1()));
      classes.add(one);
    }
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("run", run.toString());
    all.put("data", test.card().name());
    all.put("accuracy", evaluation.accuracy());
    all.put("loss", evaluation.loss());
    all.put("samples", evaluation.samples());
    all.put("top5", evaluation.top5());
    all.put("macro_f1", number(evaluation.macroF1()));
    all.put("classes", classes);
    all.put("confusion", evaluation.confusion());
    return all;
  }

  /// JSON has no NaN.
  private static @Nullable Double number(double value) {
    return Double.isNaN(value) ? null : value;
  }
}
