package dev.loupe.bench;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/// How JMH runs all benchmarks here, and what they count.
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 8, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public abstract class OneCoreBenchmark {
  private long flops;
  private long bytes;

  /// Counts nothing yet.
  protected OneCoreBenchmark() {}

  /// What one run does.
  ///
  /// @param runFlops floating point operations
  /// @param runBytes of inputs and output
  final void counts(long runFlops, long runBytes) {
    flops = runFlops;
    bytes = runBytes;
  }

  final void run(@Nullable Runnable task, Work work) {
    if (task == null) {
      throw new IllegalStateException(
          "there is nothing to run: see what was said when it was set up");
    }
    task.run();
    work.gflop += flops * 1e-9;
    work.gigabyte += bytes * 1e-9;
  }
}
