package dev.loupe.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class IdxDatasetTest {
  @TempDir Path folder;

  @Test
  void opensFourFiles() throws IOException {
    Fixtures.idxFolder(folder, new byte[] {0, 4, 2}, new byte[] {4, 1});
    Splits splits = IdxDataset.open(folder);
    assertThat(splits.train().size()).isEqualTo(3);
    assertThat(splits.test().size()).isEqualTo(2);
    assertThat(splits.train().shape()).isEqualTo(Shape.of(2, 3, 1));
    assertThat(splits.train().classes()).containsExactly("0", "1", "2", "3", "4");
    assertThat(splits.test().classes()).isEqualTo(splits.train().classes());
    assertThat(splits.test().label(0)).isEqualTo(4);
    Tensor sample = Tensor.zeros(Shape.of(2, 3, 1));
    splits.train().read(1, sample);
    assertThat(sample.toArray())
        .containsExactly(6 / 255f, 7 / 255f, 8 / 255f, 9 / 255f, 10 / 255f, 11 / 255f);
    assertThat(splits.train().card().hash())
        .isEqualTo(
            Sha256.of(
                Fixtures.idx(new int[] {3, 2, 3}, Fixtures.counting(18)),
                Fixtures.idx(new int[] {3}, (byte) 0, (byte) 4, (byte) 2)));
    assertThat(splits.train().card().licence()).isEqualTo("unknown");
  }

  @Test
  void takesNamesWithADotAndTest() throws IOException {
    Fixtures.idxFolder(folder, new byte[] {0, 1}, new byte[] {1});
    rename("train-images-idx3-ubyte", "train-images.idx3-ubyte");
    rename("t10k-images-idx3-ubyte", "test-images.idx3-ubyte");
    rename("t10k-labels-idx1-ubyte.gz", "test-labels.idx1-ubyte.gz");
    assertThat(IdxDataset.open(folder).test().size()).isEqualTo(1);
  }

  private void rename(String from, String to) throws IOException {
    Files.move(folder.resolve(from), folder.resolve(to));
  }

  @Test
  void namesClassesAfterTheFolder() throws IOException {
    Path fashion = folder.resolve("fashion-mnist");
    Fixtures.idxFolder(fashion, new byte[] {0, 1}, new byte[] {1});
    Dataset train = IdxDataset.open(fashion).train();
    assertThat(train.classes()).hasSize(10).startsWith("t-shirt/top", "trouser");
    assertThat(train.card().name()).isEqualTo("fashion-mnist");
    assertThat(train.card().licence()).isEqualTo("unknown");
  }

  @Test
  void refusesLabelsOutOfRange() throws IOException {
    Fixtures.idxFolder(folder, new byte[] {0, 1, 2}, new byte[] {2, 3});
    assertThat(Fixtures.error(() -> IdxDataset.open(folder)))
        .isEqualTo(
            folder.resolve("t10k-labels-idx1-ubyte.gz")
                + ": the label of sample 1 (offset 9) is out of range\n  expected: 0 to 2\n"
                + "  got: 3");
    Path mnist = folder.resolve("mnist");
    Fixtures.idxFolder(mnist, new byte[] {0, 10, 2}, new byte[] {2});
    assertThat(Fixtures.error(() -> IdxDataset.open(mnist)))
        .isEqualTo(
            mnist.resolve("train-labels-idx1-ubyte.gz")
                + ": the label of sample 1 (offset 9) is out of range\n  expected: 0 to 9\n"
                + "  got: 10");
  }

  @Test
  void refusesMoreImagesThanLabels() throws IOException {
    Fixtures.idxFolder(folder, new byte[] {0, 1, 2}, new byte[] {2});
    Fixtures.file(
        folder, "train-labels-idx1-ubyte.gz", Fixtures.idx(new int[] {2}, (byte) 0, (byte) 1));
    assertThat(Fixtures.error(() -> IdxDataset.open(folder)))
        .isEqualTo(
            folder
                + ": the numbers of images and labels differ\n"
                + "  expected: 3 labels, as images in train-images-idx3-ubyte\n"
                + "  got: 2 in train-labels-idx1-ubyte.gz");
  }

  @Test
  void refusesMissingFiles() throws IOException {
    Fixtures.idxFolder(folder, new byte[] {0}, new byte[] {0});
    Files.delete(folder.resolve("t10k-images-idx3-ubyte"));
    Files.delete(folder.resolve("t10k-labels-idx1-ubyte.gz"));
    assertThat(Fixtures.error(() -> IdxDataset.open(folder)))
        .isEqualTo(
            folder
                + ": an IDX file is missing\n  expected: t10k-images-idx3-ubyte.gz and"
                + " t10k-labels-idx1-ubyte.gz (or without .gz)\n"
                + "  fix: put all four files of the dataset into one folder");
  }

  @Test
  void refusesOtherAxesAndOtherImageSizes() throws IOException {
    Fixtures.idxFolder(folder, new byte[] {0}, new byte[] {0});
    Path images = folder.resolve("t10k-images-idx3-ubyte");
    Files.write(images, Fixtures.idx(new int[] {1, 3, 2}, Fixtures.counting(6)));
    assertThat(Fixtures.error(() -> IdxDataset.open(folder)))
        .isEqualTo(
            images
                + ": the images have another size than for training\n"
                + "  expected: 2x3x1 as in train-images-idx3-ubyte\n  got: 3x2x1");
    Files.write(images, Fixtures.idx(new int[] {1, 6}, Fixtures.counting(6)));
    assertThat(Fixtures.error(() -> IdxDataset.open(folder)))
        .isEqualTo(
            images
                + ": the IDX file has the wrong number of axes at offset 3\n"
                + "  expected: 3 (images, rows, columns)\n  got: 2");
  }

  @Test
  void knowsTheRealOnesByTheirHash() {
    check("mnist", "7", 7, "CC BY-SA 3.0", 33.318f, 78.567f);
    check("fashion-mnist", "ankle boot", 9, "MIT", 72.94f, 90.021f);
  }

  /// The means and deviations (of values 0 to 255) are those published with the datasets:
  /// .1307 and .3081, .2860 and .3530.
  private void check(
      String name, String className, int label, String licence, float mean, float deviation) {
    Optional<Path> real = Fixtures.shared(name);
    assumeTrue(real.isPresent(), "no shared/data/" + name + " above the working directory");
    Splits splits = IdxDataset.open(real.get());
    assertThat(splits.train().size()).isEqualTo(60_000);
    assertThat(splits.test().size()).isEqualTo(10_000);
    assertThat(splits.test().label(0)).isEqualTo(label);
    assertThat(splits.test().classes().get(label)).isEqualTo(className);
    assertThat(splits.train().card().licence()).isEqualTo(licence);
    assertThat(KnownIdx.byHash(splits.train().card().hash())).isNotNull();
    Statistics statistics =
        Statistics.of(splits.train(), new dev.loupe.kernel.Parallel(2), Progress.none());
    assertThat(statistics.mean()[0] * 255).isCloseTo(mean, within());
    assertThat(statistics.deviation()[0] * 255).isCloseTo(deviation, within());
  }

  private static org.assertj.core.data.Offset<Float> within() {
    return org.assertj.core.api.Assertions.within(0.001f);
  }
}
