package dev.loupe.cli;

import dev.loupe.formats.WeightFile;
import dev.loupe.models.ModelCard;
import dev.loupe.models.Models;
import dev.loupe.nn.Network;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import dev.loupe.train.HubConfig;
import dev.loupe.train.Model;
import dev.loupe.train.ModelInfo;
import dev.loupe.train.Preprocessing;
import dev.loupe.train.Run;
import dev.loupe.train.Weights;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `loupe import`.
@Command(
    name = "import",
    description = {
      "Make a run of weights that another program wrote: safetensors, PyTorch's .pt, .pth and .th,",
      "Keras's .h5, NumPy's .npz. eval, predict and summary take it as their own.",
      "config.json and preprocessor_config.json beside the file are understood; options go first."
    },
    sortOptions = false)
final class ImportCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Mixin private CommonOptions common = new CommonOptions();

  @Parameters(paramLabel = "FILE", description = "The weights.")
  private Path file = Path.of("");

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description =
          "The network, such as resnet20 (default: the architecture that config.json names).")
  private @Nullable String model;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "RUN",
      description = "The folder that is written.")
  private Path out = Path.of("");

  @Mixin private PreprocessOptions preprocess = new PreprocessOptions();

  ImportCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    if (Run.begun(out)) {
      throw LoupeException.of(out + ": there is a run already").fix("name another folder");
    }
    Path beside = file.toAbsolutePath().getParent();
    HubConfig config = HubConfig.in(beside == null ? Path.of("") : beside);
    ModelCard card = Models.get(name(config));
    WeightFile weights = Weights.open(file);
    Network usual = card.network();
    int channels = Weights.channels(weights, usual).orElse(card.input().channels());
    int classes = Weights.classes(weights, usual).orElse(config.classes().orElse(card.classes()));
    Shape input = preprocess.input(card.input(), channels, config);
    Network network = card.network(input, classes);
    List<String> names = preprocess.classes(classes, config);
    Preprocessing preprocessing = preprocess.preprocessing(input, config);
    Model imported =
        Model.of(
            network,
            Weights.load(weights, network),
            new ModelInfo(
                card.name(),
                NetworkChoice.task(network),
                names,
                preprocessing,
                Optional.empty(),
                Optional.empty()));
    Run.save(out, imported);
    tell(imported);
    return 0;
  }

  private String name(HubConfig config) {
    if (model != null) {
      return model;
    }
    return config
        .architecture()
        .orElseThrow(
            () ->
                LoupeException.of(file + ": the file does not say which network it is for")
                    .expected("--model, or a " + HubConfig.CONFIG + " beside it")
                    .fix("add --model with one of " + String.join(", ", Models.names())));
  }

  private void tell(Model imported) {
    PrintStream to = surroundings.out();
    long learned =
        imported.parameters().model().stream()
            .filter(v -> v.role().trainable())
            .mapToLong(v -> v.shape().elements())
            .sum();
    Shape input = imported.network().input();
    if (common.json) {
      Map<String, Object> all = new LinkedHashMap<>();
      all.put("run", out.toString());
      all.put("model", imported.info().name());
      all.put("parameters", learned);
      all.put("input", input.toString());
      all.put("classes", imported.classes());
      all.put("mean", imported.preprocessing().mean());
      all.put("std", imported.preprocessing().deviation());
      to.println(Json.line(all));
      return;
    }
    to.printf(
        "%s: %s with %s parameters, samples of %s, %d classes%n",
        out, imported.info().name(), Figures.whole(learned), input, imported.classes().size());
    if (!common.quiet) {
      to.println("  look inside:  ./loupe summary " + out);
      to.println("  use it:       ./loupe predict " + out + " FILE");
    }
  }
}
