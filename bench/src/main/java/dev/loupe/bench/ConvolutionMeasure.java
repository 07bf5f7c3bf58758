package dev.loupe.bench;

import dev.loupe.bench.OneDnnConvolution.Algorithm;
import dev.loupe.bench.Stopwatch.Task;
import dev.loupe.bench.Stopwatch.Timing;
import dev.loupe.kernel.ConvolutionReference.Direction;
import dev.loupe.kernel.Convolutions;
import dev.loupe.kernel.KernelPolicy;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import dev.loupe.testkit.problems.NetworkLayer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Times one geometry in one direction: Loupe, oneDNN and the core's peak, in turn.
final class ConvolutionMeasure {
  private static final double PEAK_SECONDS = 0.02;
  private static final double TRIAL_SECONDS = 0.03;

  private final @Nullable OneDnn library;
  private final String missing;
  private final int rounds;
  private final double seconds;
  private final double warmSeconds;
  private final boolean packed;
  private final Peak peak = new Peak();

  /// @param library null where oneDNN is missing
  /// @param missing why it is
  /// @param rounds how often each takes its turn
  /// @param seconds how long each is timed, all rounds together
  /// @param warmSeconds how long Loupe warms up at least
  /// @param packed whether Loupe's weights are packed beforehand
  ConvolutionMeasure(
      @Nullable OneDnn library,
      String missing,
      int rounds,
      double seconds,
      double warmSeconds,
      boolean packed) {
    this.library = library;
    this.missing = missing;
    this.rounds = rounds;
    this.seconds = seconds;
    this.warmSeconds = warmSeconds;
    this.packed = packed;
    Stopwatch.warmUp(peak, warmSeconds);
  }

  ConvolutionResult measure(ConvolutionCase measured, Direction direction) {
    NetworkLayer layer = measured.layer();
    BoundKernel kernel = bind(layer, direction, packed);
    String implementation = missing;
    OneDnnConvolution other = null;
    try {
      if (library != null) {
        other = fastest(library, layer, direction, kernel);
        implementation = other.implementation();
      }
    } catch (OneDnnMissing e) {
      implementation = e.reason();
    }
    Stopwatch.warmUp(kernel, warmSeconds);
    List<Task> tasks = new ArrayList<>();
    tasks.add(new Task(kernel, seconds));
    tasks.add(new Task(peak, PEAK_SECONDS));
    if (other != null) {
      tasks.add(new Task(other, seconds));
    }
    List<Timing> timings = Stopwatch.inTurn(tasks, rounds);
    if (other != null) {
      other.close();
    }
    double gflop = layer.flops() * 1e-9;
    Timing loupe = timings.get(0);
    Timing oneDnn = other == null ? null : timings.get(2);
    return new ConvolutionResult(
        measured.uses(),
        name(direction),
        layer.row().name(),
        layer.row().source().size(0),
        gflop,
        kernel.name(),
        gflop / loupe.seconds(),
        loupe.spread(),
        Stopwatch.allocated(kernel),
        peak.flops() * 1e-9 / timings.get(1).seconds(),
        gflop / (peak.flops() * 1e-9) * loupe.ratio(timings.get(1)),
        implementation,
        oneDnn == null ? null : gflop / oneDnn.seconds(),
        oneDnn == null ? null : oneDnn.spread(),
        oneDnn == null ? null : loupe.ratio(oneDnn));
  }

  /// Loupe's kernel with inputs that are not all alike.
  static BoundKernel bind(NetworkLayer layer, Direction direction, boolean packed) {
    List<Shape> inputs = layer.inputs(direction);
    BoundKernel kernel =
        BoundKernel.of(
            Convolutions.catalog(direction).choose(layer.geometry(), KernelPolicy.FASTEST),
            inputs,
            layer.op(direction).infer(inputs),
            packed);
    for (int i = 0; i < inputs.size(); i++) {
      fill(kernel.input(i));
    }
    kernel.prepare();
    return kernel;
  }

  /// The algorithm of oneDNN that is fastest here.
  static OneDnnConvolution fastest(
      OneDnn library, NetworkLayer layer, Direction direction, BoundKernel kernel)
      throws OneDnnMissing {
    OneDnnConvolution best = null;
    double bestTime = Double.MAX_VALUE;
    for (Algorithm algorithm : Algorithm.values()) {
      OneDnnConvolution next;
      try {
        next = new OneDnnConvolution(library, layer.row(), direction, algorithm);
      } catch (OneDnnMissing e) {
        if (best == null && algorithm == Algorithm.AUTO) {
          throw e;
        }
        continue;
      }
      if (best != null && best.implementation().equals(next.implementation())) {
        next.close();
        continue;
      }
      next.input(0, kernel.input(0));
      next.input(1, kernel.input(1));
      Stopwatch.round(next, TRIAL_SECONDS);
      double time = Stopwatch.round(next, TRIAL_SECONDS);
      if (best == null || time < bestTime) {
        if (best != null) {
          best.close();
        }
        best = next;
        bestTime = time;
      } else {
        next.close();
      }
    }
    if (best == null) {
      throw new IllegalStateException("no algorithm was tried");
    }
    return best;
  }

  private static String name(Direction direction) {
    return direction.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /// Values between -1 and 1 with no pattern that matters.
  private static void fill(Tensor t) {
    int state = 12345;
    for (int i = 0; i < t.length(); i++) {
      state = state * 1664525 + 1013904223;
      t.set(i, (state >> 8) * 0x1p-23f);
    }
  }
}
