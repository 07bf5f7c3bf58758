package dev.loupe.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loupe.data.array.NpyFile;
import dev.loupe.data.io.TestData;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// NumPy archives as datasets.
final class NpzDatasetTest {
  @TempDir private Path folder = Path.of("");

  private final Map<String, byte[]> members = new LinkedHashMap<>();

  @Test
  void readsMedMnist() {
    Path home = TestData.shared("medmnist3d");
    Path file = home.resolve("adrenalmnist3d.npz");
    Splits splits = DataSource.open(file.toString(), DataOptions.of(folder));
    Dataset validation = Objects.requireNonNull(splits.validation());
    assertThat(splits.train().size()).isEqualTo(1188);
    assertThat(validation.size()).isEqualTo(98);
    assertThat(splits.test().size()).isEqualTo(298);
    assertThat(splits.test().shape()).hasToString("28x28x28x1");
    assertThat(splits.train().classes()).containsExactly("normal", "hyperplasia");
    assertThat(splits.train().card().licence()).startsWith("CC BY 4.0");
    long normal = 0;
    for (int i = 0; i < splits.test().size(); i++) {
      normal += splits.test().label(i) == 0 ? 1 : 0;
    }
    // The majority class of the test has 76.8 %.
    assertThat(normal).isEqualTo(229);
    Tensor sample = Tensor.zeros(splits.train().shape());
    splits.train().read(1187, sample);
    float most = 0;
    for (float value : sample.data()) {
      most = Math.max(most, value);
    }
    assertThat(most).isEqualTo(1);
    assertThat(DataSource.open(home.toString(), DataOptions.of(folder)).test().size())
        .isEqualTo(298);
  }

  @Test
  void otherNamesAndTypesAreReadToo() throws IOException {
    floats("x_train", 2, 3);
    integers("y_train", 0, 1);
    floats("x_test", 1, 3);
    integers("y_test", 1);
    Splits splits = NpzDataset.open(write("keras.npz"));
    assertThat(splits.train().shape()).hasToString("3x1");
    Tensor sample = Tensor.zeros(splits.train().shape());
    splits.train().read(1, sample);
    assertThat(sample.toArray()).containsExactly(3, 4, 5);
    assertThat(splits.train().card().description())
        .isEqualTo("x_train from a NumPy archive, float32 as they are");
    assertThat(splits.validation()).isNull();
  }

  @Test
  void theLastAxisMayBeChannels() throws IOException {
    for (String sizes : new String[] {"4x5x6 4x5x6x1", "4x5x3 4x5x3", "4x5x1 4x5x1", "4x5 4x5x1"}) {
      String[] both = sizes.split(" ", -1);
      int[] axes = Shape.parse("2x" + both[0]).sizes();
      floats("train_images", axes);
      integers("train_labels", 0, 1);
      floats("test_images", axes);
      integers("test_labels", 0, 1);
      assertThat(NpzDataset.open(write("a.npz")).train().shape()).hasToString(both[1]);
    }
  }

  @Test
  void whatDoesNotFitIsSaid() throws IOException {
    floats("train_images", 2, 3, 3);
    integers("train_labels", 0, 1);
    floats("test_images", 2, 3, 3);
    Path file = write("a.npz");
    assertThat(error(file))
        .isEqualTo(
            file
                + ": an array is missing\n  expected: test_labels\n"
                + "  got: train_images, train_labels, test_images");
    integers("test_labels", 0, 2);
    assertThat(error(write("a.npz")))
        .isEqualTo(
            file
                + ": label 1 of test_images is of a class that can't be learned\n"
                + "  expected: 0 to 1\n  got: 2");
    integers("test_labels", 0);
    assertThat(error(write("a.npz")))
        .isEqualTo(
            file
                + ": the numbers of samples and labels differ\n"
                + "  expected: 2 labels, as samples in test_images\n  got: 1 in test_labels");
    integers("test_labels", 0, -1);
    assertThat(error(write("a.npz"))).startsWith(file + ", test_labels: label 1 is out of range");
    floats("test_labels", 2);
    assertThat(error(write("a.npz"))).startsWith(file + ", test_labels: these are no labels");
    integers("test_labels", 0, 0);
    floats("test_images", 2, 3, 4);
    assertThat(error(write("a.npz")))
        .isEqualTo(
            file
                + ", test_images: the samples have another size\n"
                + "  expected: 3x3x1 as to learn from\n  got: 3x4x1");
    floats("train_images", 2);
    assertThat(error(write("a.npz"))).startsWith(file + ", train_images: these are no samples");
    members.clear();
    members.put("readme.txt", "hello".getBytes(StandardCharsets.UTF_8));
    assertThat(error(write("a.npz")))
        .isEqualTo(
            file
                + ": an array is missing\n  expected: train_images or x_train\n"
                + "  got: no arrays");
    write("b.npz");
    assertThat(error(folder))
        .isEqualTo(
            folder
                + ": there is not one NumPy archive in this folder\n  expected: one .npz file\n"
                + "  got: a.npz, b.npz\n  fix: give the path of the file");
  }

  private static String error(Path path) {
    return Fixtures.error(() -> NpzDataset.open(path));
  }

  /// An array that counts.
  private void floats(String name, int... sizes) throws IOException {
    Tensor tensor = Tensor.zeros(Shape.of(sizes));
    for (int i = 0; i < tensor.length(); i++) {
      tensor.set(i, i);
    }
    Path file = folder.resolve("a.npy");
    NpyFile.write(file, tensor);
    members.put(name + ".npy", Files.readAllBytes(file));
  }

  private void integers(String name, long... values) throws IOException {
    Path file = folder.resolve("a.npy");
    NpyFile.write(file, new int[] {values.length, 1}, values);
    members.put(name + ".npy", Files.readAllBytes(file));
  }

  private Path write(String name) throws IOException {
    Path file = folder.resolve(name);
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
      for (Map.Entry<String, byte[]> member : members.entrySet()) {
        out.putNextEntry(new ZipEntry(member.getKey()));
        out.write(member.getValue());
      }
    }
    return file;
  }
}
