package dev.loupe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loupe.data.Digits;
import dev.loupe.data.Splits;
import dev.loupe.models.Models;
import dev.loupe.nn.Network;
import dev.loupe.train.RunSummary;
import dev.loupe.train.Trainer;
import dev.loupe.train.TrainingListener;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `loupe runs` on three runs, one of them interrupted, and two folders that are broken.
final class RunsCommandTest {
  @TempDir private static Path folder = Path.of("");

  @BeforeAll
  static void train() throws IOException {
    Splits digits = Digits.splits(300, 60);
    Network network = Models.get("lenet5").network(digits.train().shape(), 10);
    Path runs = folder.resolve("runs");
    trainer(network, 3).out(runs.resolve("good")).train(digits);
    trainer(network, 1).rate(1e-5f).seed(4).out(runs.resolve("deep/bad")).train(digits);
    Trainer stopped = trainer(network, 3).rate(0.01f).out(runs.resolve("stopped"));
    stopped
        .listener(
            new TrainingListener() {
              @Override
              public void step(StepResult step) {
                if (step.epoch() == 2) {
                  stopped.requestStop();
                }
              }
            })
        .train(digits);
    Path broken = Files.createDirectories(runs.resolve("broken"));
    Files.writeString(broken.resolve("model.json"), "{}");
    Path table = Files.createDirectories(runs.resolve("table"));
    Files.copy(runs.resolve("good/model.json"), table.resolve("model.json"));
    Files.writeString(table.resolve("metrics.csv"), "epoch,test_loss\n1,low\n");
    Files.createDirectories(folder.resolve("empty"));
  }

  private static Trainer trainer(Network network, int epochs) {
    return Trainer.of(network).name("lenet5").epochs(epochs).batch(20).threads(1);
  }

  private static Shell runs(String... words) {
    String[] all = new String[words.length + 1];
    all[0] = "runs";
    System.arraycopy(words, 0, all, 1, words.length);
    return Shell.run(folder, all);
  }

  private static JsonNode json(String... words) {
    String[] all = Arrays.copyOf(words, words.length + 1);
    all[words.length] = "--json";
    return JsonMapper.builder().build().readTree(runs(all).out());
  }

  private static List<String> names(JsonNode all) {
    return all.get("runs").valueStream().map(r -> name(r.get("run").asString())).toList();
  }

  private static String name(String run) {
    return String.valueOf(Path.of(run).getFileName());
  }

  @Test
  void theApiReadsWhatTheCommandShows() {
    // RUNS
    RunSummary.Found found = RunSummary.below(folder.resolve("runs"));
    for (RunSummary run : found.runs()) {
      OptionalDouble accuracy = run.accuracy();
      List<Double> curve = run.epochs().values("test_accuracy");
      System.out.println(run.folder() + " " + accuracy + " " + curve);
    }
    Map<String, List<Object>> differing = RunSummary.differences(found.runs());
    // RUNS
    assertThat(found.runs()).hasSize(3);
    assertThat(found.broken()).hasSize(2);
    assertThat(differing).containsOnlyKeys("seed", "planned epochs", "rate");
    assertThat(differing.get("rate")).containsExactly(1e-5, 0.05, 0.01);
  }

  @Test
  void listsRunsTheBestFirstAndNamesBrokenOnes() {
    Shell shell = runs();
    assertThat(shell.code()).isZero();
    List<String> lines = shell.out().lines().toList();
    assertThat(lines.get(0))
        .matches("run +model +data +state +epochs +accuracy +loss +parameters +time +when .*");
    assertThat(lines.get(2))
        .matches("good +lenet5 +digits +finished +3 +[0-9.]+ % +[0-9.]+ +61,706 +.*");
    assertThat(shell.out())
        .containsPattern("stopped +lenet5 +digits +interrupted +1 of 3 ")
        .contains("\nwhat differs\n")
        .contains("  rate\n    0.05: good\n")
        .contains("    1.0E-5: deep/bad\n")
        .doesNotContain("\u001b[");
    Path all = folder.resolve("runs");
    assertThat(shell.err())
        .isEqualTo(
            "left out: "
                + all.resolve("broken/model.json")
                + ": this is not a model of Loupe\n    expected: a field 'version' with a number\n"
                + "left out: "
                + all.resolve("table/metrics.csv")
                + ": line 2 is broken\n    expected: numbers\n    got: 'low'\n");
  }

  @Test
  void sortsChoosesAndCounts() {
    assertThat(names(json("--sort=name"))).containsExactly("bad", "good", "stopped");
    assertThat(names(json("--sort=name", "--reverse"))).containsExactly("stopped", "good", "bad");
    assertThat(names(json("--sort=epochs", "--top=1"))).containsExactly("good");
    assertThat(names(json("--sort=rate", "--where=state=finished"))).containsExactly("good", "bad");
    assertThat(names(json("--sort=loss")).getLast()).isEqualTo("bad");
    assertThat(names(json("--where=rate<0.03", "--where=rate>=0.01"))).containsExactly("stopped");
    assertThat(names(json("--where=name~oo"))).containsExactly("good");
    assertThat(names(json("--where=seed!=0"))).containsExactly("bad");
    assertThat(names(json("--where=epochs=7"))).isEmpty();
    assertThat(runs("--where=epochs=7").out()).isEqualTo("no run is like that\n");
  }

  @Test
  void jsonHasAllFigures() {
    JsonNode all = json("--where=name=good", "--curves=loss");
    JsonNode run = all.get("runs").get(0);
    assertThat(run.get("parameters").asLong()).isEqualTo(61_706);
    assertThat(run.get("accuracy").asDouble()).isBetween(0.2, 1.0);
    assertThat(run.get("plannedEpochs").asInt()).isEqualTo(3);
    assertThat(run.get("settings").get("batch").asInt()).isEqualTo(20);
    assertThat(run.get("curves").get("train_loss").size()).isEqualTo(3);
    assertThat(all.get("broken").size()).isEqualTo(2);
    assertThat(all.get("differences").size()).isZero();
  }

  @Test
  void drawsCurvesInTheWidthOfTheTerminal() {
    String run = folder.resolve("runs/good").toString();
    String one = terminal(Map.of("COLUMNS", "60"), "runs", run, "--curves=accuracy");
    List<String> plot = one.lines().dropWhile(l -> !l.equals("accuracy")).toList();
    assertThat(plot).hasSize(1 + 15 + 2 + 2);
    assertThat(plot.get(18)).matches("  a  .*good  train_accuracy 0[.][0-9]{4}");
    assertThat(plot.get(19)).matches("  b  .*good  test_accuracy 0[.][0-9]{4}");
    assertThat(plot.subList(1, 16)).allSatisfy(l -> assertThat(l).contains("│"));
    assertThat(one).contains("\u001b[34m");
    String bare =
        terminal(Map.of("COLUMNS", "60", "NO_COLOR", "1"), "runs", run, "--curves=accuracy");
    assertThat(bare).doesNotContain("\u001b[").isEqualTo(one.replaceAll("\u001b\\[[0-9]+m", ""));
    assertThat(bare.lines().dropWhile(l -> !l.equals("accuracy")).limit(18))
        .allSatisfy(l -> assertThat(l.length()).isLessThanOrEqualTo(60));
    assertThat(runs("--curves=test_loss").out()).contains("  c  ").doesNotContain("\u001b[");
  }

  private static String terminal(Map<String, String> variables, String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    ByteArrayInputStream in = new ByteArrayInputStream(new byte[0]);
    int code = Main.run(new Surroundings(in, stream, stream, true, folder, variables), words);
    assertThat(code).isZero();
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void refusesWhatIsNotPossible() {
    Path none = folder.resolve("none");
    Shell missing = runs(none.toString());
    assertThat(missing.code()).isEqualTo(2);
    assertThat(missing.err())
        .isEqualTo(
            "loupe: "
                + none
                + ": there is no such folder\n  expected: a folder with runs, or a run\n");
    Shell empty = runs(folder.resolve("empty").toString());
    assertThat(empty.code()).isEqualTo(2);
    assertThat(empty.err()).startsWith("loupe: there are no runs in ");
    Shell sort = runs("--sort=accurracy");
    assertThat(sort.code()).isEqualTo(2);
    assertThat(sort.err()).endsWith("  fix: did you mean 'accuracy'?\n");
    assertThat(runs("--where=loss").err()).contains("loupe: --where is not a condition\n");
    assertThat(runs("--where=loss<small").code()).isEqualTo(2);
    assertThat(runs("--top=0").code()).isEqualTo(2);
    assertThat(runs("--curves=acuracy").err()).endsWith("  fix: did you mean 'accuracy'?\n");
    assertThat(runs("--help").out()).contains("--curves=NAME", "--where=CONDITION");
  }
}
