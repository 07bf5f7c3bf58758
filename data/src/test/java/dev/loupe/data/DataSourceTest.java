package dev.loupe.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DataSourceTest {
  private static final String LAYOUTS =
      "one of\n"
          + "    IDX files: train-images-idx3-ubyte, train-labels-idx1-ubyte, and t10k-..., or"
          + " .gz\n"
          + "    CIFAR, the binary version: data_batch_1.bin ... test_batch.bin, batches.meta.txt\n"
          + "    a NumPy archive (.npz) with train_images, train_labels, test_images, test_labels";
  private static final String NAMES =
      "digits, beats, phantoms, blobs, mnist, fashion-mnist, cifar10, or the path of a folder";

  @TempDir Path folder;

  private Splits open(String text) {
    return DataSource.open(text, DataOptions.of(folder.resolve("cache")));
  }

  private String error(String text) {
    return Fixtures.error(() -> open(text));
  }

  @Test
  void opensWhatLoupeDraws() {
    assertThat(open("digits").train().size()).isEqualTo(12_000);
    assertThat(open("beats").test().size()).isEqualTo(1_500);
    assertThat(open("phantoms").test().size()).isEqualTo(300);
  }

  @Test
  void opensFoldersByWhatIsInThem() throws IOException {
    Fixtures.idxFolder(folder.resolve("a"), new byte[] {0, 1}, new byte[] {0});
    Fixtures.cifarFolder(folder.resolve("b"), 1);
    assertThat(open(folder.resolve("a").toString()).train().shape()).hasToString("2x3x1");
    assertThat(open(folder.resolve("b").toString()).train().shape()).hasToString("32x32x3");
  }

  @Test
  void asksOtherRecognisersToo() throws IOException {
    Path other = Files.createDirectory(folder.resolve("other"));
    Recogniser marked =
        new Recogniser() {
          @Override
          public String layout() {
            return "a file called mark";
          }

          @Override
          public boolean recognises(Path place) {
            return Files.exists(place.resolve("mark"));
          }

          @Override
          public Splits open(Path place) {
            return Beats.splits(3, 2);
          }
        };
    List<Recogniser> list = new ArrayList<>(Recogniser.ofFiles());
    list.add(marked);
    DataOptions options = DataOptions.of(folder).recognisers(list);
    assertThat(Fixtures.error(() -> DataSource.open(other.toString(), options)))
        .isEqualTo(
            other + ": the folder is empty\n  expected: " + LAYOUTS + "\n    a file called mark");
    Files.createFile(other.resolve("mark"));
    assertThat(DataSource.open(other.toString(), options).train().size()).isEqualTo(3);
  }

  @Test
  void suggestsTheNearestName() {
    assertThat(error("mnits"))
        .isEqualTo(
            "'mnits' is neither a dataset that Loupe knows nor a folder\n  expected: "
                + NAMES
                + "\n  fix: did you mean 'mnist'?");
    assertThat(error("imagenet"))
        .isEqualTo(
            "'imagenet' is neither a dataset that Loupe knows nor a folder\n  expected: "
                + NAMES
                + "\n  fix: take one of these names, or check the path");
    assertThat(error(""))
        .isEqualTo(
            "'' is neither a dataset that Loupe knows nor a folder\n  expected: "
                + NAMES
                + "\n  fix: take one of these names, or check the path");
    assertThat(error("a\0b"))
        .startsWith("'a\0b' is neither a dataset that Loupe knows nor a folder");
  }

  @Test
  void saysWhatIsWrongWithAFolder() throws IOException {
    Path missing = folder.resolve("missing");
    assertThat(error(missing.toString()))
        .isEqualTo(
            missing
                + ": there is no such folder\n  got: nothing at "
                + missing
                + "\n  fix: check the path");
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertThat(error(empty.toString()))
        .isEqualTo(empty + ": the folder is empty\n  expected: " + LAYOUTS);
    Path odd = Files.createDirectory(folder.resolve("odd"));
    for (String name : List.of("b.txt", "c", "d", "e", "f", "g", "h")) {
      Files.createFile(odd.resolve(name));
    }
    Files.createDirectory(odd.resolve("a"));
    assertThat(error(odd.toString()))
        .isEqualTo(
            odd
                + ": there is nothing here that Loupe recognises\n  expected: "
                + LAYOUTS
                + "\n  got: a/, b.txt, c, d, e, f and 2 more");
  }

  @Test
  void saysThatAFileIsNoFolder() {
    Path file = Fixtures.file(folder, "x.bin", new byte[1]);
    assertThat(error(file.toString()))
        .isEqualTo(
            file
                + ": this is a file\n  expected: a folder of data\n"
                + "  fix: give the folder that holds it");
    Path archive = Fixtures.file(folder, "x.tar.gz", new byte[1]);
    assertThat(error(archive.toString()))
        .isEqualTo(
            archive
                + ": this is a file\n  expected: a folder of data\n"
                + "  fix: unpack it and give the folder");
  }

  @Test
  void saysWhereToGetWhatIsNotThere() {
    Path cache = folder.resolve("cache");
    assertThat(error("mnist"))
        .isEqualTo(
            "mnist is not on this machine\n  expected: its files in "
                + cache.resolve("mnist")
                + "\n  fix: add --download (12 MB from storage.googleapis.com), or put the files"
                + " there by hand");
    assertThat(error("cifar10"))
        .isEqualTo(
            "cifar10 is not on this machine\n  expected: its files in "
                + cache.resolve("cifar10")
                + "\n  fix: add --download (171 MB from www.cs.toronto.edu), or put the files"
                + " there by hand");
  }

  @Test
  void findsNamedDataInTheCacheAndNeedsNoNetwork() throws IOException {
    Fixtures.idxFolder(folder.resolve("cache/mnist"), new byte[] {0, 1}, new byte[] {9});
    Splits splits = open("mnist");
    assertThat(splits.test().label(0)).isEqualTo(9);
    assertThat(splits.train().card().name()).isEqualTo("mnist");
  }

  @Test
  void publishesTheChecksumsOfTheRealFiles() throws IOException {
    for (String name : List.of("mnist", "fashion-mnist")) {
      Optional<Path> real = Fixtures.shared(name);
      assumeTrue(real.isPresent(), "no shared/data/" + name + " above the working directory");
      var entry = (DatasetRegistry.RemoteEntry) DatasetRegistry.standard().find(name).orElseThrow();
      for (Download.Remote remote : entry.files()) {
        Path file = real.get().resolve(remote.name());
        assertThat(Files.size(file)).isEqualTo(remote.size());
        assertThat(Download.md5(file)).isEqualTo(remote.md5());
      }
    }
  }
}
