package dev.loupe.testkit.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loupe.explain.Lens;
import dev.loupe.explain.Target;
import dev.loupe.explain.attention.AttentionDistance;
import dev.loupe.explain.attention.Attentions;
import dev.loupe.explain.attention.PositionSimilarity;
import dev.loupe.explain.method.AttentionMap;
import dev.loupe.explain.method.Attribution;
import dev.loupe.explain.method.GradCam;
import dev.loupe.explain.method.GradientAttention;
import dev.loupe.explain.method.Method;
import dev.loupe.explain.method.Rollout;
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

/// Attention in transformers for signals, pictures and volumes, with a class token, with two, and
/// with sequence pooling, against PyTorch, as `golden_attention.py` wrote it from the papers.
final class GoldenAttentionTest {
  /// A share of the largest value. PyTorch computed in double precision.
  private static final double TOLERANCE = 1e-4;

  private static final GoldenFile FILE = GoldenFile.read("attention.txt");
  private static final Map<String, Integer> CLASSES = Map.of("vit1d", 2, "vit3d", 11);

  static Set<String> names() {
    return FILE.cases().keySet();
  }

  @ParameterizedTest
  @MethodSource("names")
  void looksAsItsPaperSays(String name) {
    Map<String, Golden> golden = FILE.get(name);
    double[] setup = get(golden, "setup").values();
    int[] x =
        Arrays.stream(get(golden, "rollout").shape().split("x", -1))
            .mapToInt(Integer::parseInt)
            .toArray();
    int[] input = Arrays.copyOfRange(x, 2, x.length + 1);
    input[input.length - 1] = name.equals("vit1d") || name.equals("vit3d") ? 1 : 3;
    Network network = Models.get(name).network(Shape.of(input), CLASSES.getOrDefault(name, 10));
    Parameters parameters =
        Parameters.of(network.inference(1), GoldenData.parameters(name, setup[1]));
    Lens lens = Lens.of(network, parameters, new Parallel(2));
    Tensor samples = Tensor.zeros(network.input().prepend(1));
    GoldenData.fill(name + "/x", samples, 1);
    Tensor sample = samples.item(0);
    Target target = new Target.Output((int) setup[0]);

    Attentions attentions = Attentions.of(lens, sample);
    check(golden, "first", attentions.layers().getFirst().values());
    check(golden, "last", attentions.layers().getLast().values());
    for (Method m :
        new Method[] {AttentionMap.USUAL, new Rollout(), new GradientAttention(), GradCam.USUAL}) {
      Attribution a = m.explain(lens, sample, target);
      check(golden, m.name(), a.map());
    }
    AttentionDistance distance = AttentionDistance.of(attentions, network.input());
    float[] heads =
        floats(Arrays.stream(distance.heads()).flatMapToDouble(Arrays::stream).toArray());
    get(golden, "distance").check("distance", heads, TOLERANCE);
    // Positions that are interpolated for another grid are not those of the file.
    assertThat(PositionSimilarity.of(lens)).isPresent();
    if (golden.containsKey("cosines")) {
      check(golden, "cosines", PositionSimilarity.of(lens).orElseThrow().cosines());
    }
  }

  private static float[] floats(double[] values) {
    float[] all = new float[values.length];
    IntStream.range(0, all.length).forEach(i -> all[i] = (float) values[i]);
    return all;
  }

  private static void check(Map<String, Golden> golden, String what, Tensor got) {
    get(golden, what).check(what, got.toArray(), TOLERANCE);
  }

  private static Golden get(Map<String, Golden> golden, String what) {
    return Objects.requireNonNull(golden.get(what), what);
  }
}
