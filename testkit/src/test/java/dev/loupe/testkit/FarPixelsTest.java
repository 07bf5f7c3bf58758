package dev.loupe.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loupe.graph.Computation;
import dev.loupe.graph.GraphBuilder;
import dev.loupe.graph.ParameterSource;
import dev.loupe.graph.Parameters;
import dev.loupe.graph.Plan;
import dev.loupe.graph.Plan.Mode;
import dev.loupe.graph.Program;
import dev.loupe.graph.Value;
import dev.loupe.graph.op.Convolution;
import dev.loupe.graph.op.ConvolutionBackData;
import dev.loupe.graph.op.ConvolutionBackWeights;
import dev.loupe.kernel.Parallel;
import dev.loupe.kernel.Window;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Kernels cut pixels that no near cache holds in another way than few, and read them ahead: the
/// bits of a whole batch are those of its samples, and, of small integers, so are its weights'
/// gradients.
final class FarPixelsTest {
  private static final int BATCH = 8;
  private static final int HEIGHT = 30;
  private static final int WIDTH = 243;

  @ParameterizedTest
  @CsvSource({"16, 24", "16, 40", "33, 16", "16, 96", "200, 16"})
  void pixelsOfOneTap(int from, int to) {
    Computation c = new Convolution(Window.of(2, 1, 1, 0), 1);
    Shape x = Shape.of(BATCH, HEIGHT, WIDTH, from);
    same(c, "points", x, Shape.of(1, 1, from, to));
  }

  @ParameterizedTest
  @CsvSource({"1, 24", "2, 40", "1, 72"})
  void depthwise(int stride, int channels) {
    Window window = Window.of(2, 3, stride, 1);
    Shape x = Shape.of(BATCH, 4 * HEIGHT, WIDTH, channels);
    Shape w = Shape.of(3, 3, 1, channels);
    Convolution forward = new Convolution(window, channels);
    same(forward, "depthwise", x, w);
    Shape y = forward.infer(List.of(x, w));
    List<Integer> sizes = List.of(x.size(1), x.size(2));
    same(new ConvolutionBackData(window, channels, sizes), "depthwise", y, w);
    Computation back = new ConvolutionBackWeights(window, channels);
    float[] whole = run(back, "depthwise runs", BATCH, x, y, -1);
    float[] sum = new float[whole.length];
    for (int n = 0; n < BATCH; n++) {
      float[] one = run(back, "depthwise runs", 1, x, y, n);
      for (int i = 0; i < sum.length; i++) {
        sum[i] += one[i];
      }
    }
    assertThat(whole).isEqualTo(sum);
  }

  private static void same(Computation c, String kernel, Shape x, Shape w) {
    float[] whole = run(c, kernel, BATCH, x, w, -1);
    int length = whole.length / BATCH;
    for (int n = 0; n < BATCH; n++) {
      assertThat(run(c, kernel, 1, x, w, n))
          .isEqualTo(Arrays.copyOfRange(whole, n * length, (n + 1) * length));
    }
  }

  /// Runs an op over all samples, or over one of the same samples.
  private static float[] run(
      Computation c, String kernel, int batch, Shape x, Shape other, int sample) {
    GraphBuilder b = new GraphBuilder();
    boolean both = other.size(0) == BATCH;
    Value first = b.input("x", sized(x, batch));
    Value second = b.input("w", both ? sized(other, batch) : other);
    b.output("y", b.apply(c, first, second));
    Plan plan = Plan.of(b.build(), Mode.FAST);
    assertThat(plan.steps().getFirst().choice().name()).isEqualTo(kernel);
    Parameters none = Parameters.of(plan.graph(), ParameterSource.random(Seed.of(5)));
    Program program = new Program(plan, none, new Parallel(2));
    fill(program.input("x"), sample);
    fill(program.input("w"), both ? sample : -1);
    program.run();
    Tensor y = program.output("y");
    return Arrays.copyOfRange(y.data(), y.offset(), y.offset() + y.length());
  }

  private static Shape sized(Shape s, int batch) {
    return Shape.of(batch, s.size(1), s.size(2), s.size(3));
  }

  /// Small integers, those of one sample where it is not negative.
  private static void fill(Tensor t, int sample) {
    Seed seed = Seed.of(3);
    long from = (long) Math.max(0, sample) * t.length();
    for (int i = 0; i < t.length(); i++) {
      t.set(i, Math.round(seed.gaussian(from + i)));
    }
  }
}
