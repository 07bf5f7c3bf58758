package dev.loupe.cli;

import dev.loupe.data.Dataset;
import dev.loupe.data.image.Colour;
import dev.loupe.explain.filter.Sight;
import dev.loupe.explain.hierarchy.Visualisation;
import dev.loupe.models.Models;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Tensor;
import dev.loupe.train.Model;
import dev.loupe.train.Preprocessing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `loupe look`.
@Command(
    name = "look",
    description = {
      "Look inside a network: its filters and what they are, how a filter slides, feature maps,",
      "receptive fields, what excites its channels and classes, which samples it takes for alike;",
      "of transformers where heads look.",
      "Writes PNG files and pages for a browser that need no server and no network.",
      "Without --data: with the test part of what the run was trained on."
    },
    sortOptions = false)
final class LookCommand implements Callable<Integer> {
  private static final int MOST_CHANNELS = 1000;
  private static final int MOST_BLUR = 8;
  private static final int MOST_STEPS = 100_000;

  private final Surroundings surroundings;

  @Mixin private CommonOptions common = new CommonOptions();

  @Parameters(
      paramLabel = "RUN|MODEL|FILE.onnx",
      description = "The folder of a run, a model's name (with random weights), or an ONNX file.")
  private String model = "";

  @Option(
      names = "--data",
      paramLabel = "PATH|NAME",
      description = "Samples for maps, hierarchy and similarity.")
  private @Nullable String data;

  @Option(
      names = "--sample",
      paramLabel = "FILE",
      description = "What maps and sliding show (default: the first sample of the data).")
  private @Nullable String sample;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "The folder for pictures and pages.")
  private Path out = Path.of("");

  @Option(
      names = "--only",
      paramLabel = "PARTS",
      description =
          "Some of filters,sliding,maps,attention,fields,hierarchy,similarity (default: all).")
  private @Nullable String only;

  @Option(
      names = "--layer",
      paramLabel = "PATH",
      description = "The convolution of filters and sliding (default: the first).")
  private @Nullable String layer;

  @Option(
      names = "--channels",
      paramLabel = "N",
      description = "How many channels of a layer to show (default: ${DEFAULT-VALUE}).")
  private int channels = 8;

  @Option(
      names = "--samples",
      paramLabel = "N",
      description = {
        "How many samples of the data to look at (default: 1000 for hierarchy, 500 for similarity,",
        "32 for attention)."
      })
  private int samples;

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "Steps of gradient ascent for each picture (default: ${DEFAULT-VALUE}).")
  private int steps = 96;

  @Option(
      names = "--blur",
      paramLabel = "X",
      description =
          "Blur what gradient ascent makes after each step, by X pixels (default: not at all).")
  private double blur;

  @Option(names = "--download", description = "Fetch the data if it is not there.")
  private boolean download;

  @Mixin private PreprocessOptions preprocess = new PreprocessOptions();

  LookCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /// What can be looked at.
  enum Part {
    FILTERS,
    SLIDING,
    MAPS,
    ATTENTION,
    FIELDS,
    HIERARCHY,
    SIMILARITY;

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Override
  public Integer call() {
    check("--channels", channels, 1, MOST_CHANNELS);
    check("--steps", steps, 1, MOST_STEPS);
    if (!(blur >= 0 && blur <= MOST_BLUR)) {
      throw LoupeException.of("--blur is out of range")
          .expected("0 to " + MOST_BLUR)
          .got(String.valueOf(blur));
    }
    check("--samples", samples, 0, Integer.MAX_VALUE);
    Set<Part> parts = parts();
    if (Files.exists(out) && !Files.isDirectory(out)) {
      throw LoupeException.of(out + ": this is a file").expected("a folder, or a new name for one");
    }
    Model opened = open().threads(common.threads());
    if (only == null && opened.lens().attention().isEmpty()) {
      parts.remove(Part.ATTENTION);
    } else if (parts.contains(Part.ATTENTION)) {
      opened.lens().tokens();
    }
    Optional<Dataset> dataset = dataset(opened, parts);
    Preprocessing preprocessing = opened.preprocessing();
    boolean blueFirst = preprocessing.pictures().map(p -> p.colour() == Colour.BGR).orElse(false);
    Sight sight = new Sight(opened.lens(), preprocessing.normalise(), blueFirst);
    dataset.ifPresent(sight::check);
    Map<String, Object> figures;
    try (Progress progress = Progress.of(surroundings, common.quiet)) {
      LookParts look =
          new LookParts(
              new LookParts.Wishes(
                  out,
                  Optional.ofNullable(layer),
                  channels,
                  samples,
                  Visualisation.DEFAULT.withSteps(steps).withBlur(blur),
                  common.threads(),
                  common.seed),
              sight,
              opened,
              dataset,
              shown(opened, dataset),
              progress::at);
      figures = look.of(parts);
    }
    if (common.json) {
      surroundings.out().println(Json.pretty(figures));
    } else {
      LookReport.print(figures, surroundings.out());
    }
    return 0;
  }

  private Model open() {
    Path path = Path.of(model);
    if (Models.names().contains(model) || (!Files.exists(path) && !ModelChoice.onnx(path))) {
      return NetworkChoice.open(model, null, null, common.seed);
    }
    return ModelChoice.open(path, preprocess);
  }

  private Set<Part> parts() {
    if (only == null) {
      return EnumSet.allOf(Part.class);
    }
    Set<Part> chosen = EnumSet.noneOf(Part.class);
    List<String> known = Stream.of(Part.values()).map(Part::text).toList();
    for (String name : only.split(",", -1)) {
      if (!known.contains(name.strip())) {
        throw LoupeException.unknown("part", name.strip(), known).at("--only");
      }
      chosen.add(Part.valueOf(name.strip().toUpperCase(Locale.ROOT)));
    }
    return chosen;
  }

  /// The data; none where nothing says which, and nothing that was asked for needs it.
  private Optional<Dataset> dataset(Model opened, Set<Part> parts) {
    boolean needed = parts.stream().anyMatch(p -> p != Part.FILTERS && p != Part.FIELDS);
    if (data == null && (!needed || !RunData.known(opened))) {
      if (only != null && parts.contains(Part.SIMILARITY)) {
        throw LoupeException.of("similarity needs samples")
            .expected("--data, or a run that says what it was trained on")
            .fix("name the data with --data");
      }
      return Optional.empty();
    }
    RunData known = RunData.of(surroundings, Path.of(model), opened, data);
    return Optional.of(known.test(common, download, false));
  }

  /// The sample that maps and sliding show, with its name.
  private Optional<SampleReader.Sample> shown(Model opened, Optional<Dataset> dataset) {
    if (sample != null) {
      List<SampleReader.Sample> read = new ArrayList<>();
      for (FileArguments.Source s : FileArguments.expand(List.of(sample), surroundings.in())) {
        read.addAll(new SampleReader(opened.preprocessing()).read(s));
      }
      return Optional.of(read.getFirst());
    }
    return dataset.map(
        d -> {
          Tensor first = Tensor.zeros(d.shape());
          d.read(0, first);
          String name = d.classes().isEmpty() ? "" : " (" + d.classes().get(d.label(0)) + ")";
          return new SampleReader.Sample(d.card().name() + ", sample 0" + name, first);
        });
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
}
