package dev.loupe.testkit.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.loupe.explain.Lens;
import dev.loupe.explain.Target;
import dev.loupe.explain.method.Attribution;
import dev.loupe.explain.method.Attribution.Completeness;
import dev.loupe.explain.method.Baseline;
import dev.loupe.explain.method.GradCam;
import dev.loupe.explain.method.GradCamPlusPlus;
import dev.loupe.explain.method.GuidedBackpropagation;
import dev.loupe.explain.method.IntegratedGradients;
import dev.loupe.explain.method.LayerCam;
import dev.loupe.explain.method.Method;
import dev.loupe.explain.method.Saliency;
import dev.loupe.graph.Parameters;
import dev.loupe.kernel.Parallel;
import dev.loupe.models.Models;
import dev.loupe.nn.Network;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import dev.loupe.testkit.golden.GoldenFile.Golden;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Explanations of 1-D, 2-D and 3-D networks against PyTorch, as `golden_explain.py` wrote them
/// from the papers: gradients, guided gradients, integrated gradients and class activation maps.
final class GoldenExplainTest {
  /// A share of the largest value. PyTorch computed in double precision, for inputs at which no
  /// rectifier's value lies so near to 0 that rounding takes it to the other side.
  private static final double TOLERANCE = 1e-4;

  private static final int STEPS = 8;
  private static final GoldenFile FILE = GoldenFile.read("explain.txt");
  private static final Parallel TEAM = new Parallel(2);

  static Set<String> names() {
    return FILE.cases().keySet();
  }

  @ParameterizedTest
  @MethodSource("names")
  void explainsAsItsPaperSays(String name) {
    Map<String, Golden> golden = FILE.get(name);
    double[] setup = get(golden, "setup").values();
    int[] x = numbers(get(golden, "saliency").shape());
    int[] input = Arrays.copyOfRange(x, 2, x.length + 1);
    input[input.length - 1] = x[1];
    Network network =
        Models.get(name).network(Shape.of(input), name.startsWith("resnet1d") ? 2 : 10);
    Parameters parameters =
        Parameters.of(network.inference(1), GoldenData.parameters(name, setup[1]));
    Lens lens = Lens.of(network, parameters, TEAM);
    Tensor samples = Tensor.zeros(network.input().prepend(1));
    GoldenData.fill(name + "/x" + (int) setup[2], samples, 1);
    Tensor sample = samples.item(0);
    Target target = new Target.Output((int) setup[0]);

    values(golden, new Saliency().explain(lens, sample, target));
    values(golden, new GuidedBackpropagation().explain(lens, sample, target));
    Attribution integrated =
        new IntegratedGradients(STEPS, Baseline.ZERO).explain(lens, sample, target);
    values(golden, integrated);
    Completeness sum = integrated.completeness().orElseThrow();
    Golden gap = get(golden, "gap");
    // The difference of two scores: its rounding is theirs.
    double size = Math.max(gap.largest(), Math.abs(integrated.score()));
    assertThat(sum.sum()).isCloseTo(gap.values()[0], within(TOLERANCE * size));
    assertThat(sum.difference()).isCloseTo(gap.values()[1], within(TOLERANCE * size));
    for (Method m : new Method[] {GradCam.USUAL, GradCamPlusPlus.USUAL, LayerCam.USUAL}) {
      values(golden, m.explain(lens, sample, target));
    }
  }

  private static void values(Map<String, Golden> golden, Attribution a) {
    Tensor values = a.values();
    int rank = values.shape().rank();
    int[] order = IntStream.range(0, rank).map(i -> i == 0 ? rank - 1 : i - 1).toArray();
    String name = a.method().name();
    get(golden, name).check(name, GoldenData.read(values, order), TOLERANCE);
  }

  private static Golden get(Map<String, Golden> golden, String what) {
    return Objects.requireNonNull(golden.get(what), what);
  }

  private static int[] numbers(String shape) {
    return Arrays.stream(shape.split("x", -1)).mapToInt(Integer::parseInt).toArray();
  }
}
