package dev.loupe.cli;

import dev.loupe.formats.SafetensorsWriter;
import dev.loupe.tensor.LoupeException;
import dev.loupe.train.HubConfig;
import dev.loupe.train.Model;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `loupe export`.
@Command(name = "export", description = "Write a network for other programs.", sortOptions = false)
final class ExportCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Mixin private CommonOptions common = new CommonOptions();

  @Parameters(
      paramLabel = "RUN|MODEL",
      description = "The folder of a run, or a model's name: with random weights, by --seed.")
  private String network = "";

  @Option(
      names = "--weights",
      paramLabel = "FILE",
      description = "Weights of any kind that 'loupe import' reads, instead.")
  private @Nullable Path weights;

  @Option(
      names = "--safetensors",
      paramLabel = "FILE",
      description = "The weights, as PyTorch's load_state_dict takes them.")
  private @Nullable Path safetensors;

  @Option(
      names = "--config",
      description = {
        "Beside it config.json, as timm writes it, and preprocessor_config.json, as Hugging Face's",
        "image processors do."
      })
  private boolean config;

  ExportCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    if (safetensors == null) {
      throw LoupeException.of("there is nothing to write").fix("add --safetensors FILE");
    }
    Model model = NetworkChoice.open(network, weights, null, common.seed);
    List<Path> written = new ArrayList<>();
    SafetensorsWriter.export(safetensors, model.parameters());
    written.add(safetensors);
    if (config) {
      Path beside = safetensors.toAbsolutePath().getParent();
      Path folder = beside == null ? Path.of("") : beside;
      HubConfig.write(folder, model);
      written.add(folder.resolve(HubConfig.CONFIG));
      written.add(folder.resolve(HubConfig.PREPROCESSOR));
    }
    if (common.json) {
      List<String> files = written.stream().map(Path::toString).toList();
      surroundings.out().println(Json.line(Map.of("written", files)));
    } else {
      written.forEach(f -> surroundings.out().println("written: " + f));
    }
    return 0;
  }
}
