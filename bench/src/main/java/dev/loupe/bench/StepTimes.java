package dev.loupe.bench;

import dev.loupe.graph.Computation;
import dev.loupe.graph.ParameterSource;
import dev.loupe.graph.Parameters;
import dev.loupe.graph.Plan;
import dev.loupe.graph.Plan.Mode;
import dev.loupe.graph.Plan.Step;
import dev.loupe.graph.Program;
import dev.loupe.graph.pass.Passes;
import dev.loupe.kernel.Parallel;
import dev.loupe.models.Models;
import dev.loupe.nn.CrossEntropy;
import dev.loupe.nn.Network;
import dev.loupe.nn.Optimiser;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Tensor;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Where the time of a network goes: each step of its program, in the order of the network, so that
/// caches are as they are when it runs.
@Command(
    name = "steps",
    sortOptions = false,
    description = {
      "Times each step of a network's program in its place, and prints ms, GFLOP/s, GB/s, share.",
      "On one thread times are processor time, else they are wall time; of all runs the lower"
          + " quartile counts. Bytes are inputs and outputs."
    })
public final class StepTimes implements Callable<Integer> {
  private static final int ROUNDS_AT_LEAST = 8;

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @CommandLine.Parameters(index = "0", paramLabel = "NET", description = "A model's name.")
  private String net = "";

  @CommandLine.Parameters(index = "1", paramLabel = "train|infer", description = "What is timed.")
  private String mode = "";

  @Option(names = "--batch", paramLabel = "N", description = "Samples (${DEFAULT-VALUE}).")
  private int batch = 1;

  @Option(names = "--threads", paramLabel = "N", description = "Threads (${DEFAULT-VALUE}).")
  private int threads = 1;

  @Option(names = "--warm", paramLabel = "S", description = "Warm-up (${DEFAULT-VALUE}).")
  private double warm = 8;

  @Option(names = "--seconds", paramLabel = "S", description = "Timing (${DEFAULT-VALUE}).")
  private double seconds = 4;

  @Option(names = "--help", usageHelp = true, description = "Show this text.")
  @SuppressWarnings("UnusedVariable") // picocli looks at it
  private boolean help;

  StepTimes() {}

  /// Runs the command and ends the process.
  public static void main(String[] arguments) {
    System.exit(command().execute(arguments));
  }

  /// The command, ready to be given its arguments.
  static CommandLine command() {
    return new CommandLine(new StepTimes());
  }

  @Override
  public Integer call() {
    Program program = program();
    List<long[]> rounds = new ArrayList<>();
    List<Step> steps = program.plan().repeated();
    ThreadMXBean bean = ManagementFactory.getThreadMXBean();
    LongSupplier clock = threads == 1 ? bean::getCurrentThreadCpuTime : System::nanoTime;
    long start = System.nanoTime();
    while (since(start) < warm + seconds || rounds.size() < ROUNDS_AT_LEAST) {
      long[] spent = new long[steps.size()];
      program.time(clock, spent);
      if (since(start) >= warm) {
        rounds.add(spent);
      }
    }
    print(program.plan(), rounds);
    return 0;
  }

  private Program program() {
    Network network = Models.get(net).network();
    boolean train = mode.equals("train");
    if (!train && !mode.equals("infer")) {
      String text = "train or infer, got '%s'".formatted(mode);
      throw new ParameterException(spec.commandLine(), text);
    }
    Network.Training how =
        new Network.Training(CrossEntropy.of(), Optimiser.sgd(0.9f, 0), List.of());
    Plan plan =
        train
            ? Plan.of(Passes.training(network.training(batch, how)), Mode.FAST)
            : Plan.of(Passes.inference(network.inference(batch)), Mode.FAST);
    Seed seed = Seed.of(1);
    Parameters parameters = Parameters.of(plan.graph(), ParameterSource.random(seed));
    Program program = new Program(plan, parameters, new Parallel(threads));
    Tensor input = program.input(Network.INPUT);
    for (int i = 0; i < input.length(); i++) {
      input.set(i, seed.gaussian(i));
    }
    if (train) {
      program.input(Network.LEARNING_RATE).set(0, 1e-4f);
    }
    return program;
  }

  private void print(Plan plan, List<long[]> rounds) {
    PrintWriter out = spec.commandLine().getOut();
    List<Step> steps = plan.repeated();
    double[] took = new double[steps.size()];
    double all = 0;
    for (int i = 0; i < took.length; i++) {
      int step = i;
      took[i] = rounds.stream().mapToLong(r -> r[step]).sorted().toArray()[rounds.size() / 4];
      all += took[i];
    }
    for (int i = 0; i < took.length; i++) {
      Step s = steps.get(i);
      long bytes =
          4
              * (s.node().shape().elements()
                  + s.node().inputs().stream()
                      .mapToLong(n -> plan.graph().node(n).shape().elements())
                      .sum());
      long flops =
          s.node().op() instanceof Computation c
              ? c.flops(plan.graph().inputShapes(s.node()), s.node().shape())
              : 0;
      out.printf(
          Locale.ROOT,
          "%3d %9.4f ms %5.1f%% %7.1f GFLOP/s %6.1f GB/s  %-10s %-14s %s %s%n",
          i,
          took[i] / 1e6,
          100 * took[i] / all,
          flops / took[i],
          bytes / took[i],
          s.choice().name(),
          s.node().shape(),
          s.node().op(),
          s.node().path());
    }
    out.printf(
        Locale.ROOT,
        "%s %s, batch %d, %d threads: %.3f ms, %.1f GFLOP/s, %d rounds%n",
        net,
        mode,
        batch,
        threads,
        all / 1e6,
        plan.flops() / all,
        rounds.size());
    out.flush();
  }

  private static double since(long start) {
    return (System.nanoTime() - start) * 1e-9;
  }
}
