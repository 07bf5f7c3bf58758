package dev.loupe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `loupe train`, `eval`, `predict` and `data` on a small folder of pictures.
final class RunCommandsTest {
  private static final int PER_CLASS = 80;

  @TempDir private static Path folder = Path.of("");

  private static Shell training = new Shell(-1, "", "");

  @BeforeAll
  static void trainOnThreeDigits() throws IOException {
    DrawnPictures.write(pictures(), PER_CLASS);
    Files.write(pictures().resolve("digit 0").resolve("broken.png"), new byte[] {1, 2, 3});
    training = train("run", "2");
  }

  private static Path pictures() {
    return folder.resolve("pictures");
  }

  private static Shell train(String name, String threads) {
    return Shell.run(
        folder,
        "train",
        "--data=" + pictures(),
        "--epochs=10",
        "--batch=16",
        "--threads=" + threads,
        "--out=" + folder.resolve(name));
  }

  private static JsonNode json(String text) {
    return JsonMapper.builder().build().readTree(text);
  }

  @Test
  void trainingTellsWhatItDoesAndWhatComesNext() {
    assertThat(training.code()).isZero();
    assertThat(training.err())
        .startsWith("1 picture is broken and left out (--strict makes that an error):\n")
        .contains("broken.png");
    assertThat(training.out())
        .contains("data    pictures: 192 samples to learn from, 48 to be judged by, 28x28x1")
        .contains("model   lenet5: 61,111 parameters")
        .contains(" planned (step ")
        .contains("epoch 10/10")
        .contains("./loupe eval " + folder.resolve("run"))
        .contains("./loupe summary " + folder.resolve("run"));
    assertThat(folder.resolve("run/model.safetensors")).exists();
    assertThat(folder.resolve("run/samples/digit-2.png")).exists();
  }

  @Test
  void anotherNumberOfThreadsGivesTheSameBytes() throws IOException {
    assertThat(train("again", "1").code()).isZero();
    assertThat(Files.mismatch(file("run"), file("again"))).isEqualTo(-1);
  }

  private static Path file(String name) {
    return folder.resolve(name).resolve("model.safetensors");
  }

  @Test
  void evalJudgesWhatTheRunWasTrainedOn() {
    Shell shell = Shell.run(folder, "eval", folder.resolve("run").toString(), "--json");
    assertThat(shell.code()).isZero();
    JsonNode all = json(shell.out());
    assertThat(all.get("samples").asInt()).isEqualTo(48);
    assertThat(all.get("accuracy").asDouble()).isGreaterThan(0.9);
    assertThat(all.get("loss").asDouble()).isBetween(0.0, 1.0);
    assertThat(all.get("classes").get(1).get("name").asString()).isEqualTo("digit 1");
    assertThat(all.get("confusion").size()).isEqualTo(3);
  }

  @Test
  void evalPrintsATableForPeople() {
    Shell shell = Shell.run(folder, "eval", folder.resolve("run").toString());
    assertThat(shell.out()).contains("accuracy  ").contains("is \\ called").contains("digit 2");
  }

  @Test
  void predictRanksTheClassesOfFilesFoldersAndPatterns() {
    String run = folder.resolve("run").toString();
    String samples = folder.resolve("run/samples").toString();
    JsonNode all = json(Shell.run(folder, "predict", run, samples, "--top=2", "--json").out());
    assertThat(all.size()).isEqualTo(3);
    assertThat(all.get(0).get("file").asString()).endsWith("digit-0.png");
    JsonNode top = all.get(0).get("top");
    assertThat(top.size()).isEqualTo(2);
    assertThat(top.get(0).get("class").asString()).isEqualTo("digit 0");
    assertThat(top.get(0).get("index").asInt()).isZero();
    assertThat(top.get(0).get("probability").asDouble())
        .isGreaterThan(top.get(1).get("probability").asDouble());
    Shell pattern = Shell.run(folder, "predict", run, samples + "/*-[12].png", "--json");
    assertThat(json(pattern.out()).size()).isEqualTo(2);
  }

  @Test
  void predictReadsStandardInput() throws IOException {
    String run = folder.resolve("run").toString();
    Path sample = folder.resolve("run/samples/digit-1.png");
    Shell picture = Shell.run(folder, Files.readAllBytes(sample), "predict", run, "-");
    assertThat(picture.out()).startsWith("-: digit 1 ");
    byte[] names = (sample + "\n").getBytes(StandardCharsets.UTF_8);
    Shell list = Shell.run(folder, names, "predict", run, "-", "--top=1");
    assertThat(list.out()).startsWith(sample + ": digit 1 ");
    assertThat(Shell.run(folder, "predict", run, "-").err())
        .isEqualTo(
            "loupe: standard input is empty\n"
                + "  expected: a picture, or the names of files, one a line\n");
  }

  @Test
  void aBrokenFileDoesNotKeepTheOthersFromAnAnswer() {
    String run = folder.resolve("run").toString();
    String broken = pictures().resolve("digit 0/broken.png").toString();
    String good = folder.resolve("run/samples/digit-2.png").toString();
    Shell shell = Shell.run(folder, "predict", run, broken, good, "--json");
    assertThat(shell.code()).isEqualTo(2);
    assertThat(shell.err())
        .isEqualTo(
            "loupe: "
                + broken
                + ": the format is not known\n  expected: a JPEG, PNG, BMP or GIF picture\n");
    assertThat(json(shell.out()).get(0).has("error")).isTrue();
    assertThat(json(shell.out()).get(1).get("top").get(0).get("index").asInt()).isEqualTo(2);
  }

  @Test
  void filesThatAreNotThereAreRefused() {
    String run = folder.resolve("run").toString();
    assertThat(Shell.run(folder, "predict", run, "no.png").err())
        .isEqualTo("loupe: no.png: there is no such file\n");
    assertThat(Shell.run(folder, "predict", run, folder + "/no*.png").err())
        .isEqualTo("loupe: no file matches '" + folder + "/no*.png'\n");
    assertThat(Shell.run(folder, "predict", "nowhere", "a.png").code()).isEqualTo(2);
  }

  @Test
  void strictMakesABrokenPictureAnError() {
    Shell shell = Shell.run(folder, "train", "--data=" + pictures(), "--strict");
    assertThat(shell.code()).isEqualTo(2);
    assertThat(shell.err()).contains("broken.png");
  }

  @Test
  void dataCountsClassesAndDrawsASheet() {
    Path sheet = folder.resolve("sheet.png");
    Shell shell = Shell.run(folder, "data", pictures().toString(), "--json", "--sheet=" + sheet);
    assertThat(shell.code()).isZero();
    JsonNode all = json(shell.out());
    assertThat(all.get("shape").toString()).isEqualTo("[28,28,1]");
    assertThat(all.get("train").asInt()).isEqualTo(192);
    assertThat(all.get("classes").get(0).get("train").asInt()).isEqualTo(64);
    assertThat(all.get("classes").get(0).get("test").asInt()).isEqualTo(16);
    assertThat(all.get("broken").size()).isEqualTo(1);
    assertThat(sheet).exists();
    assertThat(Shell.run(folder, "data").out()).contains("digits", "phantoms", "cifar10");
  }

  @Test
  void aSummaryOfARunIsThatOfItsNetwork() {
    String run = folder.resolve("run").toString();
    JsonNode all = json(Shell.run(folder, "summary", run, "--json").out());
    assertThat(all.get("parameters").asInt()).isEqualTo(61_111);
  }
}
