package dev.loupe.cli;

import dev.loupe.models.ModelCard;
import dev.loupe.models.Models;
import dev.loupe.nn.CrossEntropy;
import dev.loupe.nn.Network;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import dev.loupe.train.Model;
import dev.loupe.train.OnnxModels;
import dev.loupe.train.Run;
import dev.loupe.train.Trainer;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `loupe summary`.
@Command(
    name = "summary",
    description = "Show a network's layers, and the memory it needs, without running it.",
    sortOptions = false)
final class SummaryCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Mixin private CommonOptions common = new CommonOptions();

  @Parameters(
      paramLabel = "MODEL|RUN|FILE.onnx",
      description = {
        "A model's name, such as resnet9:width=32, the folder of a run, or an ONNX file."
      })
  private String model = "";

  @Option(
      names = "--input",
      paramLabel = "SHAPE",
      description = "One sample, channels last, such as 32x32x3 (default: the model's own).")
  private @Nullable String input;

  @Option(names = "--classes", paramLabel = "N", description = "How many classes to tell apart.")
  private int classes;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "How many samples a step has (default: ${DEFAULT-VALUE}).")
  private int batch = 64;

  SummaryCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    if (batch < 1) {
      throw LoupeException.of("--batch is out of range")
          .expected("at least 1")
          .got(String.valueOf(batch));
    }
    Network network = network();
    Trainer usual = Trainer.of(network).loss(CrossEntropy.of());
    NetworkSummary summary =
        NetworkSummary.of(model, network, usual.how(), batch, common.threads());
    PrintStream out = surroundings.out();
    if (common.json) {
      out.println(Json.pretty(summary.json()));
    } else {
      summary.lines().forEach(out::println);
    }
    return 0;
  }

  private Network network() {
    Shape own = input == null ? null : Shape.parse(input);
    Path folder = Path.of(model);
    if (!Models.names().contains(model) && Files.isDirectory(folder)) {
      Model trained = Run.open(folder);
      Network network = trained.network();
      return own == null ? network : new Network(own, network.layer());
    }
    if (ModelChoice.onnx(folder)) {
      return OnnxModels.read(folder, Optional.ofNullable(own)).network();
    }
    ModelCard card = Models.get(model);
    return card.network(own == null ? card.input() : own, classes == 0 ? card.classes() : classes);
  }
}
