package dev.loupe.data.volume;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loupe.data.DataOptions;
import dev.loupe.data.DataSource;
import dev.loupe.data.Dataset;
import dev.loupe.data.Progress;
import dev.loupe.data.Splits;
import dev.loupe.data.io.TestData;
import dev.loupe.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Folders of volumes as datasets.
final class VolumeFolderTest {
  private static final VolumeFolderOptions OPTIONS = VolumeFolderOptions.DEFAULT;

  @TempDir private Path folder = Path.of("");

  /// A NIfTI file of 4 by 3 by 2 floats that count from a value.
  private void put(String name, float first, int sizeX) throws IOException {
    int count = sizeX * 3 * 2;
    ByteBuffer file = ByteBuffer.allocate(352 + 4 * count).order(ByteOrder.LITTLE_ENDIAN);
    file.putInt(0, 348).putShort(40, (short) 3).putShort(42, (short) sizeX);
    file.putShort(44, (short) 3).putShort(46, (short) 2);
    file.putShort(70, (short) 16).putFloat(108, 352).putInt(344, 0x00312B6E);
    // The sform: x leads to the left.
    file.putShort(254, (short) 1).putFloat(280, -1).putFloat(300, 1).putFloat(320, 1);
    for (int i = 0; i < count; i++) {
      file.putFloat(352 + 4 * i, first + i);
    }
    Path path = folder.resolve(name);
    Files.createDirectories(path.getParent());
    Files.write(path, file.array());
  }

  private Splits open() {
    return VolumeFolder.open(folder, OPTIONS, Progress.none());
  }

  @Test
  void foldersAreClasses() throws IOException {
    for (int i = 0; i < 10; i++) {
      put("well/" + i + ".nii", 100 * i, 4);
      put("ill/deeper/" + i + ".nii", -100 * i, 4);
    }
    List<String> told = new ArrayList<>();
    Splits splits =
        VolumeFolder.open(folder, OPTIONS, (what, done, total) -> told.add(done + "/" + total));
    Dataset train = splits.train();
    assertThat(train.size()).isEqualTo(16);
    assertThat(splits.test().size()).isEqualTo(4);
    assertThat(splits.validation()).isNull();
    assertThat(train.classes()).containsExactly("ill", "well");
    assertThat(train.shape()).hasToString("2x3x4x1");
    assertThat(told).hasSize(20).endsWith("20/20");
    Tensor sample = Tensor.zeros(train.shape());
    for (int i = 0; i < train.size(); i++) {
      train.read(i, sample);
      // Turned to RAS: each row backwards.
      float first = sample.get(3);
      assertThat(train.label(i)).isEqualTo(first > 0 ? 1 : first < 0 ? 0 : train.label(i));
      assertThat(sample.get(0)).isEqualTo(first + 3);
      assertThat(sample.get(4)).isEqualTo(first + 7);
    }
    assertThat(train.card().description())
        .isEqualTo(
            "16 volumes in 2 classes, to learn from; values as stored, times the files' scale");
    assertThat(train.card().hash()).startsWith("sha256:").isEqualTo(open().train().card().hash());
    Dataset bare = VolumeFolder.open(folder, OPTIONS.withCache(0), Progress.none()).train();
    Tensor again = Tensor.zeros(bare.shape());
    bare.read(15, again);
    assertThat(again).isEqualTo(sample);
  }

  @Test
  void trainAndTestFoldersAreTaken() throws IOException {
    for (String part : List.of("train", "test")) {
      put(part + "/a/1.nii", 1, 4);
      put(part + "/b/1.nii", 2, 4);
    }
    put("train/b/2.nii", 3, 4);
    Splits splits = open();
    assertThat(splits.train().size()).isEqualTo(3);
    assertThat(splits.test().size()).isEqualTo(2);
    put("test/c/1.nii", 2, 4);
    assertThat(TestData.error(this::open))
        .isEqualTo(
            folder
                + ": the test has a class that can't be learned\n  expected: one of a, b\n"
                + "  got: 'c'");
  }

  @Test
  void foldersOfSlicesAreVolumes() throws IOException {
    for (String name : List.of("a/one", "a/two", "b/one", "b/two")) {
      TestData.unpack(VolumeFolderTest.class, "dicom.zip", folder.resolve("packed"));
      Files.createDirectories(folder.resolve(name).getParent());
      Files.move(folder.resolve("packed/series"), folder.resolve(name));
    }
    try (var files = Files.list(folder.resolve("packed"))) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder.resolve("packed"));
    Splits splits = open();
    assertThat(splits.train().size()).isEqualTo(2);
    Volume volume = DicomSeries.open(folder.resolve("a/one")).read().oriented("RAS");
    Tensor sample = Tensor.zeros(splits.train().shape());
    splits.train().read(0, sample);
    assertThat(sample).isEqualTo(volume.values());
  }

  @Test
  void singleDicomFilesArePictures() throws IOException {
    TestData.unpack(VolumeFolderTest.class, "dicom.zip", folder);
    for (String name : List.of("u16", "u8", "s16")) {
      Files.createDirectories(folder.resolve("in").resolve(name));
      for (String syntax : List.of("implicit", "explicit")) {
        Files.move(
            folder.resolve(syntax + name + ".dcm"),
            folder.resolve("in").resolve(name).resolve(syntax + ".dcm"));
      }
    }
    Splits splits = VolumeFolder.open(folder.resolve("in"), OPTIONS, Progress.none());
    assertThat(splits.train().shape()).hasToString("3x5x1");
    assertThat(splits.train().classes()).containsExactly("s16", "u16", "u8");
  }

  @Test
  void whatDoesNotFitIsNamed() throws IOException {
    put("a/1.nii", 1, 4);
    put("a/2.nii", 1, 4);
    put("b/1.nii", 1, 4);
    put("b/2.nii", 1, 5);
    assertThat(TestData.error(this::open))
        .isEqualTo(
            folder.resolve("b/2.nii")
                + ": the volume has another shape than the others\n"
                + "  expected: 2x3x4x1 as a/1.nii\n  got: 2x3x5x1\n"
                + "  fix: bring all volumes to one grid first")
        .hasLineCount(4);
    Files.write(folder.resolve("b/2.nii"), new byte[100]);
    assertThat(TestData.error(this::open))
        .startsWith(folder.resolve("b/2.nii") + ": this is no NIfTI file");
    put("b/2.nii", Float.NaN, 4);
    Splits splits = open();
    Tensor sample = Tensor.zeros(splits.train().shape());
    assertThat(
            TestData.error(
                () -> {
                  for (Dataset d : List.of(splits.train(), splits.test())) {
                    for (int i = 0; i < d.size(); i++) {
                      d.read(i, sample);
                    }
                  }
                }))
        .isEqualTo(
            folder.resolve("b/2.nii")
                + ": a value of the volume is no number\n  expected: finite numbers\n"
                + "  got: NaN at index 0 of 2x3x4x1");
  }

  @Test
  void foldersAreRecognisedByNames() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    put("data/a/1.nii", 1, 4);
    VolumeFolders recogniser = new VolumeFolders(OPTIONS, Progress.none());
    assertThat(recogniser.recognises(folder.resolve("data"))).isTrue();
    assertThat(recogniser.recognises(empty)).isFalse();
    assertThat(recogniser.recognisesFile(folder.resolve("data/a/1.nii"))).isFalse();
    DataOptions options = DataOptions.of(folder).recognisers(List.of(recogniser));
    String data = folder.resolve("data").toString();
    assertThat(TestData.error(() -> DataSource.open(data, options)))
        .startsWith(data + ": there are too few classes to tell apart");
    String flat = folder.resolve("data/a").toString();
    assertThat(TestData.error(() -> DataSource.open(flat, options)))
        .contains(": there are no volumes in class folders")
        .contains("fix: move each volume into a folder named after its class");
  }
}
