package dev.loupe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `loupe find-rate` and several trainings by `loupe train`, on a small folder of pictures.
final class StudyCommandsTest {
  @TempDir private static Path folder = Path.of("");

  @BeforeAll
  static void draw() {
    DrawnPictures.write(folder.resolve("pictures"), 20);
  }

  private static Shell run(String command, String... more) {
    List<String> words = new ArrayList<>(List.of(command, "--data=" + folder.resolve("pictures")));
    words.addAll(List.of("--batch=8", "--threads=1"));
    words.addAll(List.of(more));
    return Shell.run(folder, words.toArray(String[]::new));
  }

  private static JsonNode json(String text) {
    return JsonMapper.builder().build().readTree(text);
  }

  @Test
  void findsARateAndDrawsIt() {
    Path picture = folder.resolve("rates.png");
    Shell shell = run("find-rate", "--steps=40", "--out=" + picture, "--json");
    assertThat(shell.err()).isEmpty();
    JsonNode all = json(shell.out());
    assertThat(all.get("points").size()).isBetween(10, 40);
    assertThat(all.get("steepest").asDouble()).isBetween(1e-4, 10.0);
    assertThat(picture).isNotEmptyFile();
    assertThat(run("find-rate", "--steps=40").out()).startsWith("steepest descent ");
    Shell bad = run("find-rate", "--from=1", "--to=0.1");
    assertThat(bad.code()).isEqualTo(2);
    assertThat(bad.err()).startsWith("loupe: the range of learning rates is not possible\n");
    assertThat(run("find-rate", "--out=" + folder).code()).isEqualTo(2);
  }

  @Test
  void checksThatOneBatchCanBeLearned() {
    Shell good = run("train", "--overfit-batch", "--model=mlp");
    assertThat(good.out()).startsWith("passed: loss 0.0");
    assertThat(good.code()).isZero();
    Shell bad = run("train", "--overfit-batch", "--lr=1e-9", "--json");
    assertThat(bad.code()).isEqualTo(1);
    assertThat(json(bad.out()).get("passed").asBoolean()).isFalse();
    assertThat(json(bad.out()).get("advice").get(0).asString()).contains("far too low");
    Shell both = run("train", "--overfit-batch", "--folds=2");
    assertThat(both.code()).isEqualTo(2);
    assertThat(both.err()).startsWith("loupe: --overfit-batch is a check of one training");
  }

  @Test
  void trainsOnFoldsAndGoesOn() throws IOException {
    Path out = folder.resolve("folds");
    Shell shell = run("train", "--folds=3", "--epochs=2", "--model=mlp", "--out=" + out);
    assertThat(shell.err()).isEmpty();
    assertThat(shell.out())
        .contains("fold-2 (2 of 3)\n")
        .contains("\nfold-3 ")
        .containsPattern("\naccuracy  mean [0-9.]+ %  deviation [0-9.]+ %  95 % interval ");
    JsonNode file = json(Files.readString(out.resolve("study.json")));
    assertThat(file.get("study").get("results").size()).isEqualTo(3);
    double mean = file.get("summary").get("accuracy").get("mean").asDouble();
    assertThat(mean).isBetween(0.3, 1.0);
    int tested = 0;
    for (JsonNode one : file.get("study").get("results")) {
      tested += one.get("testSamples").asInt();
    }
    assertThat(tested).isEqualTo(60);
    evalJudgesTheFold(out, file.get("study").get("results").get(1));
    Shell again = Shell.run(folder, "train", "--resume=" + out, "--json");
    assertThat(again.err()).contains("fold-1 had ended").doesNotContain("epoch 1/2");
    assertThat(json(again.out()).get("accuracy").get("mean").asDouble()).isEqualTo(mean);
    Shell other = run("train", "--folds=3", "--epochs=3", "--model=mlp", "--resume=" + out);
    assertThat(other.code()).isEqualTo(2);
    assertThat(other.err()).contains("this is not the study that was interrupted");
    Shell over = run("train", "--folds=3", "--out=" + out);
    assertThat(over.code()).isEqualTo(2);
    assertThat(over.err()).contains(": there is a study already\n");
  }

  private static void evalJudgesTheFold(Path out, JsonNode result) {
    String fold = out.resolve("fold-2").toString();
    JsonNode judged = json(Shell.run(folder, "eval", fold, "--bootstrap=0", "--json").out());
    assertThat(judged.get("samples").asInt()).isEqualTo(result.get("testSamples").asInt());
    assertThat(judged.get("accuracy").asDouble()).isEqualTo(result.get("accuracy").asDouble());
  }

  @Test
  void trainsWithSeveralSeeds() throws IOException {
    Path out = folder.resolve("seeds");
    Shell shell = run("train", "--seeds=2", "--epochs=1", "--quiet", "--out=" + out);
    assertThat(shell.out()).startsWith(out + "  ").contains(" % +- ");
    Path one = folder.resolve("one");
    run("train", "--seeds=2", "--only=seed-1", "--epochs=1", "--quiet", "--out=" + one);
    String file = "model.safetensors";
    assertThat(Files.mismatch(one.resolve(file), out.resolve("seed-1").resolve(file)))
        .isEqualTo(-1);
  }

  @Test
  void refusesWhatMakesNoSense() {
    assertThat(run("train", "--folds=2", "--seeds=2").err())
        .startsWith("loupe: --folds, --leave-out-each and --seeds say different things\n");
    assertThat(run("train", "--folds=1").err()).startsWith("loupe: --folds is out of range\n");
    assertThat(run("train", "--only=fold-1").err())
        .startsWith("loupe: --only names one of several trainings, but there is one\n");
    Shell groups = run("train", "--leave-out-each");
    assertThat(groups.code()).isEqualTo(2);
    assertThat(groups.err()).contains("can't be divided by whom they come from");
    assertThat(run("train", "--folds=2", "--only=fold-9").err())
        .startsWith("loupe: unknown training of the study 'fold-9'\n");
  }
}
