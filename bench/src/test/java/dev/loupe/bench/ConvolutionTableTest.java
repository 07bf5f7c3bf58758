package dev.loupe.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loupe.testkit.problems.NetworkLayers;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The table from end to end, with hardly any time for a row.
final class ConvolutionTableTest {
  private final StringWriter text = new StringWriter();

  private int run(String... arguments) {
    CommandLine command = ConvolutionTable.command();
    command.setOut(new PrintWriter(text)).setErr(new PrintWriter(text));
    return command.execute(arguments);
  }

  @Test
  void measuresEachDirectionAndWritesFiles(@TempDir Path folder) throws IOException {
    Path json = folder.resolve("table.json");
    Path markdown = folder.resolve("table.md");
    int code =
        run(
            "--net=lenet5",
            "--layer=1-6",
            "--batch=1",
            "--rounds=1",
            "--seconds=0.001",
            "--warm=0.001",
            "--no-peer",
            "--json=" + json,
            "--markdown=" + markdown);
    assertThat(code).isZero();
    assertThat(text.toString()).contains("| lenet5 | 5x5 1-6 at 28x28 | 1 | back weights | ");
    assertThat(Files.readString(markdown)).contains("## All rows\n");
    JsonNode rows = JsonMapper.builder().build().readTree(Files.readString(json)).get("rows");
    assertThat(rows.size()).isEqualTo(3);
    assertThat(rows.get(0).get("nets").get("lenet5").asInt()).isEqualTo(1);
    assertThat(rows.get(0).get("loupe").asDouble()).isPositive();
    assertThat(rows.get(0).get("peak").asDouble()).isPositive();
    assertThat(rows.get(0).get("oneDnn").isNull()).isTrue();
    assertThat(rows.get(0).get("implementation").asString()).isEqualTo("not asked for");

    List<ConvolutionResult> read = FreshProcess.read(json);
    assertThat(read).hasSize(3);
    ConvolutionResult other = read.get(0).with(Map.of("other", 2));
    assertThat(FreshProcess.merged(List.of(read.get(0), read.get(1), other)))
        .containsExactly(other, read.get(1));
    assertThat(other.nets()).isEqualTo(Map.of("lenet5", 1, "other", 2));
  }

  @Test
  void refusesAnUnknownNet() {
    assertThat(run("--net=lenet6")).isEqualTo(2);
    assertThat(text.toString()).startsWith("no net 'lenet6', only [resnet50, resnet18-cifar, ");
  }

  @Test
  void measuresAGeometryOnceForAllNets() {
    List<ConvolutionCase> cases = ConvolutionCase.of(NetworkLayers.all(), 8, 16e9);
    assertThat(cases).hasSizeLessThan(NetworkLayers.all().size());
    assertThat(cases.stream().map(ConvolutionCase::uses))
        .contains(Map.of("resnet18-cifar", 1, "vgg11-cifar", 1));
  }

  @Test
  void halvesTheBatchOfHeavyLayers() {
    List<ConvolutionCase> cases = ConvolutionCase.of(NetworkLayers.of("resnet18-3d"), 8, 16e9);
    // 27 taps, 64 to 64 channels, 28 x 28 x 28: 4.9 GFLOP a sample.
    assertThat(cases.get(1).layer().row().source().size(0)).isEqualTo(2);
    assertThat(cases.get(9).layer().row().source().size(0)).isEqualTo(8);
  }
}
