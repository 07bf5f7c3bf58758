package dev.loupe.bench;

import dev.loupe.kernel.KernelPolicy;
import dev.loupe.tensor.Tensor;
import dev.loupe.testkit.problems.NetworkOp;
import dev.loupe.testkit.problems.NetworkOps;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Ops of networks other than convolutions: matrix products, pooling, batch normalisation, loss,
/// optimiser.
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 8, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class OpBenchmark {
  /// The op, as [Benchmarks] lists them.
  @Param("lenet5 MatrixMultiply of 128x400 and 400x120")
  public String op = "";

  private long flops;
  private long bytes;
  private @Nullable BoundKernel kernel;

  /// Nothing is set up yet.
  public OpBenchmark() {}

  /// Binds the kernel.
  @Setup
  public void setUp() {
    NetworkOp measured =
        NetworkOps.all().stream()
            .filter(o -> o.name().equals(op))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no op '" + op + "'"));
    flops = measured.flops();
    bytes = measured.bytes();
    BoundKernel bound =
        BoundKernel.of(
            measured.op().kernel(measured.inputs(), measured.output(), KernelPolicy.FASTEST),
            measured.inputs(),
            measured.output(),
            false);
    List<Tensor> values = measured.tensors();
    for (int i = 0; i < values.size(); i++) {
      bound.input(i).copyFrom(values.get(i));
    }
    kernel = bound;
  }

  /// Loupe.
  @Benchmark
  public void loupe(Work work) {
    BoundKernel bound = kernel;
    if (bound == null) {
      throw new IllegalStateException("not set up");
    }
    bound.run();
    work.add(flops, bytes);
  }
}
