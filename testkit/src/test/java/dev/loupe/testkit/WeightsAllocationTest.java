package dev.loupe.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loupe.kernel.Catalog.Choice;
import dev.loupe.kernel.ConvolutionReference.Direction;
import dev.loupe.kernel.Convolutions;
import dev.loupe.kernel.Kernel;
import dev.loupe.kernel.KernelPolicy;
import dev.loupe.kernel.Operands;
import dev.loupe.tensor.Shape;
import dev.loupe.testkit.problems.NetworkLayer;
import dev.loupe.testkit.problems.NetworkLayers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Weights' gradients allocate nothing under the options that `./loupe` gives to the JVM, one
/// kernel in a process: where they did, the JIT had inlined less than it does in a whole training.
class WeightsAllocationTest {
  private static final String OPTIONS = "@../cli/src/main/sh/jvm.options";
  // Operations of a run: pictures are cut to what makes compiled code soon.
  private static final long MOST = 40_000_000;

  @ParameterizedTest
  @ValueSource(strings = {"ecg1d", "lenet5"})
  void gradientsAllocateNothing(String net) throws Exception {
    assertThat(OwnProcess.prints(WeightsAllocationTest.class, List.of(OPTIONS), net))
        .isEqualTo("0 bytes");
  }

  /// Prints how many bytes 20 runs of the kernels of a network's layers allocate.
  public static void main(String[] arguments) {
    List<Runnable> layers =
        NetworkLayers.of(arguments[0]).stream()
            .filter(l -> l.row().groups() == 1)
            .map(l -> bound(l.atBatch(8).cropped(MOST)))
            .toList();
    for (Runnable layer : layers) {
      OwnProcess.leastBytes(20, i -> layer.run());
    }
    long bytes = OwnProcess.leastBytes(20, i -> layers.forEach(Runnable::run));
    System.out.println(bytes + " bytes");
  }

  private static Runnable bound(NetworkLayer layer) {
    Choice choice =
        Convolutions.catalog(Direction.BACK_WEIGHTS).choose(layer.geometry(), KernelPolicy.best());
    Kernel kernel = choice.kernel();
    List<float[]> arrays = new ArrayList<>();
    for (Shape shape : layer.inputs(Direction.BACK_WEIGHTS)) {
      arrays.add(new float[Math.toIntExact(shape.elements())]);
    }
    arrays.add(new float[Math.toIntExact(layer.row().weights().elements())]);
    arrays.add(new float[Math.toIntExact(kernel.workspace())]);
    Operands operands = new Operands(arrays.toArray(float[][]::new), new int[arrays.size()]);
    float[] scratch = new float[kernel.scratch()];
    return () -> {
      for (int phase = 0; phase < kernel.phases(); phase++) {
        for (int piece = 0; piece < kernel.pieces(phase); piece++) {
          kernel.run(phase, piece, operands, scratch);
        }
      }
    };
  }
}
