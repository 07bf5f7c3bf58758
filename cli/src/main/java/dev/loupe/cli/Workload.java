package dev.loupe.cli;

import dev.loupe.graph.ParameterSource;
import dev.loupe.graph.Parameters;
import dev.loupe.graph.Plan;
import dev.loupe.graph.Plan.Mode;
import dev.loupe.graph.Program;
import dev.loupe.graph.pass.Passes;
import dev.loupe.kernel.Parallel;
import dev.loupe.models.ModelCard;
import dev.loupe.nn.CrossEntropy;
import dev.loupe.nn.Network;
import dev.loupe.nn.Optimiser;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/// A network's step over one fixed random batch, ready to be timed.
final class Workload {
  private static final float RATE = 1e-3f;
  private static final double LEAST_WARM_SECONDS = 5;
  private static final double MOST_WARM_SECONDS = 30;
  private static final int WARM_STEPS = 50;
  private static final int LEAST_STEPS = 5;

  private final Program program;
  private long step;

  private Workload(Program program) {
    this.program = program;
  }

  /// How long steps took.
  ///
  /// @param medianSeconds of a step
  /// @param steps how many were timed
  record Timing(double medianSeconds, int steps) {}

  /// Makes a network and its batch.
  ///
  /// @param mode `train` or `infer`
  /// @throws LoupeException if the mode is another
  static Workload of(ModelCard card, String mode, int batch, int threads, long seed) {
    Network network = card.network();
    boolean train = mode.equals("train");
    if (!train && !mode.equals("infer")) {
      throw LoupeException.unknown("mode", mode, List.of("train", "infer"));
    }
    Network.Training how =
        new Network.Training(CrossEntropy.of(), Optimiser.sgd(0.9f, 0), List.of());
    Plan plan =
        train
            ? Plan.of(Passes.training(network.training(batch, how)), Mode.FAST)
            : Plan.of(Passes.inference(network.inference(batch)), Mode.FAST);
    Seed numbers = Seed.of(seed);
    Parameters parameters =
        Parameters.of(plan.graph(), ParameterSource.random(numbers.child("weights")));
    Program program = new Program(plan, parameters, new Parallel(threads));
    Tensor input = program.input(Network.INPUT);
    for (int i = 0; i < input.length(); i++) {
      input.set(i, numbers.gaussian(i));
    }
    if (train) {
      Tensor target = program.input(Network.TARGET);
      for (int i = 0; i < target.length(); i++) {
        target.set(i, numbers.child("labels").below(i, card.classes()));
      }
      program.input(Network.LEARNING_RATE).set(0, RATE);
    }
    return new Workload(program);
  }

  /// Floating point operations of a step.
  long flops() {
    return program.plan().flops();
  }

  /// Warms up until the compiler has had its time, then times steps for so many seconds.
  Timing measure(double seconds) {
    warmUp(Math.min(LEAST_WARM_SECONDS, 5 * seconds));
    double[] times = new double[1024];
    int steps = 0;
    long start = System.nanoTime();
    while (since(start) < seconds || steps < LEAST_STEPS) {
      long before = System.nanoTime();
      program.run(step++);
      if (steps == times.length) {
        times = Arrays.copyOf(times, 2 * steps);
      }
      times[steps++] = since(before);
    }
    double[] sorted = Arrays.copyOf(times, steps);
    Arrays.sort(sorted);
    return new Timing((sorted[(steps - 1) / 2] + sorted[steps / 2]) / 2, steps);
  }

  /// For some seconds and at least 50 steps, but no more than 30 seconds.
  private void warmUp(double least) {
    long start = System.nanoTime();
    for (int i = 0; since(start) < least || i < WARM_STEPS; i++) {
      if (since(start) > MOST_WARM_SECONDS) {
        return;
      }
      program.run(step++);
    }
  }

  private static double since(long start) {
    return (System.nanoTime() - start) * 1e-9;
  }
}
