package dev.loupe.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `torch-files.json` was made by `src/test/python/torch_files.py`.
final class TorchFileTest {
  @TempDir Path folder;

  static ObjectNode fixtures() throws IOException {
    try (InputStream in = TorchFileTest.class.getResourceAsStream("torch-files.json")) {
      assertThat(in).isNotNull();
      return Json.parse("torch-files.json", in.readAllBytes(), 0);
    }
  }

  static byte[] fixture(String name) throws IOException {
    return Base64.getDecoder().decode(fixtures().path(name).path("file").asString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "zip",
        "legacy",
        "zip protocol 4",
        "checkpoint",
        "legacy checkpoint",
        "small legacy",
        "one tensor",
        "list"
      })
  void tensorsAreWhatPyTorchSaved(String name) throws IOException {
    Path file = folder.resolve("model.pt");
    Files.write(file, fixture(name));
    JsonNode wanted = fixtures().path(name).path("tensors");
    WeightFile read = WeightFile.open(file);
    assertThat(read).isInstanceOf(TorchFile.class);
    assertThat(read.names()).containsExactlyElementsOf(wanted.propertyNames());
    for (Map.Entry<String, JsonNode> tensor : wanted.properties()) {
      List<Integer> sizes = new ArrayList<>();
      tensor.getValue().path("sizes").forEach(n -> sizes.add(n.intValue()));
      List<Float> numbers = new ArrayList<>();
      tensor
          .getValue()
          .path("numbers")
          .forEach(n -> numbers.add(Float.parseFloat(n.asString().replace("inf", "Infinity"))));
      assertThat(read.sizes(tensor.getKey())).as(tensor.getKey()).isEqualTo(sizes);
      List<Float> own = new ArrayList<>();
      for (float v : read.values(tensor.getKey())) {
        own.add(v);
      }
      assertThat(own).as(tensor.getKey()).isEqualTo(numbers);
    }
  }

  @Test
  void aRealNetworkIsReadAsPyTorchReadsIt() {
    // Two states of one training: 3752 and 7504 batches.
    WeightFile torch = WeightFile.open(SharedData.file("weights/mnist.pt"));
    WeightFile safe = WeightFile.open(SharedData.file("weights/mnist.safetensors"));
    assertThat(torch.names()).containsExactlyInAnyOrderElementsOf(safe.names()).hasSize(20);
    for (String name : torch.names()) {
      assertThat(torch.sizes(name)).as(name).isEqualTo(safe.sizes(name));
    }
    assertThat(torch.values("norm1.num_batches_tracked")).containsExactly(3752);
    assertThat(safe.values("norm1.num_batches_tracked")).containsExactly(7504);
    check(torch, "conv1.weight", 0.16227687895298004, -0.20682549476623535, -0.2826172108761966);
    check(safe, "conv1.weight", 0.1658172607421875, -0.18913698196411133, -0.2869261570741490);
    check(torch, "fc1.weight", 0.0016727697802707553, -0.01694413833320141, -510.434496281791);
    check(safe, "fc1.weight", -0.0002291733107995242, -0.0007706402102485299, -335.3114262489783);
  }

  @Test
  void aLegacyCheckpointOfARealNetworkIsRead() {
    WeightFile file = WeightFile.open(SharedData.file("weights/resnet20-12fca82f.th"));
    assertThat(file.names()).hasSize(97).startsWith("module.conv1.weight", "module.bn1.weight");
    // First number, last number and sum, as PyTorch 2.13 reads them.
    check(
        file, "module.conv1.weight", -0.13818146288394928, 0.3087101876735687, 1.3100982000032673);
    check(
        file,
        "module.linear.weight",
        -1.0598125457763672,
        0.22667697072029114,
        -0.04562738863751292);
    check(
        file,
        "module.layer3.2.bn2.running_var",
        0.3016022741794586,
        0.17508132755756378,
        10.665690739639103);
  }

  private static void check(WeightFile file, String name, double first, double last, double sum) {
    float[] values = file.values(name);
    assertThat((double) values[0]).isEqualTo(first);
    assertThat((double) values[values.length - 1]).isEqualTo(last);
    double total = 0;
    for (float v : values) {
      total += v;
    }
    assertThat(total).isCloseTo(sum, within(1e-9));
  }

  @Test
  void anUnknownNameIsToldWithTheNearest() throws IOException {
    Path file = folder.resolve("model.pt");
    Files.write(file, fixture("small legacy"));
    assertThatThrownBy(() -> TorchFile.open(file).values("a.weigth"))
        .hasMessage(
            file
                + ": unknown tensor 'a.weigth'\n  expected: one of a.weight\n"
                + "  fix: did you mean 'a.weight'?");
  }
}
