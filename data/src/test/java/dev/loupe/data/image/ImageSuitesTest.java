package dev.loupe.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loupe.tensor.LoupeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/// The suites of sound and broken pictures.
final class ImageSuitesTest {
  /// Pillow smooths chroma that is halved in height only; the JDK's decoder repeats it.
  private static final String REPEATED_CHROMA = "photos/dog_bike_car.jpg";

  @Test
  void soundPicturesHaveThePixelsOfPillow() throws IOException {
    Path data = SharedData.folder("");
    SoftAssertions softly = new SoftAssertions();
    int compared = 0;
    for (String[] row : SharedData.rows("pictures.csv")) {
      byte[] file = Files.readAllBytes(data.resolve(row[0]));
      ImageHeader header = ImageFile.header(file, row[0]);
      Image rgb = ImageFile.read(file, row[0], Colour.RGB, ImageFile.MAX_PIXELS);
      softly
          .assertThat(rgb.width() + "," + rgb.height())
          .as(row[0])
          .isEqualTo(row[1] + "," + row[2]);
      softly.assertThat(header.width()).as(row[0]).isEqualTo(rgb.width());
      softly.assertThat(header.height()).as(row[0]).isEqualTo(rgb.height());
      if (!row[0].equals(REPEATED_CHROMA)) {
        softly.assertThat(SharedData.crc(rgb.pixels())).as(row[0]).isEqualTo(row[3]);
        softly.assertThat(SharedData.crc(rgb.grey().pixels())).as(row[0]).isEqualTo(row[4]);
        compared++;
      }
      Image stored = ImageFile.read(file, row[0]);
      softly.assertThat(stored.channels() == 1).as(row[0]).isEqualTo(header.grey());
      softly.assertThat(stored.rgb()).as(row[0]).isEqualTo(rgb);
    }
    softly.assertAll();
    assertThat(compared).isEqualTo(246);
  }

  @Test
  void brokenPngsAreRefused() throws IOException {
    List<Path> broken = new ArrayList<>();
    for (Path path : SharedData.files(SharedData.folder("png-suite"))) {
      if (path.getFileName().toString().startsWith("x")) {
        broken.add(path);
        assertThatThrownBy(() -> ImageFile.read(path))
            .isInstanceOf(LoupeException.class)
            .hasMessageStartingWith(path + ": ");
      }
    }
    assertThat(broken).hasSize(14);
  }

  /// Another decoder's pixels: within 2 of 255, or 3 where the ink goes through rounding twice.
  @Test
  void jpegsAreNearTheirTwins() throws IOException {
    int compared = 0;
    for (Path path : SharedData.files(SharedData.folder("jpeg-suite/reftest"))) {
      Path twin = Path.of(path.toString().replaceAll("\\.jpg$", ".png"));
      if (!path.toString().endsWith(".jpg") || !Files.exists(twin)) {
        continue;
      }
      Image jpeg = ImageFile.read(path, Colour.RGB);
      Image expected = ImageFile.read(twin, Colour.RGB);
      assertThat(jpeg.width()).as(path.toString()).isEqualTo(expected.width());
      assertThat(jpeg.height()).as(path.toString()).isEqualTo(expected.height());
      int worst = 0;
      for (int i = 0; i < jpeg.pixels().length; i++) {
        int difference = (jpeg.pixels()[i] & 0xFF) - (expected.pixels()[i] & 0xFF);
        worst = Math.max(worst, Math.abs(difference));
      }
      assertThat(worst).as(path.toString()).isLessThanOrEqualTo(2);
      compared++;
    }
    assertThat(compared).isEqualTo(33);
  }

  @Test
  void crashTestsGiveAPictureOrAnError() throws IOException {
    int pictures = 0;
    int refused = 0;
    for (Path path : SharedData.files(SharedData.folder("jpeg-suite/crashtest"))) {
      byte[] file = Files.readAllBytes(path);
      boolean read =
          Assertions.assertTimeoutPreemptively(
              Duration.ofSeconds(5),
              () -> {
                try {
                  return ImageFile.read(file, path.toString()).width() > 0;
                } catch (LoupeException e) {
                  assertThat(e).hasMessageStartingWith(path + ": ");
                  return false;
                }
              },
              path.toString());
      pictures += read ? 1 : 0;
      refused += read ? 0 : 1;
    }
    assertThat(pictures).isPositive();
    assertThat(refused).isPositive();
  }
}
