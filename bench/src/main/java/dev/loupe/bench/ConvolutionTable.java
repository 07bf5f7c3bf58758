package dev.loupe.bench;

import dev.loupe.kernel.ConvolutionReference.Direction;
import dev.loupe.kernel.KernelPolicy;
import dev.loupe.testkit.problems.NetworkLayer;
import dev.loupe.testkit.problems.NetworkLayers;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Convolutions beside oneDNN, as a table.
@Command(
    name = "convolutions",
    sortOptions = false,
    description = {
      "Times the distinct convolutions of networks on one core, beside oneDNN, in turn.",
      "oneDNN keeps all tensors in the layouts that it likes best; bringing values there is not"
          + " timed, and neither is Loupe's packing of weights. Times are the processor time of the"
          + " thread; GFLOP/s are medians of the rounds."
    })
public final class ConvolutionTable implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandLine.Model.CommandSpec spec;

  @Option(
      names = "--net",
      split = ",",
      paramLabel = "NET",
      description = "Only these networks (default: all).")
  private List<String> nets = NetworkLayers.nets();

  @Option(
      names = "--direction",
      split = ",",
      paramLabel = "DIRECTION",
      description = "Only these of ${COMPLETION-CANDIDATES}.")
  private List<Direction> directions = List.of(Direction.values());

  @Option(
      names = "--layer",
      paramLabel = "TEXT",
      description = "Only layers whose name has this in it, such as '3x3 64-64'.")
  private String layer = "";

  @Option(names = "--batch", paramLabel = "N", description = "Samples (${DEFAULT-VALUE}).")
  private int batch = 8;

  @Option(
      names = "--most-gflop",
      paramLabel = "G",
      description = "Halve the batch of rows with more work in a run (${DEFAULT-VALUE}).")
  private double mostGflop = 16;

  @Option(names = "--rounds", paramLabel = "N", description = "Turns of each (${DEFAULT-VALUE}).")
  private int rounds = 7;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description = "Time of each row for Loupe, and as much for oneDNN (${DEFAULT-VALUE}).")
  private double seconds = 0.3;

  @Option(
      names = "--warm",
      paramLabel = "S",
      description = "Warm-up of each row, longer while it still gets faster (${DEFAULT-VALUE}).")
  private double warm = 0.5;

  @Option(
      names = "--with-packing",
      description = "Time the packing of Loupe's weights too, as once in each training step.")
  private boolean withPacking;

  @Option(names = "--no-peer", description = "Without oneDNN.")
  private boolean noPeer;

  @Option(
      names = "--one-process",
      description =
          "All networks in this JVM; else each in one of its own, as when one network runs.")
  private boolean oneProcess;

  @Option(names = "--json", paramLabel = "FILE", description = "Write all figures there.")
  private @Nullable Path json;

  @Option(names = "--markdown", paramLabel = "FILE", description = "Write a page there.")
  private @Nullable Path markdown;

  @Option(names = "--help", usageHelp = true, description = "Show this text.")
  @SuppressWarnings("UnusedVariable") // picocli looks at it
  private boolean help;

  ConvolutionTable() {}

  /// Runs the command and ends the process.
  public static void main(String[] arguments) {
    System.exit(command().execute(arguments));
  }

  /// The command, ready to be given its arguments.
  static CommandLine command() {
    return new CommandLine(new ConvolutionTable()).setCaseInsensitiveEnumValuesAllowed(true);
  }

  @Override
  public Integer call() throws IOException {
    List<ConvolutionCase> cases = cases();
    OneDnn library = null;
    String missing = "not asked for";
    try {
      library = noPeer ? null : OneDnn.load();
    } catch (OneDnnMissing e) {
      missing = e.reason();
    }
    String peer = library == null ? "no oneDNN: " + missing : library.version();
    PrintWriter out = spec.commandLine().getOut();
    List<ConvolutionResult> results = new ArrayList<>();
    List<String> measured =
        nets.stream()
            .filter(n -> cases.stream().anyMatch(c -> c.uses().containsKey(n)))
            .distinct()
            .toList();
    if (oneProcess || measured.size() == 1) {
      ConvolutionMeasure measure =
          new ConvolutionMeasure(library, missing, rounds, seconds, warm, !withPacking);
      out.print(ConvolutionReport.header());
      for (ConvolutionCase c : cases) {
        for (Direction direction : directions) {
          ConvolutionResult result = measure.measure(c, direction);
          results.add(result);
          out.println(ConvolutionReport.row(result));
          out.flush();
        }
      }
      out.println();
    } else {
      measured.forEach(net -> results.addAll(FreshProcess.measure(arguments(net))));
      out.println("\n# All networks\n");
    }
    write(out, FreshProcess.merged(results), about(peer));
    return 0;
  }

  private void write(PrintWriter out, List<ConvolutionResult> results, String about)
      throws IOException {
    ConvolutionReport report = new ConvolutionReport(results, about);
    out.print(report.summary());
    out.flush();
    if (markdown != null) {
      Files.writeString(markdown, report.page());
    }
    if (json != null) {
      Map<String, Object> all = new LinkedHashMap<>();
      all.put("about", about);
      all.put("rows", results);
      Files.writeString(
          json,
          JsonMapper.builder()
              .enable(SerializationFeature.INDENT_OUTPUT)
              .build()
              .writeValueAsString(all));
    }
  }

  /// The same settings for one network.
  private List<String> arguments(String net) {
    List<String> all = new ArrayList<>();
    all.add("--net=" + net);
    all.add("--direction=" + String.join(",", directions.stream().map(Direction::name).toList()));
    all.add("--layer=" + layer);
    all.add("--batch=" + batch);
    all.add("--most-gflop=" + mostGflop);
    all.add("--rounds=" + rounds);
    all.add("--seconds=" + seconds);
    all.add("--warm=" + warm);
    all.add("--with-packing=" + withPacking);
    all.add("--no-peer=" + noPeer);
    return all;
  }

  private List<ConvolutionCase> cases() {
    if (batch < 1 || rounds < 1 || !(seconds > 0) || !(warm > 0) || !(mostGflop > 0)) {
      throw new ParameterException(spec.commandLine(), "a number is not above 0");
    }
    List<NetworkLayer> layers = new ArrayList<>();
    for (String net : nets) {
      List<NetworkLayer> some = NetworkLayers.of(net);
      if (some.isEmpty()) {
        throw new ParameterException(
            spec.commandLine(), "no net '" + net + "', only " + NetworkLayers.nets());
      }
      some.stream().filter(l -> l.row().name().contains(layer)).forEach(layers::add);
    }
    if (layers.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "no layer has '" + layer + "' in its name");
    }
    return ConvolutionCase.of(layers, batch, mostGflop * 1e9);
  }

  private String about(String peer) {
    return "Java %s, %d-bit vectors, one thread; %s; %d rounds in turn, %s s of each; weights packed %s."
        .formatted(
            Runtime.version(),
            KernelPolicy.vectorBits(),
            peer,
            rounds,
            seconds,
            withPacking ? "in every run" : "beforehand");
  }
}
