package dev.loupe.cli;

import dev.loupe.explain.Lens;
import dev.loupe.explain.Probe;
import dev.loupe.explain.Question;
import dev.loupe.explain.Target;
import dev.loupe.explain.method.Attribution;
import dev.loupe.explain.method.Method;
import dev.loupe.explain.method.Methods;
import dev.loupe.explain.page.HtmlPage;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Tensor;
import dev.loupe.train.Model;
import dev.loupe.train.Ranked;
import dev.loupe.train.Task;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `loupe explain`.
@Command(
    name = "explain",
    description = {
      "Show which parts of pictures, signals or volumes an answer depends on: maps as PNG, and a"
          + " page for a browser.",
      "Files are named as for predict. What the methods say, and when they mislead:"
          + " docs/explain.md."
    },
    sortOptions = false)
final class ExplainCommand implements Callable<Integer> {
  private static final String ALL = "all";

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
      description = "Files, folders of files, or patterns such as 'photos/*.jpg'.")
  private List<String> files = new ArrayList<>();

  @Option(
      names = "--method",
      paramLabel = "NAME",
      description = {
        "saliency, smoothgrad, inputxgradient, guided, integrated, occlusion, gradcam, gradcam++,",
        "layercam, scorecam, random or all, with settings as in smoothgrad:samples=25; of",
        "transformers attention, rollout and gradient-attention too;",
        "may be given several times (default: gradcam)."
      })
  private List<String> methods = List.of("gradcam");

  @Option(
      names = "--class",
      paramLabel = "NAME|INDEX|top",
      description = "Which class is explained (default: top, the most probable).")
  private String chosen = "top";

  @Option(
      names = "--target",
      paramLabel = "TEXT",
      description = "Something else in the network: channel:LAYER:3, neuron:LAYER:17, output:3.")
  private @Nullable String target;

  @Option(
      names = "--layer",
      paramLabel = "PATH",
      description = "The layer of class activation maps (default: the last one with places).")
  private String layer = "";

  @Option(
      names = "--check",
      description = {
        "Judge the maps: deletion and insertion beside a random map, agreement, and whether they",
        "depend on the weights."
      })
  private boolean check;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "The folder for maps and explain.html.")
  private Path out = Path.of("");

  @Mixin private PreprocessOptions preprocess = new PreprocessOptions();

  ExplainCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    methods.stream().filter(m -> !m.equals(ALL)).forEach(Method::parse);
    Model model = ModelChoice.open(run, preprocess).threads(common.threads());
    Lens lens = model.lens();
    List<Method> asked = methods(lens);
    SampleReader reader = new SampleReader(model.preprocessing());
    HtmlPage page =
        HtmlPage.of("Why " + model.info().name() + " answers as it does")
            .introduction(
                "Maps of what the answer depends on. docs/explain.md: when they mislead.");
    List<Map<String, Object>> all = new ArrayList<>();
    boolean broken = false;
    for (FileArguments.Source source : FileArguments.expand(files, surroundings.in())) {
      try {
        for (SampleReader.Sample sample : reader.read(source)) {
          all.add(explain(model, lens, asked, sample, page));
        }
      } catch (LoupeException e) {
        String message = String.valueOf(e.getMessage());
        if (!message.startsWith(source.name())) {
          throw e;
        }
        broken = true;
        surroundings.err().println("loupe: " + message);
        all.add(Map.of("file", source.name(), "error", message));
      }
    }
    Path file = out.resolve("explain.html");
    page.write(file);
    if (common.json) {
      surroundings.out().println(Json.line(all));
    } else if (!common.quiet) {
      surroundings.out().println("page: " + file);
    }
    return broken ? ExitCode.USAGE : ExitCode.OK;
  }

  private List<Method> methods(Lens lens) {
    List<Method> all = new ArrayList<>();
    for (String text : methods) {
      if (text.equals(ALL)) {
        all.addAll(Methods.all(lens));
      } else {
        all.add(Method.parse(text));
      }
    }
    return layer.isEmpty() ? all : all.stream().map(m -> ExplainChoices.at(m, layer)).toList();
  }

  private Map<String, Object> explain(
      Model model, Lens lens, List<Method> asked, SampleReader.Sample read, HtmlPage page) {
    Tensor sample = Tensor.zeros(read.values().shape());
    model.preprocessing().normalise().apply(Seed.of(0), read.values(), sample);
    List<Ranked> ranked =
        model.info().task() instanceof Task.Classification
            ? ranked(model, lens, asked.getFirst(), read.values(), sample)
            : List.of();
    Target aim = ExplainChoices.target(model, lens, target, chosen, ranked);
    String name = ExplainChoices.name(model, aim);
    List<Attribution> maps = new ArrayList<>();
    try (Progress progress = Progress.of(surroundings, common.quiet)) {
      for (Method m : asked) {
        progress.at(m.name(), 0, 1);
        maps.add(m.explain(lens, sample, aim, (d, n) -> progress.at(m.name(), d, n)));
      }
      ExplainJudgement judgement =
          check
              ? ExplainJudgement.of(lens, sample, maps, Seed.of(common.seed), progress)
              : ExplainJudgement.NONE;
      ExplainPage view = new ExplainPage(model, read, name, ranked, out);
      List<Path> written = view.write(maps, judgement, page);
      if (!common.json) {
        report(read, name, maps, judgement, written);
      }
      return json(read, name, ranked, maps, judgement, written);
    }
  }

  /// The answer, from the program of the first method where that tells it too: a second program
  /// would cost as much as all else.
  private List<Ranked> ranked(Model model, Lens lens, Method first, Tensor read, Tensor sample) {
    Optional<Question> question = target == null ? first.question(lens) : Optional.empty();
    if (question.isEmpty() || lens.output().rank() != 1) {
      return model.classify(read);
    }
    Method.check(lens, sample);
    Probe probe = lens.probe(question.get());
    probe.input().copyFrom(sample);
    probe.run();
    return model.rank(probe.aimed().item(0));
  }

  private void report(
      SampleReader.Sample read,
      String name,
      List<Attribution> maps,
      ExplainJudgement judgement,
      List<Path> written) {
    for (int i = 0; i < maps.size(); i++) {
      String more = judgement.judged() ? ", " + judgement.words(i) : "";
      surroundings
          .out()
          .println(
              "%s: %s by %s: %s%s"
                  .formatted(read.name(), name, maps.get(i).method().name(), written.get(i), more));
    }
  }

  private static Map<String, Object> json(
      SampleReader.Sample read,
      String name,
      List<Ranked> ranked,
      List<Attribution> maps,
      ExplainJudgement judgement,
      List<Path> written) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("file", read.name());
    all.put("target", name);
    if (!ranked.isEmpty()) {
      all.put("answer", ranked.getFirst().name());
      all.put("probability", ranked.getFirst().probability());
    }
    List<Map<String, Object>> each = new ArrayList<>();
    for (int i = 0; i < maps.size(); i++) {
      Attribution a = maps.get(i);
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("method", a.method().name());
      one.put("score", a.score());
      one.put("map", written.get(i).toString());
      a.completeness().ifPresent(c -> one.put("completeness_gap", c.gap()));
      if (judgement.judged()) {
        judgement.put(i, one);
      }
      each.add(one);
    }
    all.put("methods", each);
    return all;
  }
}
