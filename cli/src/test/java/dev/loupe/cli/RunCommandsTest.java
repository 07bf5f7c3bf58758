package dev.loupe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loupe.data.image.Colour;
import dev.loupe.data.image.ImageFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
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
    JsonNode accuracy = all.get("intervals").get("accuracy");
    assertThat(accuracy.get(0).asDouble()).isBetween(0.7, all.get("accuracy").asDouble());
    assertThat(accuracy.get(1).asDouble()).isBetween(all.get("accuracy").asDouble(), 1.0);
    assertThat(all.get("intervals").get("resamples").asInt()).isEqualTo(1000);
    assertThat(all.get("intervals").get("units").asInt()).isEqualTo(48);
    assertThat(all.get("auroc").asDouble()).isBetween(0.9, 1.0);
    assertThat(all.get("top5").asDouble()).isEqualTo(1);
    assertThat(all.get("reliability").size()).isEqualTo(15);
    assertThat(all.has("written")).isFalse();
  }

  @Test
  void evalWritesPicturesAndPredictions() throws IOException {
    Path out = folder.resolve("judged/again");
    String run = folder.resolve("run").toString();
    Shell shell =
        Shell.run(folder, "eval", run, "--out=" + out, "--bootstrap=0", "--top=2", "--mistakes=1");
    assertThat(shell.code()).isZero();
    assertThat(shell.out())
        .contains("written:\n  " + out.resolve("confusion.png"))
        .contains("top 2 ")
        .doesNotContain("resamples");
    assertThat(out.resolve("reliability.png")).isNotEmptyFile();
    assertThat(out.resolve("mistakes.png")).isNotEmptyFile();
    assertThat(Files.readAllLines(out.resolve("predictions.csv")).size()).isEqualTo(49);
    Shell all = Shell.run(folder, "eval", run, "--out=" + out, "--json", "--bootstrap=0");
    assertThat(json(all.out()).get("written").size()).isEqualTo(4);
    assertThat(json(all.out()).get("intervals").has("accuracy")).isFalse();
  }

  @Test
  void evalsIntervalsDependOnTheSeedAlone() {
    String run = folder.resolve("run").toString();
    String one = Shell.run(folder, "eval", run, "--json", "--threads=1", "--bootstrap=50").out();
    String two = Shell.run(folder, "eval", run, "--json", "--threads=2", "--bootstrap=50").out();
    assertThat(two).isEqualTo(one);
    Shell other = Shell.run(folder, "eval", run, "--json", "--seed=1", "--bootstrap=50");
    assertThat(json(other.out()).get("intervals").get("loss"))
        .isNotEqualTo(json(one).get("intervals").get("loss"));
  }

  @Test
  void evalRefusesWhatIsNotPossible() throws IOException {
    String run = folder.resolve("run").toString();
    Shell many = Shell.run(folder, "eval", run, "--bootstrap=100001");
    assertThat(many.code()).isEqualTo(2);
    assertThat(many.err())
        .isEqualTo("loupe: --bootstrap is out of range\n  expected: 0 to 100,000\n  got: 100001\n");
    assertThat(Shell.run(folder, "eval", run, "--bootstrap=-1").code()).isEqualTo(2);
    assertThat(Shell.run(folder, "eval", run, "--top=0").err())
        .isEqualTo("loupe: --top is out of range\n  expected: at least 1\n  got: 0\n");
    assertThat(Shell.run(folder, "eval", run, "--mistakes=-1").code()).isEqualTo(2);
    Path file = Files.writeString(folder.resolve("file"), "a file");
    Shell shell = Shell.run(folder, "eval", run, "--out=" + file);
    assertThat(shell.code()).isEqualTo(2);
    assertThat(shell.err())
        .isEqualTo(
            "loupe: " + file + ": this is a file\n  expected: a folder, or a new name for one\n");
  }

  @Test
  void evalPrintsATableForPeople() {
    Shell shell = Shell.run(folder, "eval", folder.resolve("run").toString());
    assertThat(shell.out())
        .contains("accuracy  ", "95 % interval", "is \\ called", "digit 2", "AUROC")
        .contains("intervals: 1,000 resamples of 48 samples\n");
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
  void variationsAreRecordedInTheRun() throws IOException {
    Path out = folder.resolve("varied");
    String[] start = {"train", "--data=" + pictures(), "--epochs=1", "--out=" + out};
    String[] arguments = Arrays.copyOf(start, 5);
    arguments[4] = "--augment=crop:2,elastic:1,cutout:6";
    assertThat(Shell.run(folder, arguments).code()).isZero();
    assertThat(Files.readString(out.resolve("model.json")))
        .contains("\"crop:2\"", "\"elastic:1:4\"", "\"cutout:6\"");
    assertThat(Files.readString(out.resolve("README.md"))).contains("crop:2,elastic:1:4,cutout:6");
    Map<String, String> refused =
        Map.of(
            "patch:20:20", "--augment changes the shape",
            "normalise:0:1", "training does by itself",
            "crop:x", "expected: a number, as in crop:padding[:zero|reflect]",
            "stretch:1:2", "this works on signals only",
            "cutout", "expected: cutout:size");
    refused.forEach(
        (text, message) -> {
          arguments[4] = "--augment=" + text;
          Shell shell = Shell.run(folder, arguments);
          assertThat(shell.code()).as(text).isEqualTo(2);
          assertThat(shell.err()).contains(message);
        });
  }

  @Test
  void recipesAreReadChangedAndPrinted() throws IOException {
    Path file =
        Files.writeString(folder.resolve("recipe.json"), "{\"epochs\": 2, \"average\": 0.9}");
    Shell printed = Shell.run(folder, "train", "--recipe=" + file, "--batch=8", "--print-recipe");
    assertThat(printed.code()).isZero();
    assertThat(json(printed.out()).get("epochs").asInt()).isEqualTo(2);
    assertThat(json(printed.out()).get("batch").asInt()).isEqualTo(8);
    Path out = folder.resolve("by-recipe");
    Shell shell =
        Shell.run(
            folder,
            "train",
            "--data=" + pictures(),
            "--recipe=" + file,
            "--validation=0.2",
            "--mixup=0.2",
            "--views=shift:1",
            "--start=" + folder.resolve("run"),
            "--out=" + out);
    assertThat(shell.code()).isZero();
    assertThat(shell.out() + shell.err()).contains("10 tensors begin as in").contains("anew: none");
    JsonNode made = json(Files.readString(out.resolve("model.json")));
    assertThat(made.get("model").get("provenance").get("more").toString())
        .contains("moving average 0.9")
        .contains("mixup=0.2")
        .contains("views shift:1");
    assertThat(Shell.run(folder, "eval", out.toString()).code()).isZero();
    Shell refused = Shell.run(folder, "train", "--recipe=nothing");
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains("unknown recipe 'nothing'");
  }

  @Test
  void dataShowsVariations() {
    Path sheet = folder.resolve("variations.png");
    String data = pictures().toString();
    String text = "--augment=strong";
    assertThat(Shell.run(folder, "data", data, text, "--sheet=" + sheet).code()).isZero();
    assertThat(ImageFile.read(sheet, Colour.RGB).toString()).isEqualTo("Image 1290x686x3");
    assertThat(Shell.run(folder, "data", data, text).code()).isEqualTo(2);
    assertThat(Shell.run(folder, "data", "--help").out())
        .contains("Variations for --augment", "  crop:padding[:zero|reflect] ", "  logmel:rate");
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
