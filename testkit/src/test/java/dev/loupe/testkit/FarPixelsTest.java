package dev.loupe.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loupe.graph.GraphBuilder;
import dev.loupe.graph.ParameterSource;
import dev.loupe.graph.Parameters;
import dev.loupe.graph.Plan;
import dev.loupe.graph.Plan.Mode;
import dev.loupe.graph.Program;
import dev.loupe.graph.Value;
import dev.loupe.graph.op.Convolution;
import dev.loupe.kernel.Parallel;
import dev.loupe.kernel.Window;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// 1x1 convolutions of pixels that no near cache holds are cut in another way than those of few:
/// the bits of a whole picture are those of its parts.
final class FarPixelsTest {
  private static final int HEIGHT = 240;
  private static final int WIDTH = 243;
  private static final int PARTS = 8;

  @ParameterizedTest
  @CsvSource({"16, 24", "16, 40", "33, 16", "16, 96", "200, 16"})
  void aPictureHasTheBitsOfItsParts(int from, int to) {
    Seed seed = Seed.of(3);
    float[] source = new float[HEIGHT * WIDTH * from];
    for (int i = 0; i < source.length; i++) {
      source[i] = seed.gaussian(i);
    }
    float[] whole = convolve(source, HEIGHT, from, to);
    int step = source.length / PARTS;
    for (int p = 0; p < PARTS; p++) {
      float[] part = Arrays.copyOfRange(source, p * step, (p + 1) * step);
      int length = whole.length / PARTS;
      assertThat(convolve(part, HEIGHT / PARTS, from, to))
          .isEqualTo(Arrays.copyOfRange(whole, p * length, (p + 1) * length));
    }
  }

  private static float[] convolve(float[] source, int height, int from, int to) {
    GraphBuilder b = new GraphBuilder();
    Value x = b.input("x", Shape.of(1, height, WIDTH, from));
    Value w = b.input("w", Shape.of(1, 1, from, to));
    b.output("y", b.apply(new Convolution(Window.of(2, 1, 1, 0), 1), x, w));
    Plan plan = Plan.of(b.build(), Mode.FAST);
    assertThat(plan.steps().getFirst().choice().name()).isEqualTo("points");
    Parameters none = Parameters.of(plan.graph(), ParameterSource.random(Seed.of(5)));
    Program program = new Program(plan, none, new Parallel(2));
    Tensor input = program.input("x");
    for (int i = 0; i < source.length; i++) {
      input.set(i, source[i]);
    }
    Tensor weights = program.input("w");
    Seed seed = Seed.of(4);
    for (int i = 0; i < weights.length(); i++) {
      weights.set(i, seed.gaussian(i));
    }
    program.run();
    Tensor y = program.output("y");
    return Arrays.copyOfRange(y.data(), y.offset(), y.offset() + y.length());
  }
}
