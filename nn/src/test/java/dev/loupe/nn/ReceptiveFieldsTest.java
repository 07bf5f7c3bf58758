package dev.loupe.nn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loupe.graph.Graph;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Fields beside those found by following every tap.
final class ReceptiveFieldsTest {
  private static final int LENGTH = 400;

  private record Stage(int kernel, int stride, int dilation, int padding) {
    Conv layer() {
      return Conv.of(2, kernel)
          .withStride(stride)
          .withDilation(dilation)
          .withPadding(Padding.of(padding));
    }
  }

  private static ReceptiveField field(Shape input, Layer layer) {
    Graph graph = new Network(input, layer).inference(1);
    int last = graph.outputs().getOrDefault(Network.LOGITS, -1);
    return ReceptiveFields.of(graph).field(last).orElseThrow();
  }

  /// The input indices that an output depends on, padding too.
  private static NavigableSet<Integer> follow(List<Stage> stages, int output) {
    NavigableSet<Integer> indices = new TreeSet<>(List.of(output));
    for (Stage s : stages.reversed()) {
      NavigableSet<Integer> before = new TreeSet<>();
      for (int p : indices) {
        for (int t = 0; t < s.kernel(); t++) {
          before.add(p * s.stride() + t * s.dilation() - s.padding());
        }
      }
      indices = before;
    }
    return indices;
  }

  @Test
  void chainsOfWindowsGiveWhatFollowingTheTapsGives() {
    for (int seed = 0; seed < 30; seed++) {
      Seed random = Seed.of(seed);
      List<Stage> stages = new ArrayList<>();
      List<Layer> layers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        int kernel = 1 + random.below(4L * i, 4);
        Stage stage =
            new Stage(
                kernel,
                1 + random.below(4 * i + 1, 2),
                1 + random.below(4 * i + 2, 3),
                random.below(4 * i + 3, kernel));
        stages.add(stage);
        layers.add(stage.layer());
      }
      ReceptiveField.Axis axis =
          field(Shape.of(LENGTH, 1), Sequential.of(layers.toArray(Layer[]::new))).axes().getFirst();
      for (int p = 0; p < 3; p++) {
        NavigableSet<Integer> seen = follow(stages, p);
        assertThat(axis.first() + p * axis.stride())
            .as("seed %d", seed)
            .isEqualTo((double) seen.first());
        assertThat(axis.last() + p * axis.stride())
            .as("seed %d", seed)
            .isEqualTo((double) seen.last());
      }
    }
  }

  @Test
  void pathsThatMeetGiveTheLargerField() {
    Layer body = Sequential.of(Conv.of(4, 3), Conv.of(4, 3));
    assertThat(field(Shape.of(20, 20, 4), Residual.of(body)).toString()).isEqualTo("5x5 by 1x1");
  }

  @Test
  void aDenseLayerSeesAll() {
    Layer layers =
        Sequential.of(Conv.of(4, 3).withPadding(Padding.valid()), Flatten.of(), Dense.of(3));
    assertThat(field(Shape.of(9, 7, 2), layers).toString()).isEqualTo("9x7");
  }

  @Test
  void globalPoolingSeesAll() {
    Layer layers =
        Sequential.of(
            Conv.of(4, 3).withPadding(Padding.valid()), GlobalAveragePool.of(), Dense.of(3));
    assertThat(field(Shape.of(9, 9, 9, 1), layers).toString()).isEqualTo("9x9x9");
  }

  @Test
  void enlargingHalvesTheStride() {
    Layer layers = Sequential.of(MaxPool.of(2), ConvTranspose.of(4, 2).withStride(2));
    assertThat(field(Shape.of(16, 16, 3), layers).toString()).isEqualTo("2x2 by 1x1");
  }

  @Test
  void normalisationLeavesTheFieldAsItIs() {
    Layer layers = Sequential.of(Conv.of(4, 3), GroupNorm.of(2), Nonlinearity.RELU);
    assertThat(field(Shape.of(16, 16, 3), layers).toString()).isEqualTo("3x3 by 1x1");
  }
}
