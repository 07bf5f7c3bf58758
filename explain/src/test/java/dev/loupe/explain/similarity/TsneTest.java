package dev.loupe.explain.similarity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loupe.kernel.Parallel;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import org.junit.jupiter.api.Test;

class TsneTest {
  private static final Tsne HOW = new Tsne(10, 200);

  /// Every second point lies around another centre.
  private static Tensor clusters(int n, int dimensions) {
    Tensor points = Tensor.zeros(Shape.of(n, dimensions));
    for (int i = 0; i < points.length(); i++) {
      int cluster = i / dimensions % 2;
      points.set(i, Seed.of(3).gaussian(i) + 4 * cluster);
    }
    return points;
  }

  private static Tensor map(int threads, long seed) {
    return HOW.map(clusters(80, 8), Seed.of(seed), new Parallel(threads), (done, total) -> {});
  }

  @Test
  void twoClustersStayApart() {
    Tensor map = map(1, 1);
    for (int i = 0; i < 80; i++) {
      int nearest = -1;
      double least = Double.MAX_VALUE;
      for (int j = 0; j < 80; j++) {
        double dx = map.get(2 * i) - map.get(2 * j);
        double dy = map.get(2 * i + 1) - map.get(2 * j + 1);
        if (j != i && dx * dx + dy * dy < least) {
          least = dx * dx + dy * dy;
          nearest = j;
        }
      }
      assertThat(nearest % 2).as("point %d", i).isEqualTo(i % 2);
    }
    double[] centres = new double[4];
    double spread = 0;
    for (int i = 0; i < 160; i++) {
      centres[i / 2 % 2 * 2 + i % 2] += map.get(i) / 40;
    }
    for (int i = 0; i < 160; i++) {
      double d = map.get(i) - centres[i / 2 % 2 * 2 + i % 2];
      spread += d * d / 80;
    }
    double apart = Math.hypot(centres[0] - centres[2], centres[1] - centres[3]);
    assertThat(apart).isGreaterThan(2 * Math.sqrt(spread));
  }

  @Test
  void theSeedDecidesAloneNotTheThreads() {
    assertThat(map(3, 1)).isEqualTo(map(1, 1));
    assertThat(map(1, 2)).isNotEqualTo(map(1, 1));
  }

  @Test
  void mistakesAreNamed() {
    assertThatThrownBy(() -> new Tsne(1, 10))
        .isInstanceOf(LoupeException.class)
        .hasMessage(
            "a map can't be made so\n"
                + "  expected: a perplexity of at least 2, at least 1 step\n"
                + "  got: perplexity 1.0, 10 steps");
    assertThatThrownBy(
            () ->
                HOW.map(
                    Tensor.zeros(Shape.of(3, 2)), Seed.of(1), new Parallel(1), (done, total) -> {}))
        .hasMessage(
            "a map of so many points can't be made\n  expected: 4 to 2000 points\n  got: 3");
  }
}
