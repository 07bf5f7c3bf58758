package dev.loupe.cli;

import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import dev.loupe.train.Model;
import dev.loupe.train.Ranked;
import dev.loupe.train.Task;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `loupe predict`.
@Command(
    name = "predict",
    description = {
      "Say which classes files belong to, the most probable first; or the probability of each"
          + " label,",
      "the numbers, or, for a segmentation, write a map for each file (PNG, or NIfTI for volumes).",
      "Pictures are JPEG, PNG, BMP or GIF files; signals and volumes are CSV files with the values"
          + " of a sample on each line, channels last."
    },
    sortOptions = false)
final class PredictCommand implements Callable<Integer> {
  private static final int AT_ONCE = 64;

  private final Surroundings surroundings;

  @Mixin private CommonOptions common = new CommonOptions();

  @Parameters(
      index = "0",
      paramLabel = "RUN|FILE.onnx",
      description = "The folder of a run, or an ONNX file.")
  private Path run = Path.of("");

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "FILE",
      description = {
        "Files, folders of files, or patterns such as 'photos/*.jpg'.",
        "- reads standard input: a picture, or the names of files, one a line."
      })
  private List<String> files = new ArrayList<>();

  @Option(
      names = "--top",
      paramLabel = "N",
      description = "How many classes to name (default: ${DEFAULT-VALUE}).")
  private int top = 5;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "The folder for the maps of a segmentation (default: this one).")
  private @Nullable Path out;

  @Mixin private PreprocessOptions preprocess = new PreprocessOptions();

  PredictCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /// A sample's answer, or why there is none.
  private record Answer(String file, List<Ranked> ranked, @Nullable String error) {}

  @Override
  public Integer call() {
    if (top < 1) {
      throw LoupeException.of("--top is out of range")
          .expected("at least 1")
          .got(String.valueOf(top));
    }
    Model model = ModelChoice.open(run, preprocess).threads(common.threads());
    if (model.info().task() instanceof Task.Segmentation) {
      return maps(model);
    }
    SampleReader reader = new SampleReader(model.preprocessing());
    List<Answer> answers = new ArrayList<>();
    List<SampleReader.Sample> waiting = new ArrayList<>();
    boolean broken = false;
    for (FileArguments.Source source : FileArguments.expand(files, surroundings.in())) {
      try {
        waiting.addAll(reader.read(source));
      } catch (LoupeException e) {
        broken = true;
        surroundings.err().println("loupe: " + e.getMessage());
        answer(model, waiting, answers);
        answers.add(new Answer(source.name(), List.of(), e.getMessage()));
      }
      if (waiting.size() >= AT_ONCE) {
        answer(model, waiting, answers);
      }
    }
    answer(model, waiting, answers);
    print(answers, model.info().task() instanceof Task.Regression);
    return broken ? ExitCode.USAGE : ExitCode.OK;
  }

  private void answer(Model model, List<SampleReader.Sample> waiting, List<Answer> answers) {
    if (waiting.isEmpty()) {
      return;
    }
    Shape input = model.preprocessing().input();
    Tensor samples = Tensor.zeros(input.prepend(waiting.size()));
    for (int i = 0; i < waiting.size(); i++) {
      samples.item(i).copyFrom(waiting.get(i).values());
    }
    Tensor probabilities = model.predict(samples);
    for (int i = 0; i < waiting.size(); i++) {
      answers.add(new Answer(waiting.get(i).name(), ranked(model, probabilities.item(i)), null));
    }
    waiting.clear();
  }

  /// Writes the map of each file.
  private int maps(Model model) {
    MapPrediction prediction = new MapPrediction(model, out == null ? Path.of("") : out);
    List<Map<String, Object>> all = new ArrayList<>();
    boolean broken = false;
    for (FileArguments.Source source : FileArguments.expand(files, surroundings.in())) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("file", source.name());
      all.add(one);
      try {
        MapPrediction.Written written = prediction.write(source);
        one.put("map", written.map().toString());
        Map<String, Long> places = new LinkedHashMap<>();
        for (int c = 0; c < written.places().length; c++) {
          places.put(model.classes().get(c), written.places()[c]);
        }
        one.put("places", places);
        if (!common.json) {
          surroundings.out().println(written.file() + ": " + written.map() + " " + places);
        }
      } catch (LoupeException e) {
        broken = true;
        one.put("error", e.getMessage());
        surroundings.err().println("loupe: " + e.getMessage());
      }
    }
    if (common.json) {
      surroundings.out().println(Json.line(all));
    }
    return broken ? ExitCode.USAGE : ExitCode.OK;
  }

  private List<Ranked> ranked(Model model, Tensor probabilities) {
    List<Ranked> ranked = new ArrayList<>();
    for (int c = 0; c < model.classes().size(); c++) {
      ranked.add(new Ranked(c, model.classes().get(c), probabilities.get(c)));
    }
    if (!(model.info().task() instanceof Task.Classification)) {
      return ranked;
    }
    ranked.sort(Comparator.comparingDouble((Ranked r) -> -r.probability()));
    return ranked.subList(0, Math.min(top, ranked.size()));
  }

  private void print(List<Answer> answers, boolean numbers) {
    PrintStream out = surroundings.out();
    if (common.json) {
      out.println(Json.line(answers.stream().map(a -> json(a, numbers)).toList()));
      return;
    }
    for (Answer a : answers) {
      if (a.error() != null) {
        continue;
      }
      List<String> parts = new ArrayList<>();
      for (Ranked r : a.ranked()) {
        String answer =
            numbers ? Figures.decimals(r.probability(), 4) : Figures.percent(r.probability());
        parts.add(r.name() + " " + answer);
      }
      out.println(a.file() + ": " + String.join(", ", parts));
    }
  }

  private static Map<String, Object> json(Answer answer, boolean numbers) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("file", answer.file());
    if (answer.error() != null) {
      all.put("error", answer.error());
      return all;
    }
    List<Map<String, Object>> ranked = new ArrayList<>();
    for (Ranked r : answer.ranked()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("class", r.name());
      one.put("index", r.index());
      one.put(numbers ? "value" : "probability", r.probability());
      ranked.add(one);
    }
    all.put("top", ranked);
    return all;
  }
}
