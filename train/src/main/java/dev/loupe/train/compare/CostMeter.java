package dev.loupe.train.compare;

import dev.loupe.graph.Graph;
import dev.loupe.graph.ParameterSource;
import dev.loupe.graph.Parameters;
import dev.loupe.graph.Plan;
import dev.loupe.graph.Plan.Mode;
import dev.loupe.graph.Program;
import dev.loupe.graph.Source;
import dev.loupe.graph.pass.Passes;
import dev.loupe.kernel.Parallel;
import dev.loupe.nn.Network;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Tensor;
import dev.loupe.train.Trainer;
import dev.loupe.train.metrics.Interval;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Finds out what a model takes: counted where it can be, else measured on random values.
final class CostMeter {
  private static final int MANY = 64;
  private static final int LEAST_RUNS = 5;

  // Most of it goes by unused: a warm-up ends when steps get no faster.
  private static final int WARM_UP = 6;

  private final int threads;
  private final double seconds;

  /// @param seconds how long each figure is measured, after a warm-up of up to six times that
  CostMeter(int threads, double seconds) {
    this.threads = threads;
    this.seconds = seconds;
  }

  /// The cost of an entrant's trainer.
  Cost of(String name, Trainer trainer) {
    Network network = trainer.network();
    Plan one = inference(network, 1);
    Plan many = inference(network, MANY);
    Plan step =
        Plan.of(Passes.training(network.training(trainer.batch(), trainer.how())), Mode.FAST);
    Parallel team = new Parallel(threads);
    List<Double> each = seconds(one, team);
    List<Double> all = seconds(many, team);
    long learned =
        network.inference(1).variables().stream()
            .filter(v -> v.role().trainable())
            .mapToLong(v -> v.shape().elements())
            .sum();
    return new Cost(
        name,
        learned,
        one.flops(),
        step.flops(),
        trainer.batch(),
        trainer.memory().total(),
        one.bytes() + one.variableBytes(),
        quartiles(each, s -> 1000 * s),
        quartiles(all, s -> MANY / s),
        quartiles(seconds(step, team), s -> s).value());
  }

  private static Plan inference(Network network, int batch) {
    return Plan.of(Passes.inference(network.inference(batch)), Mode.FAST);
  }

  /// How long runs take.
  private List<Double> seconds(Plan plan, Parallel team) {
    Graph graph = plan.graph();
    Parameters parameters = Parameters.of(graph, ParameterSource.random(Seed.of(0)));
    Program program = new Program(plan, parameters, team);
    Tensor input = program.input(Network.INPUT);
    Seed seed = Seed.of(1);
    for (int i = 0; i < input.length(); i++) {
      input.set(i, seed.gaussian(i));
    }
    for (dev.loupe.graph.Node n : graph.nodes()) {
      // A rate of 0, classes of 0: a step changes nothing, and takes as long as any.
      if (n.op() instanceof Source.Input in && !in.label().equals(Network.INPUT)) {
        program.input(in.label()).fill(0);
      }
    }
    program.warmUp(WARM_UP * seconds);
    List<Double> times = new ArrayList<>();
    long start = System.nanoTime();
    while (times.size() < LEAST_RUNS || System.nanoTime() - start < seconds * 1e9) {
      long before = System.nanoTime();
      program.run();
      times.add((System.nanoTime() - before) / 1e9);
    }
    Collections.sort(times);
    return times;
  }

  private static Interval quartiles(
      List<Double> sorted, java.util.function.DoubleUnaryOperator figure) {
    int n = sorted.size();
    double a = figure.applyAsDouble(sorted.get(n / 4));
    double b = figure.applyAsDouble(sorted.get(3 * n / 4));
    double middle = figure.applyAsDouble(sorted.get(n / 2));
    return new Interval(middle, Math.min(a, b), Math.max(a, b));
  }
}
