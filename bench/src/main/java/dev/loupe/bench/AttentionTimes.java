package dev.loupe.bench;

import dev.loupe.graph.Graph;
import dev.loupe.graph.GraphBuilder;
import dev.loupe.graph.ParameterSource;
import dev.loupe.graph.Parameters;
import dev.loupe.graph.Plan;
import dev.loupe.graph.Program;
import dev.loupe.graph.Value;
import dev.loupe.graph.op.Attention;
import dev.loupe.graph.op.AttentionBack;
import dev.loupe.kernel.Parallel;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/// How long attention takes, forward and its gradient: for each line that it reads, `batch tokens
/// heads size threads seconds`, it answers with the median milliseconds of a run of both.
/// `bench/attention.py` asks it in turn with PyTorch.
final class AttentionTimes {
  private static final double WARM_UP = 2;

  private AttentionTimes() {}

  public static void main(String[] arguments) throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      int[] n = Arrays.stream(line.split(" ", -1)).limit(5).mapToInt(Integer::parseInt).toArray();
      double seconds = Double.parseDouble(line.split(" ", -1)[5]);
      Shape x = Shape.of(n[0], n[1], 3 * n[2] * n[3]);
      Shape y = x.with(-1, n[2] * n[3]);
      GraphBuilder forward = new GraphBuilder();
      forward.output("y", forward.apply(new Attention(n[2]), forward.input("x", x)));
      GraphBuilder back = new GraphBuilder();
      Value gradient =
          back.apply(
              new AttentionBack(n[2]), back.input("x", x), back.input("y", y), back.input("g", y));
      back.output("gx", gradient);
      Parallel team = new Parallel(n[4]);
      System.out.println(
          median(forward.build(), team, seconds, "x")
              + " "
              + median(back.build(), team, seconds, "x", "y", "g"));
    }
  }

  private static double median(Graph graph, Parallel team, double seconds, String... inputs) {
    Parameters none = Parameters.of(graph, ParameterSource.random(Seed.of(0)));
    Program program = new Program(Plan.of(graph, Plan.Mode.FAST), none, team);
    Random random = new Random(1);
    for (String input : inputs) {
      Tensor t = program.input(input);
      for (int i = 0; i < t.length(); i++) {
        t.set(i, (float) random.nextGaussian());
      }
    }
    run(program, WARM_UP);
    double[] times = run(program, seconds);
    Arrays.sort(times);
    return times[times.length / 2];
  }

  /// Milliseconds of each run.
  private static double[] run(Program program, double seconds) {
    double[] times = new double[1 << 16];
    int count = 0;
    long start = System.nanoTime();
    while (count < times.length && System.nanoTime() - start < seconds * 1e9) {
      long before = System.nanoTime();
      program.run();
      times[count++] = (System.nanoTime() - before) / 1e6;
    }
    return Arrays.copyOf(times, count);
  }
}
