package dev.loupe.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loupe.data.image.Image;
import dev.loupe.data.image.ImageFolderOptions;
import dev.loupe.data.image.MaskFolder;
import dev.loupe.data.image.PictureFile;
import dev.loupe.data.image.TableFolder;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Datasets that have something else to learn than a class, and their way into batches.
final class TargetsTest {
  @TempDir Path folder;

  @Test
  void mapsMoveWithTheirSamples() {
    Dataset blobs = Blobs.splits(6, 1, Shape.of(9, 8, 1)).train();
    Loader plain = Loader.of(blobs, 3);
    Loader turned = plain.transforms(List.of(new RandomFlip()));
    assertThat(plain.target()).isEqualTo(Shape.of(3, 9, 8));
    int flipped = 0;
    try (Epoch first = plain.epoch(0);
        Epoch second = turned.epoch(0)) {
      while (first.next() && second.next()) {
        for (int i = 0; i < 3; i++) {
          Tensor map = first.batch().labels().item(i);
          Tensor moved = second.batch().labels().item(i);
          boolean same = first.batch().inputs().item(i).equals(second.batch().inputs().item(i));
          flipped += same ? 0 : 1;
          for (int p = 0; p < map.length(); p++) {
            int from = same ? p : p / 8 * 8 + 7 - p % 8;
            assertThat(moved.get(p)).isEqualTo(map.get(from));
          }
        }
      }
    }
    assertThat(flipped).isBetween(1, 5);
  }

  @Test
  void picturesHaveMasksOfTheirNames() {
    for (int i = 0; i < 10; i++) {
      Image image = Image.black(6, 4, 1);
      Image mask = Image.black(6, 4, 1);
      image.pixels()[i] = (byte) 200;
      mask.pixels()[i] = (byte) 255;
      PictureFile.write(image, folder.resolve("images/" + i + ".png"));
      PictureFile.write(mask, folder.resolve("masks/" + i + ".png"));
    }
    Splits splits = MaskFolder.open(folder, ImageFolderOptions.DEFAULT);
    assertThat(splits.train().size()).isEqualTo(8);
    assertThat(splits.test().size()).isEqualTo(2);
    assertThat(splits.train().target()).isEqualTo(Target.MAP);
    assertThat(splits.train().classes()).containsExactly("ground", "class 1");
    Tensor sample = Tensor.zeros(Shape.of(4, 6, 1));
    Tensor map = Tensor.zeros(Shape.of(4, 6));
    for (int i = 0; i < 2; i++) {
      splits.test().read(i, sample);
      splits.test().readTarget(i, map);
      for (int p = 0; p < map.length(); p++) {
        assertThat(map.get(p)).isEqualTo(sample.get(p) > 0 ? 1 : 0);
      }
    }
    PictureFile.write(Image.black(5, 4, 1), folder.resolve("masks/3.png"));
    assertThatThrownBy(() -> MaskFolder.open(folder, ImageFolderOptions.DEFAULT))
        .isInstanceOf(LoupeException.class)
        .hasMessageContaining("3.png: the mask has another size than its picture");
    PictureFile.write(Image.black(6, 4, 1), folder.resolve("images/more.png"));
    PictureFile.write(Image.black(6, 4, 1), folder.resolve("masks/3.png"));
    assertThatThrownBy(() -> MaskFolder.open(folder, ImageFolderOptions.DEFAULT))
        .hasMessageContaining("more.png: there is no mask for this picture");
  }

  @Test
  void aTableHasLabelsOrValues() throws IOException {
    StringBuilder table = new StringBuilder("file,round,red\n");
    for (int i = 0; i < 5; i++) {
      PictureFile.write(Image.black(4, 4, 1), folder.resolve(i + ".png"));
      table.append("%d.png,%d,%d\n".formatted(i, i % 2, i / 3));
    }
    Path csv = folder.resolve("labels.csv");
    Files.writeString(csv, table);
    ImageFolderOptions usual = ImageFolderOptions.DEFAULT;
    Splits labels = TableFolder.open(folder, usual, Optional.empty());
    assertThat(labels.train().target()).isEqualTo(Target.LABELS);
    assertThat(labels.train().classes()).containsExactly("round", "red");
    assertThat(labels.train().size() + labels.test().size()).isEqualTo(5);
    assertThat(TableFolder.open(folder, usual, Optional.of(Target.VALUES)).train().target())
        .isEqualTo(Target.VALUES);
    Files.writeString(csv, table.toString().replace("4.png,0", "4.png,2.5"));
    assertThat(TableFolder.open(folder, usual, Optional.empty()).train().target())
        .isEqualTo(Target.VALUES);
    assertThatThrownBy(() -> TableFolder.open(folder, usual, Optional.of(Target.LABELS)))
        .hasMessageContaining("labels.csv: these are no labels");
    Files.writeString(csv, table.toString().replace("2.png,0", "2.png,many"));
    assertThatThrownBy(() -> TableFolder.open(folder, usual, Optional.empty()))
        .hasMessageContaining("labels.csv, line 4: this is not a number")
        .hasMessageContaining("'many'");
  }

  @Test
  void blobsAreTheSameEachTime() {
    Dataset blobs = Blobs.splits().train();
    Tensor first = Tensor.zeros(blobs.shape());
    Tensor again = Tensor.zeros(blobs.shape());
    blobs.read(5, first);
    blobs.read(5, again);
    assertThat(again).isEqualTo(first);
    blobs.read(6, again);
    assertThat(again).isNotEqualTo(first);
    assertThatThrownBy(() -> Blobs.splits(1, 1, Shape.of(8, 1)))
        .hasMessageContaining("blobs can't have this shape");
  }
}
