package dev.loupe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `loupe summary`: the figures of LeNet-5 are worked out by hand.
final class SummaryCommandTest {
  @TempDir private Path folder = Path.of("");

  private JsonNode json(String... arguments) {
    Shell shell = Shell.run(folder, arguments);
    assertThat(shell.err()).isEmpty();
    assertThat(shell.code()).isZero();
    return JsonMapper.builder().build().readTree(shell.out());
  }

  @Test
  void layersHaveShapesParametersAndFlops() {
    JsonNode all = json("summary", "lenet5", "--batch", "2", "--json");
    JsonNode conv = all.get("layers").get(3);
    assertThat(conv.get("operation").asString()).isEqualTo("convolution 5x5");
    assertThat(conv.get("output").toString()).isEqualTo("[10,10,16]");
    assertThat(conv.get("parameters").asInt()).isEqualTo(5 * 5 * 6 * 16 + 16);
    // A multiply-add for each weight of a place, and the bias.
    assertThat(conv.get("flops").asInt()).isEqualTo(100 * 16 * (2 * 150 + 1));
    assertThat(conv.get("bytes").asInt()).isEqualTo(2 * 4 * 1600);
    assertThat(all.get("parameters").asInt()).isEqualTo(61_706);
    assertThat(all.get("batch").asInt()).isEqualTo(2);
    assertThat(all.get("training_bytes").asLong()).isGreaterThan(4 * 3 * 61_706);
    assertThat(all.get("largest_batch").asInt()).isGreaterThan(64);
  }

  @Test
  void receptiveFieldsGrowWithTheLayers() {
    JsonNode layers = json("summary", "lenet5", "--json").get("layers");
    assertThat(layers.get(0).get("receptive_field").toString()).isEqualTo("[5,5]");
    assertThat(layers.get(2).get("receptive_field").toString()).isEqualTo("[6,6]");
    assertThat(layers.get(3).get("receptive_field").toString()).isEqualTo("[14,14]");
    assertThat(layers.get(5).get("receptive_field").toString()).isEqualTo("[16,16]");
    assertThat(layers.get(5).get("stride").toString()).isEqualTo("[4.0,4.0]");
  }

  @Test
  void savingsOfALargePicture() {
    JsonNode all = json("summary", "lenet5", "--input", "1000x1000x3", "--json");
    BigInteger first = BigInteger.valueOf(3_000_000L).multiply(BigInteger.valueOf(6_000_000L));
    BigInteger second =
        BigInteger.valueOf(500 * 500 * 6L * 496).multiply(BigInteger.valueOf(496 * 16L));
    assertThat(all.get("dense_weights").bigIntegerValue()).isEqualTo(first.add(second));
    assertThat(all.get("convolution_weights").asInt()).isEqualTo(5 * 5 * 3 * 6 + 5 * 5 * 6 * 16);
    // Two halvings of both sides: the first dense layer would have sixteen times the inputs.
    long dense = 248L * 248 * 16 * 120;
    assertThat(all.get("parameters_without_pooling").asLong())
        .isEqualTo(all.get("parameters").asLong() + 15 * dense);
  }

  @Test
  void theTableHasALineForEachLayer() {
    Shell shell = Shell.run(folder, "summary", "lenet5", "--input", "1000x1000x3");
    assertThat(shell.out())
        .contains("3      convolution 5x5              496x496x16         2,416  1.18 G   961 MiB")
        .contains("dense layers of the same sizes: 23.9 T (87.0 TiB), 8.39 G times as many");
  }

  @Test
  void signalsAndVolumesHaveFieldsOfTheirRank() {
    assertThat(Shell.run(folder, "summary", "ecg1d").out()).contains("1.p    max pool 5 stride 2");
    JsonNode layers = json("summary", "lenet5", "--input", "28x28x28x1", "--json").get("layers");
    assertThat(layers.get(3).get("receptive_field").toString()).isEqualTo("[14,14,14]");
  }

  /// Normalising places and mixing channels reshape within, which is not flattening.
  @Test
  void layersThatReshapeWithinSayWhatTheyDo() {
    String next = Shell.run(folder, "summary", "convnext_atto", "--batch", "1").out();
    assertThat(next).contains("stages.0.blocks.0.norm     group norm");
    String shuffled = Shell.run(folder, "summary", "shufflenet_v2_x0_5", "--batch", "1").out();
    assertThat(shuffled).contains("stage2.0            concat, transpose");
    assertThat(next + shuffled).doesNotContain("flatten");
  }

  @Test
  void namesMayChooseSettings() {
    JsonNode all = json("summary", "resnet9:width=32,activation=elu", "--json");
    assertThat(all.get("parameters").asInt()).isEqualTo(1_646_112);
    assertThat(json("summary", "wrn-28-10", "--batch", "1", "--json").get("parameters").asInt())
        .isEqualTo(36_479_194);
    Shell wrong = Shell.run(folder, "summary", "resnet9:width=wide");
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err()).contains("resnet9:width=wide: the setting 'width' is out of range");
  }

  @Test
  void networksForPixelsKeepTheSizeAndSayWhatTheyTake() {
    JsonNode layers = json("summary", "unet", "--input", "64x32x3", "--json").get("layers");
    assertThat(layers.get(layers.size() - 1).get("output").toString()).isEqualTo("[64,32,2]");
    Shell wrong = Shell.run(folder, "summary", "unet", "--input", "100x100x3");
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err()).contains("pad the input to 112x112, crop it to 96x96");
  }

  @Test
  void inputsThatDoNotFitAreRefused() {
    Shell text = Shell.run(folder, "summary", "lenet5", "--input", "large");
    assertThat(text.code()).isEqualTo(2);
    assertThat(text.err())
        .isEqualTo(
            "loupe: not a shape\n"
                + "  expected: sizes joined by x, channels last, such as 32x32x3\n"
                + "  got: 'large'\n");
    Shell small = Shell.run(folder, "summary", "lenet5", "--input", "6x6x1");
    assertThat(small.code()).isEqualTo(2);
    assertThat(small.err()).startsWith("loupe: 3: the kernel is larger than the padded input\n");
    assertThat(Shell.run(folder, "summary", "lenet5", "--batch", "0").err())
        .isEqualTo("loupe: --batch is out of range\n  expected: at least 1\n  got: 0\n");
  }
}
