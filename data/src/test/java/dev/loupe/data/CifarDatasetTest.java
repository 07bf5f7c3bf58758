package dev.loupe.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CifarDatasetTest {
  @TempDir Path folder;

  @Test
  void putsChannelsLast() throws IOException {
    Fixtures.cifarFolder(folder, 11);
    Splits splits = CifarDataset.open(folder);
    assertThat(splits.train().size()).isEqualTo(55);
    assertThat(splits.test().size()).isEqualTo(11);
    assertThat(splits.train().classes())
        .containsExactly("a", "b", "c", "d", "e", "f", "g", "h", "i", "j");
    assertThat(splits.train().label(54)).isZero();
    assertThat(splits.train().label(53)).isEqualTo(9);
    Tensor image = Tensor.zeros(Shape.of(32, 32, 3));
    splits.test().read(3, image);
    for (int pixel = 0; pixel < 1024; pixel++) {
      for (int channel = 0; channel < 3; channel++) {
        assertThat(image.get(3 * pixel + channel))
            .isEqualTo((channel * 100 + pixel % 32 + 3) / 255f);
      }
    }
    assertThat(splits.test().card().name()).isEqualTo("cifar10");
    assertThat(splits.test().card().hash())
        .isEqualTo(Sha256.of(Files.readAllBytes(folder.resolve("test_batch.bin"))));
  }

  @Test
  void looksIntoTheFolderOfTheArchive() throws IOException {
    Fixtures.cifarFolder(folder.resolve("cifar-10-batches-bin"), 1);
    assertThat(CifarDataset.open(folder).train().size()).isEqualTo(5);
  }

  @Test
  void readsTheFineLabelsOfCifar100() throws IOException {
    byte[] record = new byte[3074];
    record[0] = 19;
    record[1] = 99;
    Fixtures.file(folder, "train.bin", Fixtures.join(record, record));
    Fixtures.file(folder, "test.bin", record);
    Files.writeString(folder.resolve("fine_label_names.txt"), "name\n".repeat(100));
    Splits splits = CifarDataset.open(folder);
    assertThat(splits.train().size()).isEqualTo(2);
    assertThat(splits.train().label(1)).isEqualTo(99);
    record[1] = 100;
    Fixtures.file(folder, "test.bin", record);
    assertThat(Fixtures.error(() -> CifarDataset.open(folder)))
        .isEqualTo(
            folder.resolve("test.bin")
                + ": the label of sample 0 (offset 1) is out of range\n  expected: 0 to 99\n"
                + "  got: 100");
  }

  @Test
  void refusesALabelOutOfRange() throws IOException {
    Fixtures.cifarFolder(folder, 3);
    Path file = folder.resolve("data_batch_2.bin");
    byte[] content = Files.readAllBytes(file);
    content[2 * 3073] = 10;
    Files.write(file, content);
    assertThat(Fixtures.error(() -> CifarDataset.open(folder)))
        .isEqualTo(
            file
                + ": the label of sample 2 (offset 6146) is out of range\n  expected: 0 to 9\n"
                + "  got: 10");
  }

  @Test
  void refusesACutRecord() throws IOException {
    Fixtures.cifarFolder(folder, 2);
    Path file = folder.resolve("test_batch.bin");
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 3073 + 100));
    assertThat(Fixtures.error(() -> CifarDataset.open(folder)))
        .isEqualTo(
            file
                + ": the record at offset 3073 is cut short\n  expected: records of 3073 bytes\n"
                + "  got: 100 bytes\n  fix: unpack the archive again");
    Files.write(file, new byte[0]);
    assertThat(Fixtures.error(() -> CifarDataset.open(folder)))
        .isEqualTo(
            file
                + ": the record at offset 0 is cut short\n  expected: records of 3073 bytes\n"
                + "  got: 0 bytes\n  fix: unpack the archive again");
  }

  @Test
  void refusesMissingFiles() throws IOException {
    assertThat(Fixtures.error(() -> CifarDataset.open(folder)))
        .isEqualTo(
            folder
                + ": there are no CIFAR files\n  expected: data_batch_1.bin to data_batch_5.bin and"
                + " test_batch.bin, the binary version\n"
                + "  fix: get cifar-10-binary.tar.gz and unpack it into this folder");
    Fixtures.cifarFolder(folder, 1);
    Files.delete(folder.resolve("data_batch_3.bin"));
    assertThat(Fixtures.error(() -> CifarDataset.open(folder)))
        .isEqualTo(
            folder.resolve("data_batch_3.bin")
                + ": the file is missing\n"
                + "  expected: all files of the binary version in one folder\n"
                + "  fix: unpack the archive again");
  }

  @Test
  void refusesAWrongListOfNames() throws IOException {
    Fixtures.cifarFolder(folder, 1);
    Path names = folder.resolve("batches.meta.txt");
    Files.writeString(names, "one\ntwo\n");
    assertThat(Fixtures.error(() -> CifarDataset.open(folder)))
        .isEqualTo(
            names
                + ": the number of class names is wrong\n  expected: 10 names, one a line\n"
                + "  got: 2");
    Files.delete(names);
    assertThat(Fixtures.error(() -> CifarDataset.open(folder)))
        .isEqualTo(names + ": the names of the classes can't be read");
  }
}
