package dev.loupe.cli;

import dev.loupe.data.Dataset;
import dev.loupe.data.Digits;
import dev.loupe.data.image.Image;
import dev.loupe.data.image.PictureFile;
import dev.loupe.tensor.Tensor;
import java.nio.file.Path;

/// A small folder of pictures for tests.
final class DrawnPictures {
  private DrawnPictures() {}

  /// Writes the first three digits, each as often as is said, into the folders of their classes.
  static void write(Path folder, int perClass) {
    Dataset digits = Digits.splits(10 * perClass, 10).train();
    Tensor sample = Tensor.zeros(digits.shape());
    for (int i = 0; i < digits.size(); i++) {
      if (digits.label(i) <= 2) {
        digits.read(i, sample);
        Image image = Image.black(28, 28, 1);
        for (int p = 0; p < sample.length(); p++) {
          image.pixels()[p] = (byte) Math.round(sample.get(p) * 255);
        }
        Path file = folder.resolve("digit " + digits.label(i)).resolve(i + ".png");
        PictureFile.write(image, file);
      }
    }
  }
}
