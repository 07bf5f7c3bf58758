package dev.loupe.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/// Resizing and cropping.
final class ResizeTest {
  @Test
  void pixelsAreThoseOfPillow() throws IOException {
    SoftAssertions softly = new SoftAssertions();
    for (String[] row : SharedData.rows("resize.csv")) {
      Image image =
          SharedData.formula(
              Integer.parseInt(row[0]), Integer.parseInt(row[1]), Integer.parseInt(row[2]));
      Filter filter = Filter.valueOf(row[5]);
      Image resized = Resize.to(image, Integer.parseInt(row[3]), Integer.parseInt(row[4]), filter);
      softly
          .assertThat(SharedData.crc(resized.pixels()))
          .as(String.join(",", row))
          .isEqualTo(row[6]);
    }
    softly.assertAll();
  }

  /// torchvision: the longer side is `int(length * long / short)`, the crop starts at
  /// `round((size - crop) / 2)` with halves to even.
  @Test
  void sizesRoundAsInTorchvision() {
    Image image = SharedData.formula(101, 67, 1);
    assertThat(Resize.shortSide(image, 32, Filter.BILINEAR).toString()).isEqualTo("Image 48x32x1");
    Image tall = SharedData.formula(67, 101, 3);
    assertThat(Resize.shortSide(tall, 32, Filter.NEAREST).toString()).isEqualTo("Image 32x48x3");
    Image crop = Crop.centre(image, 98, 66); // 1.5 goes to 2, 0.5 to 0
    assertThat(crop).isEqualTo(Crop.box(image, 2, 0, 98, 66));
    assertThat(crop.at(0, 0, 0)).isEqualTo(image.at(2, 0, 0));
    assertThat(crop.at(97, 65, 0)).isEqualTo(image.at(99, 65, 0));
  }

  @Test
  void modesGiveTheSize() {
    Image image = SharedData.formula(50, 20, 3);
    for (ResizeMode mode : ResizeMode.values()) {
      Image result = mode.apply(image, 24, 31, Filter.BICUBIC);
      assertThat(result.toString()).as(mode.name()).isEqualTo("Image 24x31x3");
    }
    Image squashed = ResizeMode.SQUASH.apply(image, 24, 31, Filter.BILINEAR);
    assertThat(squashed).isEqualTo(Resize.to(image, 24, 31, Filter.BILINEAR));
    Image cut = ResizeMode.SHORT_SIDE.apply(image, 20, 20, Filter.BILINEAR);
    assertThat(cut).isEqualTo(Crop.box(image, 15, 0, 20, 20));
  }

  @Test
  void fitLeavesBlackBars() {
    byte[] white = new byte[40 * 10];
    Arrays.fill(white, (byte) 255);
    Image fitted = Resize.fit(new Image(40, 10, 1, white), 20, 20, Filter.BILINEAR);
    for (int y = 0; y < 20; y++) {
      for (int x = 0; x < 20; x++) {
        assertThat(fitted.at(x, y, 0)).isEqualTo(y >= 7 && y < 12 ? 255 : 0);
      }
    }
  }

  @Test
  void boxesLieInside() {
    Image image = SharedData.formula(4, 4, 1);
    assertThatThrownBy(() -> Crop.box(image, 1, 0, 4, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("4x4 at 1, 0 is not inside the Image 4x4x1");
    assertThatThrownBy(() -> Resize.to(image, 0, 4, Filter.BILINEAR))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a picture can't be resized to 0x4");
  }
}
