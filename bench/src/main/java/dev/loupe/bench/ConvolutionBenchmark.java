package dev.loupe.bench;

import dev.loupe.kernel.ConvolutionReference.Direction;
import dev.loupe.tensor.Shape;
import dev.loupe.testkit.problems.NetworkLayer;
import dev.loupe.testkit.problems.NetworkLayers;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// Convolutions of networks, by Loupe and by oneDNN.
@State(Scope.Thread)
public class ConvolutionBenchmark extends OneCoreBenchmark {
  /// Network and layer, as [Benchmarks] lists them.
  @Param("resnet20 3x3 16-16 at 32x32")
  public String layer = "";

  /// What is computed.
  @Param({"FORWARD", "BACK_DATA", "BACK_WEIGHTS"})
  public Direction direction = Direction.FORWARD;

  /// Samples in a run.
  @Param("8")
  public int batch = 1;

  private @Nullable BoundKernel kernel;
  private @Nullable OneDnnConvolution peer;

  /// Nothing is set up yet.
  public ConvolutionBenchmark() {}

  /// The name of a layer here.
  static String name(NetworkLayer layer) {
    return layer.net() + " " + layer.row().name();
  }

  /// Binds both kernels.
  @Setup
  public void setUp() {
    NetworkLayer measured =
        NetworkLayers.all().stream()
            .filter(l -> name(l).equals(layer))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no layer '" + layer + "'"))
            .atBatch(batch);
    BoundKernel loupe = ConvolutionMeasure.bind(measured, direction, false);
    long elements = loupe.output().shape().elements();
    for (Shape input : measured.inputs(direction)) {
      elements += input.elements();
    }
    counts(measured.flops(), 4 * elements);
    kernel = loupe;
    try {
      peer = ConvolutionMeasure.fastest(OneDnn.load(), measured, direction, loupe);
    } catch (OneDnnMissing e) {
      System.err.println(e.reason());
    }
  }

  /// Gives oneDNN's memory back.
  @TearDown
  public void tearDown() {
    if (peer != null) {
      peer.close();
    }
  }

  /// Loupe, the packing of weights included.
  @Benchmark
  public void loupe(Work work) {
    run(kernel, work);
  }

  /// oneDNN, in its own layouts.
  @Benchmark
  public void oneDnn(Work work) {
    run(peer, work);
  }
}
