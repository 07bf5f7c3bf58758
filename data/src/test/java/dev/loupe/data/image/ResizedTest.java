package dev.loupe.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loupe.tensor.LoupeException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ResizedTest {
  private static Image counting(int width, int height) {
    Image image = Image.black(width, height, 3);
    for (int i = 0; i < image.pixels().length; i++) {
      image.pixels()[i] = (byte) (i * 7);
    }
    return image;
  }

  @Test
  void theMiddleIsCutOutOfTheLargerSize() {
    Image image = counting(20, 12);
    Optional<Resized> first = Optional.of(new Resized(8, 8));
    assertThat(ResizeMode.SQUASH.apply(image, 4, 6, Filter.BICUBIC, first))
        .isEqualTo(Crop.centre(Resize.to(image, 8, 8, Filter.BICUBIC), 4, 6));
    assertThat(ResizeMode.SHORT_SIDE.apply(image, 4, 6, Filter.BILINEAR, first))
        .isEqualTo(Crop.centre(Resize.shortSide(image, 8, Filter.BILINEAR), 4, 6));
    assertThat(ResizeMode.FIT.apply(image, 8, 8, Filter.BILINEAR, Optional.empty()))
        .isEqualTo(Resize.fit(image, 8, 8, Filter.BILINEAR));
    assertThatThrownBy(() -> ResizeMode.SQUASH.apply(image, 9, 6, Filter.BICUBIC, first))
        .isInstanceOf(LoupeException.class)
        .hasMessageContaining("at most 8x8");
    assertThatThrownBy(() -> new Resized(0, 1)).isInstanceOf(LoupeException.class);
  }

  @Test
  void blueComesFirst() {
    Image image = counting(2, 1);
    assertThat(image.as(Colour.BGR).pixels()).containsExactly(14, 7, 0, 35, 28, 21);
    assertThat(image.as(Colour.RGB)).isEqualTo(image);
    Image grey = new Image(1, 1, 1, new byte[] {5});
    assertThat(grey.as(Colour.BGR).pixels()).containsExactly(5, 5, 5);
  }
}
