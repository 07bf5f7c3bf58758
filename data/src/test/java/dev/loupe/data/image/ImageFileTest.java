package dev.loupe.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.zip.CRC32;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Reading single pictures, and what is said about broken ones.
final class ImageFileTest {
  private static byte[] made(String name) throws IOException {
    try (InputStream stream = ImageFileTest.class.getResourceAsStream("made/" + name)) {
      return Objects.requireNonNull(stream).readAllBytes();
    }
  }

  @Test
  void smallPicturesOfManyKindsHaveThePixelsOfPillow() throws IOException {
    SoftAssertions softly = new SoftAssertions();
    for (String[] row : SharedData.rows("made.csv")) {
      Image rgb = ImageFile.read(made(row[0]), row[0]).rgb();
      String found = rgb.width() + "," + rgb.height() + "," + SharedData.crc(rgb.pixels());
      softly.assertThat(found).as(row[0]).isEqualTo(row[1] + "," + row[2] + "," + row[3]);
      softly.assertThat(SharedData.crc(rgb.grey().pixels())).as(row[0]).isEqualTo(row[4]);
    }
    softly.assertAll();
  }

  @Test
  void channelsAreAsAsked() throws IOException {
    assertThat(ImageFile.read(made("grey.bmp"), "grey").channels()).isEqualTo(1);
    assertThat(ImageFile.read(made("grey.gif"), "grey").channels()).isEqualTo(1);
    assertThat(ImageFile.read(made("24.bmp"), "colour").channels()).isEqualTo(3);
    Image grey = ImageFile.read(made("exif1.jpg"), "colour", Colour.GREY, 63);
    assertThat(grey).isEqualTo(ImageFile.read(made("exif1.jpg"), "colour").grey());
  }

  @Test
  void tensorsAreDividedBy255() {
    Tensor tensor = new Image(2, 1, 1, new byte[] {(byte) 255, 51}).toTensor();
    assertThat(tensor.shape().toString()).isEqualTo("1x2x1");
    assertThat(tensor.toArray()).containsExactly(1f, 51 / 255f);
  }

  @Test
  void hugeDeclaredSizesAreRefusedAtOnce() {
    byte[] header = ByteBuffer.allocate(13).putInt(60000).putInt(60000).put((byte) 8).array();
    byte[] file = png(header, new byte[40]);
    assertMessage(
        file,
        """
        huge.png: the picture is too large
          expected: at most 100000000 pixels
          got: 60000x60000 = 3600000000 pixels\
        """,
        "huge.png");
    // Within the limit, but far more than so few bytes can hold.
    header = ByteBuffer.allocate(13).putInt(9000).putInt(9000).put((byte) 8).array();
    assertMessage(png(header, new byte[40]), "b.png: the PNG's pixel data ends early", "b.png");
  }

  @Test
  void whatIsWrongIsSaid(@TempDir Path folder) throws IOException {
    byte[] jpeg = made("exif1.jpg");
    byte[] cut = Arrays.copyOf(jpeg, jpeg.length - 20);
    assertMessage(cut, "a.jpg: the JPEG's pixel data ends early", "a.jpg");
    cut = Arrays.copyOf(jpeg, 100);
    assertMessage(cut, "a.jpg: the JPEG ends before its pixel data", "a.jpg");
    byte[] png = made("exif6.png");
    assertMessage(
        Arrays.copyOf(png, png.length - 20),
        "a.png: the PNG ends inside its chunk IDAT at byte " + at(png, "IDAT"),
        "a.png");
    png[at(png, "IDAT") + 12]++;
    assertMessage(
        png,
        "a.png: the checksum of the PNG's chunk IDAT at byte " + at(png, "IDAT") + " is wrong",
        "a.png");
    assertMessage(
        "hello".getBytes(StandardCharsets.UTF_8),
        "a.txt: the format is not known\n  expected: a JPEG, PNG, BMP or GIF picture",
        "a.txt");
    assertMessage(
        new byte[0],
        "a.gif: the file is empty\n  expected: a JPEG, PNG, BMP or GIF picture",
        "a.gif");
    byte[] gif = made("grey.gif");
    String ends = "a.gif: the GIF ends before its first frame does";
    assertMessage(Arrays.copyOf(gif, 50), ends, "a.gif");
    assertMessage(Arrays.copyOf(gif, gif.length - 4), ends, "a.gif");
    byte[] bmp = made("24.bmp");
    assertMessage(Arrays.copyOf(bmp, 60), "a.bmp: the BMP's pixel data ends early", "a.bmp");
    Path missing = folder.resolve("none.png");
    assertThatThrownBy(() -> ImageFile.read(missing))
        .isInstanceOf(LoupeException.class)
        .hasMessage(missing + ": there is no such file");
    assertThatThrownBy(() -> ImageFile.read(folder))
        .isInstanceOf(LoupeException.class)
        .hasMessage(folder + ": this is a folder\n  expected: a picture file");
  }

  /// Each byte of each small file is damaged in turn, and each file is cut at each length.
  @Test
  void damageGivesAPictureOrAnError() throws IOException {
    int[] outcomes = new int[2];
    for (String name :
        new String[] {"ycck.jpg", "420progressive.jpg", "exif6.png", "8.bmp", "palette.gif"}) {
      byte[] file = made(name);
      Assertions.assertTimeoutPreemptively(
          Duration.ofSeconds(60),
          () -> {
            for (int i = 0; i < file.length; i++) {
              byte[] damaged = file.clone();
              damaged[i] ^= (byte) (1 << (i & 7) | 0x40);
              outcomes[read(damaged)]++;
              outcomes[read(Arrays.copyOf(file, i))]++;
            }
          },
          name);
    }
    assertThat(outcomes[0]).isPositive();
    assertThat(outcomes[1]).isPositive();
  }

  @Test
  void writtenPicturesAreReadBack(@TempDir Path folder) {
    for (int channels : new int[] {1, 3}) {
      Image image = SharedData.formula(13, 11, channels);
      Path path = folder.resolve("deep/er/" + channels + ".png");
      PictureFile.write(image, path);
      assertThat(ImageFile.read(path)).isEqualTo(image);
      assertThat(ImageFile.read(PictureFile.png(image), "memory")).isEqualTo(image);
      assertThat(Files.exists(path)).isTrue();
    }
  }

  private static int read(byte[] file) {
    try {
      ImageFile.read(file, "damaged", Colour.RGB, 1_000_000);
      return 0;
    } catch (LoupeException e) {
      assertThat(e).hasMessageStartingWith("damaged: ");
      return 1;
    }
  }

  private static void assertMessage(byte[] file, String message, String name) {
    assertThatThrownBy(() -> ImageFile.read(file, name))
        .isInstanceOf(LoupeException.class)
        .hasMessage(message);
  }

  private static int at(byte[] png, String type) {
    return new String(png, StandardCharsets.ISO_8859_1).indexOf(type) - 4;
  }

  private static byte[] png(byte[] header, byte[] data) {
    ByteBuffer file = ByteBuffer.allocate(8 + 12 + 13 + 12 + data.length + 12);
    file.put(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
    chunk(file, "IHDR", header);
    chunk(file, "IDAT", data);
    chunk(file, "IEND", new byte[0]);
    return file.array();
  }

  private static void chunk(ByteBuffer file, String type, byte[] data) {
    byte[] name = type.getBytes(StandardCharsets.ISO_8859_1);
    CRC32 crc = new CRC32();
    crc.update(name);
    crc.update(data);
    file.putInt(data.length).put(name).put(data).putInt((int) crc.getValue());
  }
}
