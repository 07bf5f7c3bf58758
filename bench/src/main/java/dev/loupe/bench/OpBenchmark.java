package dev.loupe.bench;

import dev.loupe.kernel.KernelPolicy;
import dev.loupe.tensor.Tensor;
import dev.loupe.testkit.problems.NetworkOp;
import dev.loupe.testkit.problems.NetworkOps;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// Ops of networks other than convolutions: matrix products, pooling, batch normalisation, loss,
/// optimiser.
@State(Scope.Thread)
public class OpBenchmark extends OneCoreBenchmark {
  /// The op, as [Benchmarks] lists them.
  @Param("lenet5 MatrixMultiply of 128x400 and 400x120")
  public String op = "";

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
    counts(measured.flops(), measured.bytes());
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
    run(kernel, work);
  }
}
