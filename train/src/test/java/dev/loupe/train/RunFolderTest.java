package dev.loupe.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loupe.data.Splits;
import dev.loupe.data.image.Colour;
import dev.loupe.data.image.Filter;
import dev.loupe.data.image.ResizeMode;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunFolderTest {
  private static final Splits SPLITS = Tiny.splits(32, 16);

  @TempDir Path folder;
  private Run run;

  @BeforeEach
  void train() {
    run =
        Trainer.of(Tiny.network())
            .name("tiny")
            .command("loupe train --data quarters | tee log")
            .batch(16)
            .epochs(2)
            .threads(1)
            .pictures(new Preprocessing.Pictures(Colour.GREY, ResizeMode.SQUASH, Filter.BILINEAR))
            .out(folder)
            .train(SPLITS);
  }

  private void refused(String message) {
    assertThatThrownBy(() -> Run.open(folder))
        .isInstanceOf(LoupeException.class)
        .hasMessage(message);
  }

  private void change(String from, String to) throws IOException {
    Path file = folder.resolve("model.json");
    String text = Files.readString(file);
    assertThat(text).contains(from);
    Files.writeString(file, text.replace(from, to));
  }

  @Test
  void comesBackAsItWas() {
    Model model = Run.open(folder).threads(1);
    assertThat(model.info()).isEqualTo(run.model().info());
    assertThat(model.network()).isEqualTo(Tiny.network());
    Tensor samples = Tensor.zeros(Shape.of(70, 8, 8, 1));
    for (int i = 0; i < 70; i++) {
      SPLITS.train().read(i, samples.item(i));
    }
    Tensor all = model.predict(samples);
    assertThat(all).isEqualTo(run.model().predict(samples));
    for (int i : new int[] {0, 63, 64, 69}) {
      List<Ranked> ranked = model.classify(samples.item(i));
      assertThat(ranked)
          .isSortedAccordingTo((a, b) -> Float.compare(b.probability(), a.probability()));
      for (Ranked r : ranked) {
        assertThat(r.probability()).isEqualTo(all.get(4 * i + r.index()));
        assertThat(r.name()).isEqualTo(Tiny.CLASSES.get(r.index()));
      }
    }
  }

  @Test
  void refusesSamplesOfOtherShapes() {
    assertThatThrownBy(() -> run.model().predict(Tensor.zeros(Shape.of(1, 8, 9, 1))))
        .isInstanceOf(LoupeException.class)
        .hasMessage("the samples don't fit the model\n  expected: samples x 8x8x1\n  got: 1x8x9x1");
  }

  @Test
  void keepsMetricsCardAndCurves() throws IOException {
    List<String> rows = Files.readAllLines(folder.resolve("metrics.csv"));
    assertThat(rows).hasSize(3);
    assertThat(rows.get(0))
        .isEqualTo(
            "epoch,steps,train_loss,train_accuracy,test_loss,test_accuracy,learning_rate,seconds,"
                + "samples_per_second");
    assertThat(rows.get(2)).matches("2,4(,[0-9]+[.][0-9]+){7}");
    assertThat(folder.resolve("README.md"))
        .content()
        .startsWith("# tiny\n")
        .contains("| pictures | GREY, SQUASH, BILINEAR |\n")
        .contains("| command | `loupe train --data quarters \\| tee log` |\n")
        .contains("The weights are those of the last epoch; the test data was only watched");
    BufferedImage curves = ImageIO.read(folder.resolve("curves.png").toFile());
    assertThat(curves.getWidth()).isEqualTo(1280);
  }

  @Test
  void refusesFoldersThatAreNotThere() {
    Path none = folder.resolve("none");
    assertThatThrownBy(() -> Run.open(none))
        .isInstanceOf(LoupeException.class)
        .hasMessage(
            none
                + ": there is no such run folder\n"
                + "  expected: a folder that a training wrote, with model.json and"
                + " model.safetensors");
  }

  @Test
  void refusesFoldersThatAreNotWhole() throws IOException {
    Files.delete(folder.resolve("model.safetensors"));
    refused(
        folder
            + ": the run folder has no model.safetensors\n"
            + "  expected: a folder that a training wrote, with model.json and model.safetensors");
  }

  @Test
  void refusesWeightsThatAreCutShort() throws IOException {
    Path file = folder.resolve("model.safetensors");
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 5));
    refused(
        file
            + ": the file is cut short in the tensor 'dense.bias'\n"
            + "  expected: values up to byte "
            + bytes.length
            + "\n  got: a file of "
            + (bytes.length - 5)
            + " bytes");
    Files.write(file, Arrays.copyOf(bytes, 100));
    int header = bytes.length - 4 * (36 + 4 + 256 + 4);
    refused(
        file
            + ": the safetensors file is cut short\n"
            + "  expected: "
            + header
            + " bytes up to the end of the header\n"
            + "  got: 100 bytes");
  }

  @Test
  void refusesBrokenJson() throws IOException {
    Path file = folder.resolve("model.json");
    change("\"name\" : \"tiny\"", "\"name\" : tiny");
    assertThatThrownBy(() -> Run.open(folder))
        .isInstanceOf(LoupeException.class)
        .hasMessageStartingWith(file + ": this is not JSON\n  got: Unrecognized token 'tiny'")
        .hasMessageMatching("(?s).*, at byte [0-9]+");
  }

  @Test
  void refusesOtherJson() throws IOException {
    Path file = folder.resolve("model.json");
    change("\"version\" : 1", "\"version\" : 7");
    refused(
        file
            + ": the model was written by a later version of Loupe\n"
            + "  expected: a format version of at most 1\n"
            + "  got: 7\n"
            + "  fix: use a later version of Loupe");
    Files.writeString(file, "{}");
    refused(file + ": this is not a model of Loupe\n  expected: a field 'version' with a number");
  }

  @Test
  void refusesNetworksAndWeightsThatDiffer() throws IOException {
    Path file = folder.resolve("model.json");
    change("\"channels\" : 4", "\"channels\" : 5");
    refused(
        folder.resolve("model.safetensors")
            + ": the file does not hold the weights of this network\n"
            + "  expected: 4 tensors with the network's names and shapes\n"
            + "  got: \n"
            + "    'conv.weight' as 4x1x3x3, not 5x1x3x3\n"
            + "    'conv.bias' as 4, not 5\n"
            + "    'dense.weight' as 4x64, not 4x80\n"
            + "  fix: take the network that the file was written for");
    change("\"features\" : 4", "\"features\" : 3");
    refused(
        file
            + ": the network does not give one value for each class\n"
            + "  expected: 4 values for a sample, one for each class\n"
            + "  got: 3 values\n"
            + "  fix: end the network with a dense layer of 4 outputs");
  }
}
