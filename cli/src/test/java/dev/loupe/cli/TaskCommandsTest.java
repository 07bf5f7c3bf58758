package dev.loupe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loupe.data.Blobs;
import dev.loupe.data.Dataset;
import dev.loupe.data.image.Image;
import dev.loupe.data.image.PictureFile;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Labels, values and maps on the command line, from files to predictions.
final class TaskCommandsTest {
  @TempDir private Path folder = Path.of("");

  private JsonNode json(String... arguments) {
    Shell shell = Shell.run(folder, arguments);
    assertThat(shell.code()).as(shell.err()).isZero();
    return JsonMapper.builder().build().readTree(shell.out());
  }

  private static Image image(Tensor values, float scale) {
    Image image = Image.black(values.shape().size(1), values.shape().size(0), 1);
    for (int i = 0; i < values.length(); i++) {
      image.pixels()[i] = (byte) Math.round(values.get(i) * scale);
    }
    return image;
  }

  @Test
  void picturesAreSegmented() {
    Dataset blobs = Blobs.splits(60, 1, Shape.of(16, 16, 1)).train();
    Tensor sample = Tensor.zeros(blobs.shape());
    Tensor map = Tensor.zeros(Shape.of(16, 16));
    for (int i = 0; i < blobs.size(); i++) {
      blobs.read(i, sample);
      blobs.readTarget(i, map);
      PictureFile.write(image(sample, 255), folder.resolve("data/images/" + i + ".png"));
      PictureFile.write(image(map, 1), folder.resolve("data/masks/" + i + ".png"));
    }
    String run = folder.resolve("run").toString();
    JsonNode trained =
        json(
            "train",
            "--data=" + folder.resolve("data"),
            "--task=segmentation",
            "--model=unet:depth=1,width=8",
            "--epochs=8",
            "--batch=8",
            "--augment=flip",
            "--json",
            "--quiet",
            "--out=" + run);
    double dice = trained.get("mean_dice").asDouble();
    assertThat(dice).isGreaterThan(0.6);
    Path out = folder.resolve("judged");
    JsonNode judged = json("eval", run, "--json", "--quiet", "--out=" + out);
    assertThat(judged.get("mean_dice").asDouble()).isEqualTo(dice);
    assertThat(judged.get("parts").size()).isEqualTo(3);
    assertThat(out.resolve("worst.png")).exists();
    assertThat(Shell.run(folder, "eval", run, "--quiet").out()).contains("mean Dice", "IoU");
    // Larger than the network's input.
    PictureFile.write(Image.black(40, 21, 1), folder.resolve("large.png"));
    JsonNode maps =
        json("predict", run, folder.resolve("large.png").toString(), "--json", "--out=" + out);
    assertThat(maps.get(0).get("places").size()).isEqualTo(3);
    assertThat(out.resolve("large-map.png")).exists();
    Shell wrong =
        Shell.run(folder, "train", "--data=" + folder.resolve("data"), "--task=regression");
    assertThat(wrong.err()).contains("the data is not for this task");
  }

  @Test
  void tablesGiveLabelsOrValues() throws IOException {
    StringBuilder labels = new StringBuilder("file,left,low\n");
    StringBuilder values = new StringBuilder("file,brightness\n");
    for (int i = 0; i < 60; i++) {
      Image image = Image.black(8, 8, 1);
      for (int p = 0; p < 64; p++) {
        boolean left = i % 2 == 1 && p % 8 < 4;
        boolean low = i % 4 >= 2 && p / 8 >= 4;
        image.pixels()[p] = (byte) ((left ? 60 : 0) + (low ? 60 : 0) + i % 7);
      }
      PictureFile.write(image, folder.resolve("labels/" + i + ".png"));
      PictureFile.write(image, folder.resolve("values/" + i + ".png"));
      labels.append("%d.png,%d,%d\n".formatted(i, i % 2, i % 4 / 2));
      values.append("%d.png,%d\n".formatted(i, 100 * (i % 2) + 50));
    }
    Files.writeString(folder.resolve("labels/labels.csv"), labels);
    Files.writeString(folder.resolve("values/labels.csv"), values);
    JsonNode shown = json("data", folder.resolve("labels").toString(), "--json", "--quiet");
    assertThat(shown.get("classes").get(1).get("name").asString()).isEqualTo("low");
    train("labels", "multi-label");
    JsonNode judged = json("eval", folder.resolve("run-labels").toString(), "--json", "--quiet");
    assertThat(judged.get("mean_auroc").asDouble()).isGreaterThan(0.95);
    assertThat(judged.get("parts").get(0).get("auroc").asDouble()).isGreaterThan(0.9);
    train("values", "regression");
    Path out = folder.resolve("judged");
    judged =
        json("eval", folder.resolve("run-values").toString(), "--json", "--quiet", "--out=" + out);
    assertThat(judged.get("mae").asDouble()).isLessThan(25);
    assertThat(out.resolve("predictions.csv"))
        .content()
        .startsWith("sample,brightness,brightness answered\n");
    JsonNode answer =
        json(
            "predict",
            folder.resolve("run-values").toString(),
            folder.resolve("values/1.png").toString(),
            "--json");
    assertThat(answer.get(0).get("top").get(0).get("value").asDouble()).isBetween(100.0, 200.0);
  }

  private void train(String data, String task) {
    Shell shell =
        Shell.run(
            folder,
            "train",
            "--data=" + folder.resolve(data),
            "--task=" + task,
            "--model=mlp:hidden=16",
            "--epochs=40",
            "--batch=16",
            "--quiet",
            "--out=" + folder.resolve("run-" + data));
    assertThat(shell.code()).as(shell.err()).isZero();
  }
}
