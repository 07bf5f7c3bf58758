package dev.loupe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `loupe look`: with random weights, as nothing here depends on what a network has learned.
final class LookCommandTest {
  @TempDir private Path folder = Path.of("");

  private Shell look(String... more) {
    String[] all = new String[more.length + 4];
    all[0] = "look";
    all[1] = "lenet5";
    all[2] = "--out";
    all[3] = folder.resolve("looked").toString();
    System.arraycopy(more, 0, all, 4, more.length);
    return Shell.run(folder, all);
  }

  @Test
  void allPartsWritePicturesAndPages() throws IOException {
    Shell shell =
        look(
            "--data=digits",
            "--samples=40",
            "--steps=2",
            "--channels=3",
            "--seed=5",
            "--threads=1",
            "--json");
    assertThat(shell.err()).isEmpty();
    assertThat(shell.code()).isZero();
    JsonNode figures = JsonMapper.builder().build().readTree(shell.out());
    assertThat(figures.get("filters").get("layer").asString()).isEqualTo("0");
    assertThat(figures.get("filters").get("filters")).hasSize(6);
    assertThat(figures.get("filters").get("edge_share").asDouble()).isBetween(0.0, 1.0);
    JsonNode random = figures.get("filters").get("edge_share_of_random_filters");
    assertThat(random.get("mean").asDouble()).isLessThan(0.2);
    assertThat(figures.get("filters").get("orientation")).hasSize(2);
    assertThat(figures.get("maps").get("poolings")).hasSize(2);
    JsonNode fields = figures.get("fields").get("layers");
    assertThat(fields.get(0).get("theoretical").asString()).isEqualTo("5x5");
    assertThat(fields.get(1).get("theoretical").asString()).isEqualTo("14x14");
    assertThat(figures.get("hierarchy").get("visualised").size()).isGreaterThan(10);
    assertThat(figures.get("similarity").get("samples").asInt()).isEqualTo(40);
    assertThat(figures.get("files")).hasSize(11);
    for (JsonNode file : figures.get("files")) {
      Path path = Path.of(file.asString());
      assertThat(path).isNotEmptyFile();
      if (path.toString().endsWith(".html")) {
        assertThat(Files.readString(path)).doesNotContain("http://").doesNotContain("https://");
      }
    }
    assertThat(
            look(
                    "--data=digits",
                    "--samples=40",
                    "--steps=2",
                    "--channels=3",
                    "--seed=5",
                    "--threads=2",
                    "--json")
                .out())
        .isEqualTo(shell.out());
  }

  @Test
  void ofTransformersWhereHeadsLook() throws IOException {
    String[] words = {"look", "vit3d:depth=2", "--data=phantoms", "--samples=3", "--out=" + folder};
    Shell shell = Shell.run(folder, with(words, "--only=attention", "--json"));
    assertThat(shell.err()).isEmpty();
    JsonNode figures = JsonMapper.builder().build().readTree(shell.out()).get("attention");
    assertThat(figures.get("places").asString()).isEqualTo("4x4x4");
    assertThat(figures.get("learned_tokens").asInt()).isEqualTo(1);
    assertThat(figures.get("samples").asInt()).isEqualTo(3);
    assertThat(figures.get("layers")).hasSize(2);
    assertThat(figures.get("layers").get(0).get("distances")).hasSize(4);
    double even = figures.get("even_distance").asDouble();
    assertThat(figures.get("layers").get(1).get("mean").asDouble()).isBetween(even / 2, even * 2);
    assertThat(folder.resolve("attention.png")).isNotEmptyFile();
    assertThat(Files.readString(folder.resolve("attention.html")))
        .contains("from the class token", "where head 3 of blocks.1.attn looks")
        .contains("rollout over the sample", "cosines between the vectors of positions")
        .doesNotContain("http://", "https://");
    assertThat(Shell.run(folder, with(words, "--only=attention")).out())
        .contains("attention distance in places", "blocks.1.attn", "(all places alike)");
    assertThat(Shell.run(folder, with(words, "--only=maps,fields,filters")).code()).isZero();
  }

  private static String[] with(String[] words, String... more) {
    return Stream.concat(Stream.of(words), Stream.of(more)).toArray(String[]::new);
  }

  @Test
  void withoutSamplesPartsAreLeftOut() {
    Shell shell = look("--only=filters,maps,fields", "--layer=3");
    assertThat(shell.err()).isEmpty();
    assertThat(shell.out())
        .contains("filters of 3: 5x5x6x16")
        .contains("14x14 by 2x2")
        .contains("left out, as they need samples of the input (--data): maps")
        .contains("written: ");
  }

  @Test
  void mistakesAreNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "x");
    refused(
        "--only: unknown part 'filter'\n"
            + "  expected: one of filters, sliding, maps, attention, fields, hierarchy,"
            + " similarity\n"
            + "  fix: did you mean 'filters'?",
        "look",
        "lenet5",
        "--only=filter",
        "--out=" + folder);
    refused(
        "the network has no attention\n"
            + "  expected: a transformer over patches of its input, such as vit-tiny\n"
            + "  fix: take a transformer, or a method for any network, such as gradcam",
        "look",
        "lenet5",
        "--only=attention",
        "--out=" + folder);
    refused(
        "--channels is out of range\n  expected: 1 to 1,000\n  got: 0",
        "look",
        "lenet5",
        "--channels=0",
        "--out=" + folder);
    refused(
        "--blur is out of range\n  expected: 0 to 8\n  got: -1.0",
        "look",
        "lenet5",
        "--blur=-1",
        "--out=" + folder);
    refused(
        "similarity needs samples\n"
            + "  expected: --data, or a run that says what it was trained on\n"
            + "  fix: name the data with --data",
        "look",
        "lenet5",
        "--only=similarity",
        "--out=" + folder);
    refused(
        file + ": this is a file\n  expected: a folder, or a new name for one",
        "look",
        "lenet5",
        "--out=" + file);
    refused(
        "unknown convolution '4'\n  expected: one of 0, 3",
        "look",
        "lenet5",
        "--only=filters",
        "--layer=4",
        "--out=" + folder);
    refused(
        "the data does not fit the network\n"
            + "  expected: samples of 28x28x1\n"
            + "  got: samples of 28x28x28x1",
        "look",
        "lenet5",
        "--data=phantoms",
        "--out=" + folder);
  }

  private void refused(String message, String... arguments) {
    Shell shell = Shell.run(folder, arguments);
    assertThat(shell.code()).isEqualTo(2);
    assertThat(shell.err().strip()).isEqualTo("loupe: " + message);
    assertThat(List.of(shell.out())).containsExactly("");
  }
}
