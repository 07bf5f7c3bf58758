package dev.loupe.explain.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.loupe.kernel.Window;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import org.junit.jupiter.api.Test;

class FilterFiguresTest {
  private static FilterBank bank(Tensor weights) {
    int kernel = weights.shape().size(0);
    int rank = weights.shape().rank() - 2;
    return new FilterBank("conv", Window.of(rank, kernel, 1, kernel / 2), 1, weights, true);
  }

  private static Tensor grey(Pattern... patterns) {
    return coloured(new double[] {1}, patterns);
  }

  private static Tensor coloured(double[] colour, Pattern... patterns) {
    int k = patterns[0].shape().size(0);
    Tensor w = Tensor.zeros(Shape.of(k, k, colour.length, patterns.length));
    for (int i = 0; i < w.length(); i++) {
      Pattern p = patterns[i % patterns.length];
      int c = i / patterns.length % colour.length;
      w.set(i, (float) (p.values()[i / patterns.length / colour.length] * colour[c]));
    }
    return w;
  }

  private static PictureFigures only(Tensor weights) {
    return (PictureFigures) EdgeShare.of(bank(weights), 2, Seed.of(1)).figures().getFirst();
  }

  private static double apart(double a, double b, double full) {
    double d = Math.abs(a - b) % full;
    return Math.min(d, full - d);
  }

  @Test
  void wavesComeBackWithTheirOrientationFrequencyAndPhase() {
    for (int k : new int[] {3, 5, 7, 11}) {
      for (int i = 0; i < 24; i++) {
        double orientation = 180 * Seed.of(k).uniform(3L * i);
        double phase = 360 * Seed.of(k).uniform(3L * i + 1);
        double frequency = k == 3 ? 0.36 : 1.2 / k + 0.1 * Seed.of(k).uniform(3L * i + 2);
        Gabor g = new Gabor(orientation, frequency, phase, k / 3.0, 1, 0, 0);
        PictureFigures f = only(grey(g.drawn(k, k)));
        assertThat(f.edge()).as("%s", g).isGreaterThan(0.97);
        assertThat(apart(f.fit().gabor().orientation(), orientation, 180))
            .as("%s %s", g, f)
            .isLessThan(4);
        if (k > 3) {
          assertThat(f.fit().gabor().frequency()).as("%s", g).isCloseTo(frequency, within(0.02));
        }
      }
    }
  }

  @Test
  void sobelFiltersAreEdges() {
    Pattern right = new Pattern(3, 3, new double[] {-1, 0, 1, -2, 0, 2, -1, 0, 1});
    Pattern down = new Pattern(3, 3, new double[] {-1, -2, -1, 0, 0, 0, 1, 2, 1});
    Pattern slanted = new Pattern(3, 3, new double[] {0, 1, 2, -1, 0, 1, -2, -1, 0});
    PictureFigures vertical = only(grey(right));
    assertThat(vertical.kind()).isEqualTo(FilterKind.VERTICAL_EDGE).hasToString("vertical edge");
    assertThat(vertical.polarity()).isEqualTo("brightens to the right");
    assertThat(vertical.derivative()).isCloseTo(1, within(1e-6));
    assertThat(vertical.fit().direction()).isCloseTo(0, within(1e-4));
    PictureFigures horizontal = only(grey(down));
    assertThat(horizontal.kind()).isEqualTo(FilterKind.HORIZONTAL_EDGE);
    assertThat(horizontal.polarity()).isEqualTo("brightens to the bottom");
    assertThat(horizontal.fit().direction()).isCloseTo(270, within(1e-4));
    PictureFigures diagonal = only(grey(slanted));
    assertThat(diagonal.kind()).isEqualTo(FilterKind.DIAGONAL_EDGE);
    assertThat(diagonal.polarity()).isEqualTo("brightens to the upper right");
    assertThat(apart(diagonal.fit().gabor().orientation(), 135, 180)).isLessThan(1);
  }

  @Test
  void barsHaveAPolarityToo() {
    Pattern light = new Gabor(90, 0.25, 0, 1.7, 0.8, 0, 0).drawn(5, 5);
    assertThat(only(grey(light)).polarity()).isEqualTo("light bar");
    Pattern dark = new Gabor(0, 0.25, 180, 1.7, 0.8, 0, 0).drawn(5, 5);
    assertThat(only(grey(dark)).polarity()).isEqualTo("dark bar");
  }

  @Test
  void spotsAreBlobs() {
    for (int k : new int[] {3, 5, 7}) {
      double[] spot = new double[k * k];
      double[] ring = new double[k * k];
      for (int i = 0; i < spot.length; i++) {
        double x = i % k - (k - 1) / 2.0;
        double y = Math.floorDiv(i, k) - (k - 1) / 2.0;
        double r = x * x + y * y;
        spot[i] = Math.exp(-r / 2);
        ring[i] = Math.exp(-r / 2) - 0.4 * Math.exp(-r / 6);
      }
      assertThat(only(grey(new Pattern(k, k, spot))).kind()).isEqualTo(FilterKind.BLOB);
      assertThat(only(grey(new Pattern(k, k, ring))).kind()).isEqualTo(FilterKind.BLOB);
      Tensor opponent = coloured(new double[] {1, -1, 0}, new Pattern(k, k, spot));
      assertThat(only(opponent).kind()).isEqualTo(FilterKind.COLOUR);
    }
  }

  @Test
  void anEdgeBetweenColoursIsAnEdge() {
    Pattern wave = new Gabor(90, 0.2, 90, 1.7, 0.8, 0, 0).drawn(5, 5);
    PictureFigures f = only(coloured(new double[] {1, -1, 0.2}, wave));
    assertThat(f.kind()).isEqualTo(FilterKind.VERTICAL_EDGE);
    assertThat(f.colour()).isGreaterThan(0.9);
    assertThat(f.separable()).isCloseTo(1, within(1e-5));
  }

  @Test
  void randomFiltersAreRarelyEdges() {
    for (Shape shape : new Shape[] {Shape.of(3, 3, 3, 32), Shape.of(5, 5, 1, 32)}) {
      Tensor w = Tensor.zeros(shape);
      for (int i = 0; i < w.length(); i++) {
        w.set(i, Seed.of(5).gaussian(i));
      }
      EdgeShare share = EdgeShare.of(bank(w), 4, Seed.of(2));
      assertThat(share.random()).isLessThan(0.15);
      assertThat(share.share()).isLessThan(0.2);
      assertThat(share.least()).isLessThanOrEqualTo(share.random());
      assertThat(share.most()).isGreaterThanOrEqualTo(share.random());
      assertThat(share).isEqualTo(EdgeShare.of(bank(w), 4, Seed.of(2)));
    }
  }

  @Test
  void filtersWithoutDirectionsAreRefused() {
    assertThatThrownBy(() -> EdgeShare.of(bank(Tensor.zeros(Shape.of(1, 1, 4, 8))), 2, Seed.of(1)))
        .isInstanceOf(LoupeException.class)
        .hasMessage(
            "conv: the filters have no directions\n"
                + "  expected: kernels of at least 2 along each axis\n"
                + "  got: 1x1x4x8");
  }

  @Test
  void aFilterOfZerosIsNothing() {
    assertThat(only(Tensor.zeros(Shape.of(3, 3, 1, 1))).kind()).isEqualTo(FilterKind.OTHER);
  }
}
