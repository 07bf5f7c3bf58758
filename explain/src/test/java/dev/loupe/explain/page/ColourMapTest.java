package dev.loupe.explain.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.loupe.data.image.Image;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import org.junit.jupiter.api.Test;

class ColourMapTest {
  /// A colour has 8 bits a channel: near black that is half a hundredth of lightness.
  private static final double ROUNDING = 0.006;

  private static double lightness(ColourMap map, double part) {
    return OkLab.of(map.colour(part))[0];
  }

  @Test
  void lightnessRisesEvenly() {
    for (int i = 0; i <= 100; i++) {
      double expected = 0.14 + (0.97 - 0.14) * i / 100;
      assertThat(lightness(ColourMap.SEQUENTIAL, i / 100.0)).isCloseTo(expected, within(ROUNDING));
    }
  }

  @Test
  void lightnessFallsEvenlyToBothSides() {
    for (int i = 0; i <= 50; i++) {
      double expected = 0.38 + (0.97 - 0.38) * i / 50;
      assertThat(lightness(ColourMap.DIVERGING, i / 100.0)).isCloseTo(expected, within(ROUNDING));
      assertThat(lightness(ColourMap.DIVERGING, 1 - i / 100.0))
          .isCloseTo(expected, within(ROUNDING));
    }
  }

  @Test
  void coloursGoThereAndBack() {
    for (int colour : new int[] {0x000000, 0xFFFFFF, 0x123456, 0xFE8001, 0x00FF00}) {
      double[] lab = OkLab.of(colour);
      assertThat(OkLab.colour(lab[0], lab[1], lab[2])).isEqualTo(colour);
    }
    // Ottosson's own example: X 0.950, Y 1, Z 1.089 is white.
    assertThat(OkLab.of(0xFFFFFF)[0]).isCloseTo(1, within(1e-6));
  }

  @Test
  void valuesBeyondTheEndsHaveTheirColour() {
    assertThat(ColourMap.SEQUENTIAL.colour(-1)).isEqualTo(ColourMap.SEQUENTIAL.colour(0));
    assertThat(ColourMap.SEQUENTIAL.colour(7, 0, 2)).isEqualTo(ColourMap.SEQUENTIAL.colour(1));
    assertThat(ColourMap.DIVERGING.colour(3, 3, 3)).isEqualTo(ColourMap.DIVERGING.colour(0.5));
  }

  @Test
  void whereAMapIsNothingThePictureIsSeen() {
    Tensor plane = Tensor.of(Shape.of(1, 3, 1), 0.2f, 0.2f, 0.2f);
    Tensor map = Tensor.of(Shape.of(1, 3), 0, 2, -2);
    Image image = Overlay.picture(plane, map, ColourMap.DIVERGING, 2);
    assertThat(image.at(0, 0, 0)).isEqualTo(51);
    assertThat(image.at(0, 0, 2)).isEqualTo(51);
    assertThat(image.at(1, 0, 0)).isGreaterThan(image.at(1, 0, 2));
    assertThat(image.at(2, 0, 0)).isLessThan(image.at(2, 0, 2));
    Image up = Overlay.picture(plane, map, ColourMap.SEQUENTIAL, 2);
    assertThat(up.at(2, 0, 0)).isEqualTo(51);
    assertThat(up.at(1, 0, 0)).isGreaterThan(200);
    assertThatThrownBy(() -> Overlay.map(plane.reshape(Shape.of(3)), ColourMap.DIVERGING, 0, 1))
        .isInstanceOf(RuntimeException.class);
  }

  @Test
  void slicesGoFromTheFirstToTheLast() {
    assertThat(Overlay.chosen(9, 3)).containsExactly(0, 4, 8);
    assertThat(Overlay.chosen(2, 5)).containsExactly(0, 1);
    assertThat(Overlay.chosen(9, 1)).containsExactly(4);
    Tensor volume = Tensor.zeros(Shape.of(4, 2, 3, 1));
    assertThat(Overlay.slices(volume, Tensor.zeros(Shape.of(4, 2, 3)), ColourMap.SEQUENTIAL, 1, 2))
        .hasSize(2)
        .allMatch(i -> i.width() == 3 && i.height() == 2);
  }
}
