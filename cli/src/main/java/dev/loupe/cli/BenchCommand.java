package dev.loupe.cli;

import dev.loupe.models.Models;
import dev.loupe.tensor.LoupeException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `loupe bench`.
@Command(
    name = "bench",
    description = {
      "Measure how many samples a second a network trains on or answers.",
      "One fixed random batch; a training step is forward, softmax cross-entropy, backward, and"
          + " SGD with momentum 0.9."
    },
    sortOptions = false)
final class BenchCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Mixin private CommonOptions common = new CommonOptions();

  @Parameters(index = "0", paramLabel = "NET", description = "A model's name.")
  private String net = "";

  @Parameters(index = "1", paramLabel = "train|infer", description = "What is measured.")
  private String mode = "";

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "How many samples a step has (default: ${DEFAULT-VALUE}).")
  private int batch = 128;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description = "How long to measure, after warming up (default: ${DEFAULT-VALUE}).")
  private double seconds = 6;

  BenchCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    if (batch < 1 || !(seconds > 0 && seconds <= 3600)) {
      throw LoupeException.of("--batch or --seconds is out of range")
          .expected("a batch of at least 1, and above 0 and at most 3600 seconds")
          .got("%d and %s".formatted(batch, seconds));
    }
    Workload workload = Workload.of(Models.get(net), mode, batch, common.threads(), common.seed);
    if (!common.quiet) {
      surroundings.err().println("warming up…");
    }
    Workload.Timing timing = workload.measure(seconds);
    double rate = batch / timing.medianSeconds();
    if (!common.json && !common.quiet) {
      surroundings
          .out()
          .println(
              String.format(
                  Locale.ROOT,
                  "%s %s, batch %d, %d threads: %.1f samples/s, %.2f ms a step, %.1f GFLOP/s"
                      + " (median of %d steps)",
                  net,
                  mode,
                  batch,
                  common.threads(),
                  rate,
                  1e3 * timing.medianSeconds(),
                  workload.flops() / timing.medianSeconds() / 1e9,
                  timing.steps()));
    }
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("workload", net);
    result.put("mode", mode);
    result.put("batch", batch);
    result.put("threads", common.threads());
    result.put("samples_per_second", rate);
    result.put("ms_per_step", 1e3 * timing.medianSeconds());
    result.put("steps", timing.steps());
    surroundings.out().println(Json.line(result));
    return 0;
  }
}
