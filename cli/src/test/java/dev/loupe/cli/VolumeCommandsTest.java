package dev.loupe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loupe.data.array.NpyFile;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Volumes and arrays on the command line.
final class VolumeCommandsTest {
  private static final int SIZE = 6;

  @TempDir private Path folder = Path.of("");

  private static JsonNode json(Shell shell) {
    assertThat(shell.err()).isEmpty();
    return JsonMapper.builder().build().readTree(shell.out());
  }

  /// A NIfTI file of bytes, all of one value.
  private Path volume(String name, int value) throws IOException {
    ByteBuffer file = ByteBuffer.allocate(352 + SIZE * SIZE * SIZE).order(ByteOrder.LITTLE_ENDIAN);
    file.putInt(0, 348).putShort(40, (short) 3);
    file.putShort(42, (short) SIZE).putShort(44, (short) SIZE).putShort(46, (short) SIZE);
    file.putShort(70, (short) 2).putFloat(108, 352).putInt(344, 0x00312B6E);
    file.putShort(254, (short) 1).putFloat(280, 1).putFloat(300, 1).putFloat(320, 1);
    for (int i = 352; i < file.capacity(); i++) {
      file.put(i, (byte) value);
    }
    Path path = folder.resolve(name);
    Files.createDirectories(path.getParent());
    return Files.write(path, file.array());
  }

  @Test
  void foldersOfVolumesAreShownLearnedAndPredicted() throws IOException {
    for (int i = 0; i < 20; i++) {
      volume("brains/dark/" + i + ".nii", i);
      volume("brains/light/" + i + ".nii", 100 + i);
    }
    String data = folder.resolve("brains").toString();
    Path sheet = folder.resolve("sheet.png");
    JsonNode shown = json(Shell.run(folder, "data", data, "--json", "--quiet", "--sheet=" + sheet));
    assertThat(shown.get("shape").toString()).isEqualTo("[6,6,6,1]");
    assertThat(shown.get("train").asInt()).isEqualTo(32);
    assertThat(shown.get("classes").get(1).get("name").asString()).isEqualTo("light");
    assertThat(shown.get("high").get(0).asDouble()).isBetween(115.0, 119.0);
    assertThat(sheet).exists();
    String run = folder.resolve("run").toString();
    Shell trained =
        Shell.run(
            folder,
            "train",
            "--data=" + data,
            "--model=mlp",
            "--epochs=3",
            "--batch=4",
            "--quiet",
            "--out=" + run);
    assertThat(trained.code()).isZero();
    Path light = volume("light.nii", 110);
    JsonNode answer = json(Shell.run(folder, "predict", run, light.toString(), "--json"));
    assertThat(answer.get(0).get("top").get(0).get("class").asString()).isEqualTo("light");
    Path array = folder.resolve("dark.npy");
    NpyFile.write(array, Tensor.zeros(Shape.of(SIZE, SIZE, SIZE)));
    answer = json(Shell.run(folder, "predict", run, array.toString(), "--json"));
    assertThat(answer.get(0).get("top").get(0).get("class").asString()).isEqualTo("dark");
    NpyFile.write(array, Tensor.zeros(Shape.of(SIZE, SIZE)));
    assertThat(Shell.run(folder, "predict", run, array.toString()).err())
        .contains(array + ": not a sample for this model\n  expected: 6x6x6x1\n  got: 6x6\n");
  }

  @Test
  void archivesAreShownWithTheirPartToChooseBy() throws IOException {
    Path file = folder.resolve("some.npz");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
      for (String part : new String[] {"train", "val", "test"}) {
        int count = part.equals("train") ? 8 : 4;
        array(out, part + "_images", Tensor.zeros(Shape.of(count, 5, 4)));
        long[] labels = new long[count];
        labels[0] = 1;
        Path npy = folder.resolve("a.npy");
        NpyFile.write(npy, new int[] {count, 1}, labels);
        member(out, part + "_labels", npy);
      }
    }
    Shell shell = Shell.run(folder, "data", file.toString(), "--quiet");
    assertThat(shell.out())
        .contains("some: train_images from a NumPy archive")
        .contains("  sample    5x4x1\n  to learn  8\n  to choose 4\n  to judge  4\n");
    JsonNode all = json(Shell.run(folder, "data", file.toString(), "--json", "--quiet"));
    assertThat(all.get("validation").asInt()).isEqualTo(4);
    assertThat(Shell.run(folder, "data", folder.resolve("a.npy").toString()).err())
        .contains("a.npy: this is a file\n  expected: ");
  }

  private void array(ZipOutputStream out, String name, Tensor tensor) throws IOException {
    Path npy = folder.resolve("a.npy");
    NpyFile.write(npy, tensor);
    member(out, name, npy);
  }

  private static void member(ZipOutputStream out, String name, Path npy) throws IOException {
    out.putNextEntry(new ZipEntry(name + ".npy"));
    out.write(Files.readAllBytes(npy));
  }
}
