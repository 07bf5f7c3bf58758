package dev.loupe.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loupe.data.Card;
import dev.loupe.data.Dataset;
import dev.loupe.data.Transform;
import dev.loupe.data.augment.Augmentations;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Sheets of samples.
final class ContactSheetTest {
  /// Samples made by a formula: waves whose length grows with the label.
  private record Waves(Shape shape, List<String> classes, int size) implements Dataset {
    @Override
    public int label(int index) {
      return index % classes.size();
    }

    @Override
    public void read(int index, Tensor into) {
      for (int i = 0; i < into.length(); i++) {
        int place = i / shape.channels();
        int channel = i % shape.channels();
        double angle = place / (2.0 + 3 * label(index)) + channel + index / 5.0;
        into.set(i, 0.5f + 0.5f * (float) Math.sin(angle));
      }
    }

    @Override
    public Card card() {
      return new Card("waves", "sine waves", "a formula", "public domain", "sha256:0");
    }
  }

  private static final List<String> CLASSES =
      List.of("short", "longer", "a class whose name is far too long for its place");

  @Test
  void variationsStandBesideTheirOriginal() {
    Map<String, String> texts =
        Map.of(
            "40x1", "stretch:0.5:2,noise:0:1",
            "100x2", "spectrogram:16:4",
            "60x1", "normalise:0.5:0.1,logmel:60:16:4:8",
            "30x20x3", "strong",
            "70x80x1", "patch:20:30",
            "9x12x14x1", "flip:0,affine:20");
    texts.forEach(
        (shape, text) -> {
          Dataset data = new Waves(Shape.parse(shape), CLASSES, 20);
          List<Transform> transforms = Augmentations.parse(text, data);
          BufferedImage sheet = VariationSheet.draw(data, transforms, Seed.of(1));
          // Two rows for each of three classes.
          assertThat(sheet.getWidth()).isEqualTo(1290);
          assertThat(sheet.getHeight()).isEqualTo(74 + 6 * 102);
          BufferedImage again = VariationSheet.draw(data, transforms, Seed.of(1));
          int other = 0;
          for (int row = 0; row < 6; row++) {
            int y = 74 + row * 102;
            int[] original = sheet.getRGB(150, y, 96, 96, null, 0, 96);
            for (int column = 1; column <= 10; column++) {
              int x = 162 + column * 102;
              int[] cell = sheet.getRGB(x, y, 96, 96, null, 0, 96);
              assertThat(again.getRGB(x, y, 96, 96, null, 0, 96)).isEqualTo(cell);
              other += Arrays.equals(cell, original) ? 0 : 1;
            }
          }
          assertThat(other).as(text).isGreaterThan(24);
        });
  }

  @Test
  void rowsHoldSamplesOfTheirClass(@TempDir Path folder) {
    for (String shape : List.of("40x1", "100x2", "28x28x1", "30x20x3", "200x150x3", "9x12x14x1")) {
      Dataset data = new Waves(Shape.parse(shape), CLASSES, 20);
      Path path = folder.resolve(shape + ".png");
      ContactSheet.write(data, 5, path);
      Image sheet = ImageFile.read(path, Colour.RGB);
      assertThat(sheet.toString()).as(shape).isEqualTo("Image 666x340x3");
      for (int row = 0; row < 3; row++) {
        int y = 34 + row * 102;
        assertThat(inked(sheet, 0, y, 150)).as(shape + " name").isBetween(50, 5000);
        for (int i = 0; i < 5; i++) {
          assertThat(inked(sheet, 150 + i * 102, y, 96)).as(shape + " sample").isPositive();
        }
      }
      assertThat(inked(sheet, 0, 0, 666)).as(shape + " title").isPositive();
    }
  }

  @Test
  void picturesAreShownPixelForPixel() {
    Dataset data = new Waves(Shape.of(96, 96, 3), List.of("only"), 1);
    BufferedImage sheet = ContactSheet.draw(data, 1);
    Tensor sample = Tensor.zeros(data.shape());
    data.read(0, sample);
    int[] shown = sheet.getRGB(150, 34, 96, 96, null, 0, 96);
    int[] expected = new int[96 * 96];
    for (int i = 0; i < expected.length; i++) {
      expected[i] =
          0xFF << 24
              | Math.round(sample.get(3 * i) * 255) << 16
              | Math.round(sample.get(3 * i + 1) * 255) << 8
              | Math.round(sample.get(3 * i + 2) * 255);
    }
    assertThat(shown).isEqualTo(expected);
  }

  @Test
  void rowsHaveALength() {
    Dataset data = new Waves(Shape.of(8, 1), CLASSES, 3);
    assertThatThrownBy(() -> ContactSheet.draw(data, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a row of 0 samples is not possible");
  }

  private static int inked(Image sheet, int left, int top, int width) {
    int inked = 0;
    for (int y = top; y < Math.min(top + 96, sheet.height()); y++) {
      for (int x = left; x < left + width; x++) {
        inked += sheet.at(x, y, 0) < 128 ? 1 : 0;
      }
    }
    return inked;
  }
}
