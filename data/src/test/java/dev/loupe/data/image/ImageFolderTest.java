package dev.loupe.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loupe.data.BrokenFile;
import dev.loupe.data.Dataset;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Folders of pictures as datasets.
final class ImageFolderTest {
  private static final ImageFolderOptions OPTIONS = ImageFolderOptions.DEFAULT;

  @TempDir private Path folder = Path.of("");

  private void put(String name, int width, int height, int channels) {
    PictureFile.write(SharedData.formula(width, height, channels), folder.resolve(name));
  }

  private void fill(String prefix, int pictures) {
    for (int i = 0; i < pictures; i++) {
      put(prefix + i + ".png", 10, 8 + i % 2, 3);
    }
  }

  private ImageFolderSplits open(ImageFolderOptions options) {
    return ImageFolder.open(folder, options, (done, total) -> {});
  }

  private static List<Path> files(ImageFolder data) {
    return IntStream.range(0, data.size()).mapToObj(data::file).toList();
  }

  @Test
  void classesAreFoldersAndAPartOfEachIsKeptForTheTest() throws IOException {
    fill("dog/", 10);
    fill("cat/", 5);
    fill("emu/deep/er/", 1);
    put(".hidden/1.png", 3, 3, 1);
    put("cat/.2.png", 3, 3, 1);
    Files.createDirectories(folder.resolve("empty"));
    Files.writeString(folder.resolve("cat/notes.txt"), "not a picture");
    List<Integer> progress = new ArrayList<>();
    ImageFolderSplits opened =
        ImageFolder.open(folder, OPTIONS, (done, total) -> progress.add(100 * done + total));
    assertThat(progress)
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, 16).map(i -> 100 * i + 16).boxed().toList());
    ImageFolder train = opened.train();
    ImageFolder test = opened.test();
    assertThat(train.classes()).containsExactly("cat", "dog", "emu");
    assertThat(test.classes()).isEqualTo(train.classes());
    assertThat(train.size()).isEqualTo(13);
    assertThat(labels(test)).containsExactly(0, 1, 1);
    Set<Path> all = new HashSet<>(files(train));
    all.addAll(files(test));
    assertThat(all).hasSize(16);
    assertThat(opened.broken()).isEmpty();
    assertThat(train.shape().toString()).isEqualTo("64x64x3");

    ImageFolderSplits again = open(OPTIONS);
    assertThat(files(again.test())).isEqualTo(files(test));
    assertThat(again.train().card()).isEqualTo(train.card());
    assertThat(files(open(OPTIONS.withTest(0.2, 8)).test())).isNotEqualTo(files(test));
    assertThat(open(OPTIONS.withTest(0.5, 0)).test().size()).isEqualTo(5 + 3);
    assertThat(ImageFolder.whole(folder, OPTIONS, (a, b) -> {}).size()).isEqualTo(16);
  }

  @Test
  void trainAndTestFoldersAreRecognised() {
    fill("Train/a/", 3);
    fill("Train/b/", 2);
    fill("valid/b/", 4);
    ImageFolderSplits opened = open(OPTIONS);
    assertThat(opened.train().classes()).containsExactly("a", "b");
    assertThat(labels(opened.train())).containsExactly(0, 0, 0, 1, 1);
    assertThat(labels(opened.test())).containsExactly(1, 1, 1, 1);

    put("valid/c/1.png", 5, 5, 3);
    assertMessage(
        OPTIONS,
        folder
            + """
            : the test has a class that can't be learned
              expected: one of the 2 classes with pictures to learn from
              got: 'c'\
            """);
  }

  @Test
  void trainAloneIsSplit() {
    fill("train/a/", 5);
    fill("train/b/", 5);
    ImageFolderSplits opened = open(OPTIONS);
    assertThat(opened.train().classes()).containsExactly("a", "b");
    assertThat(opened.test().size()).isEqualTo(2);
  }

  @Test
  void samplesAreTheResizedPictures() {
    put("a/1.png", 30, 20, 3);
    put("a/2.png", 20, 30, 3);
    put("b/1.png", 64, 64, 1);
    ImageFolderOptions options =
        OPTIONS.withSize(16, 12).withResize(ResizeMode.FIT, Filter.BICUBIC);
    for (long cache : new long[] {0, 16 * 12 * 3, 1 << 20}) {
      ImageFolder data = ImageFolder.whole(folder, options.withCache(cache), (a, b) -> {});
      assertThat(data.shape().toString()).isEqualTo("12x16x3");
      Tensor tensor = Tensor.zeros(data.shape());
      for (int round = 0; round < 2; round++) {
        for (int i = 0; i < 3; i++) {
          Image image = ImageFile.read(data.file(i), Colour.RGB);
          data.read(i, tensor);
          assertThat(tensor).isEqualTo(Resize.fit(image, 16, 12, Filter.BICUBIC).toTensor());
        }
      }
    }
  }

  @Test
  void shapeIsChosenFromThePictures() {
    put("a/1.png", 9, 7, 1);
    put("b/1.png", 9, 7, 1);
    assertThat(whole(OPTIONS).shape().toString()).isEqualTo("7x9x1");
    assertThat(whole(OPTIONS.withColour(Colour.RGB)).shape().toString()).isEqualTo("7x9x3");
    put("b/2.png", 9, 7, 3);
    assertThat(whole(OPTIONS).shape().toString()).isEqualTo("7x9x3");
    assertThat(whole(OPTIONS.withColour(Colour.GREY)).shape().toString()).isEqualTo("7x9x1");
    put("b/3.png", 9, 8, 1);
    assertThat(whole(OPTIONS).shape().toString()).isEqualTo("64x64x3");
  }

  @Test
  void cardHashesNamesAndContents() throws IOException {
    put("a/1.png", 9, 7, 1);
    put("b/1.png", 9, 7, 1);
    String hash = whole(OPTIONS).card().hash();
    assertThat(hash).matches("sha256:[0-9a-f]{64}");
    assertThat(whole(OPTIONS.withDecode(false)).card().hash()).isEqualTo(hash);
    assertThat(whole(OPTIONS).card().licence()).isEqualTo("unknown");
    assertThat(whole(OPTIONS).card().source()).isEqualTo(folder.toString());
    Files.move(folder.resolve("b/1.png"), folder.resolve("b/2.png"));
    String renamed = whole(OPTIONS).card().hash();
    put("b/2.png", 9, 8, 1);
    assertThat(Set.of(hash, renamed, whole(OPTIONS).card().hash())).hasSize(3);
  }

  @Test
  void brokenPicturesAreCountedOrRefused() throws IOException {
    fill("a/", 4);
    fill("b/", 4);
    Path broken = folder.resolve("a/9.jpg");
    Files.write(broken, new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xE0, 0, 4, 0});
    String reason = broken + ": the JPEG ends before its pixel data";
    ImageFolderSplits opened = open(OPTIONS);
    assertThat(opened.broken()).containsExactly(new BrokenFile(broken, reason));
    assertThat(opened.train().size() + opened.test().size()).isEqualTo(8);
    assertMessage(
        OPTIONS.withStrict(true),
        folder
            + ": 1 picture is broken\n  expected: pictures that can be read\n  got: "
            + reason
            + "\n  fix: remove or replace it");
  }

  @Test
  void brokenPixelsAreFoundByTheScanOrWhenRead() throws IOException {
    fill("a/", 2);
    put("b/1.png", 40, 40, 3);
    Path file = folder.resolve("b/1.png");
    // A sound header and checksums, but the pixels stop.
    byte[] bytes = Files.readAllBytes(file);
    int data = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("IDAT");
    bytes[data + 4] = 0;
    CRC32 crc = new CRC32();
    int length = ByteBuffer.wrap(bytes).getInt(data - 4);
    crc.update(bytes, data, length + 4);
    ByteBuffer.wrap(bytes).putInt(data + 4 + length, (int) crc.getValue());
    Files.write(file, bytes);
    String reason = file + ": the PNG's pixel data is damaged";
    ImageFolder scanned = whole(OPTIONS);
    assertThat(scanned.size()).isEqualTo(2);
    ImageFolder headers = whole(OPTIONS.withDecode(false));
    assertThat(headers.size()).isEqualTo(3);
    assertThatThrownBy(() -> headers.read(2, Tensor.zeros(headers.shape())))
        .isInstanceOf(LoupeException.class)
        .hasMessage(reason);
  }

  @Test
  void foldersThatAreNotDatasetsAreExplained() throws IOException {
    String layout =
        "\n  expected: a folder with a folder of pictures for each class, such as "
            + folder.resolve("cat/1.jpg");
    String none = folder + ": there are no pictures in class folders" + layout;
    assertMessage(OPTIONS, none + "\n  got: no folders");
    Files.createDirectories(folder.resolve("a"));
    Files.createDirectories(folder.resolve("b"));
    assertMessage(OPTIONS, none + "\n  got: 2 folders without pictures");
    put("1.png", 5, 5, 1);
    put("2.png", 5, 5, 1);
    assertMessage(
        OPTIONS,
        none
            + "\n  got: 2 pictures that lie in the folder itself"
            + "\n  fix: move each picture into a folder named after its class");
    put("a/1.png", 5, 5, 1);
    assertMessage(
        OPTIONS,
        folder
            + ": there are too few classes to tell apart\n  expected: at least 2 folders with"
            + " pictures\n  got: 1: 'a'\n  fix: give the folder that holds the class folders");
    put("b/1.png", 5, 5, 1);
    assertMessage(
        OPTIONS,
        folder
            + ": there are too few pictures to keep some for the test\n  expected: a class with at"
            + " least 2 pictures\n  got: 2 pictures in 2 classes");

    Path missing = folder.resolve("none");
    assertThatThrownBy(() -> ImageFolder.open(missing, OPTIONS, (a, b) -> {}))
        .isInstanceOf(LoupeException.class)
        .hasMessage(
            missing
                + ": there is no such folder"
                + layout.replace(folder.toString(), missing.toString()));
    Path file = folder.resolve("1.png");
    assertThatThrownBy(() -> ImageFolder.open(file, OPTIONS, (a, b) -> {}))
        .isInstanceOf(LoupeException.class)
        .hasMessage(file + ": this is a file" + layout.replace(folder.toString(), file.toString()));
  }

  @Test
  void optionsAreChecked() {
    assertThatThrownBy(() -> OPTIONS.withSize(0, 5))
        .isInstanceOf(LoupeException.class)
        .hasMessage(
            "the size of the pictures is not possible\n"
                + "  expected: a width and a height of at least 1, or 0 for both to choose\n"
                + "  got: 0x5");
    assertThatThrownBy(() -> OPTIONS.withTest(1, 0))
        .isInstanceOf(LoupeException.class)
        .hasMessage(
            "the part for the test is not possible\n"
                + "  expected: a number above 0 and below 1, such as 0.2\n"
                + "  got: 1.0");
    assertThatThrownBy(() -> OPTIONS.withCache(-1))
        .isInstanceOf(LoupeException.class)
        .hasMessage("the memory for pictures is below 0\n  got: -1 bytes");
  }

  private ImageFolder whole(ImageFolderOptions options) {
    return ImageFolder.whole(folder, options, (done, total) -> {});
  }

  private static List<Integer> labels(Dataset data) {
    return IntStream.range(0, data.size()).map(data::label).boxed().toList();
  }

  private void assertMessage(ImageFolderOptions options, String message) {
    assertThatThrownBy(() -> open(options)).isInstanceOf(LoupeException.class).hasMessage(message);
  }
}
