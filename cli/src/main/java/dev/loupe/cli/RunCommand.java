package dev.loupe.cli;

import dev.loupe.nn.Network;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import dev.loupe.train.Model;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `loupe run`.
@Command(
    name = "run",
    description = {
      "Run a network on arrays of numbers: nothing is done to them before, and nothing to what the",
      "network gives after. Arrays are NumPy files: .npy, or .npz with names."
    },
    sortOptions = false)
final class RunCommand implements Callable<Integer> {
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
      names = "--input",
      required = true,
      paramLabel = "FILE",
      description = "What goes in: samples first.")
  private Path input = Path.of("");

  @Option(
      names = "--layout",
      paramLabel = "LAYOUT",
      description = {
        "Where channels are: nchw (behind the samples) or nhwc (last), for any number of axes",
        "(default: ${DEFAULT-VALUE})."
      })
  private String layout = "nchw";

  @Option(names = "--output", required = true, paramLabel = "FILE", description = "What comes out.")
  private Path output = Path.of("");

  RunCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    RawArrays arrays = new RawArrays(RawArrays.Layout.of(layout));
    RawArrays.checkOutput(output);
    Map<String, Tensor> in = arrays.read(input, Network.INPUT);
    Map<String, Tensor> results = run(in);
    arrays.write(output, results);
    if (common.json) {
      Map<String, Object> all = new LinkedHashMap<>();
      results.forEach((name, t) -> all.put(name, t.shape().sizes()));
      surroundings.out().println(Json.line(Map.of("output", output.toString(), "shapes", all)));
    } else if (!common.quiet) {
      results.forEach(
          (name, t) -> surroundings.out().println(output + ": " + name + " " + t.shape()));
    }
    return 0;
  }

  /// Runs a network of one input and one output.
  ///
  /// @param in by name, channels last
  /// @return by name, channels last
  private Map<String, Tensor> run(Map<String, Tensor> in) {
    Tensor samples = in.get(Network.INPUT);
    if (samples == null || in.size() != 1) {
      throw LoupeException.of(input + ": these are not the inputs of the network")
          .expected("one array, named '" + Network.INPUT + "'")
          .got(String.join(", ", in.keySet()));
    }
    if (samples.shape().rank() < 2) {
      throw LoupeException.of(input + ": these are no samples")
          .expected("samples, channels, ...")
          .got(samples.shape().toString());
    }
    Shape own = samples.shape().range(1, samples.shape().rank());
    Model model = NetworkChoice.open(network, weights, own, common.seed).threads(common.threads());
    return Map.of(Network.LOGITS, model.logits(samples));
  }
}
