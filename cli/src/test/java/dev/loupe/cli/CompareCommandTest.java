package dev.loupe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loupe.train.compare.Comparison;
import dev.loupe.train.compare.ComparisonResult;
import dev.loupe.train.compare.MemberFigures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `loupe compare`, also with processes that are really killed.
final class CompareCommandTest {
  /// In seconds; other processes may use the computer meanwhile.
  private static final int PATIENCE = 240;

  @TempDir private Path folder = Path.of("");

  private List<String> words(String out) throws IOException {
    Path pictures = folder.resolve("pictures");
    if (!Files.exists(pictures)) {
      DrawnPictures.write(pictures, 40);
    }
    return new ArrayList<>(
        List.of(
            "compare",
            "mlp:hidden=16",
            "mlp:hidden=24",
            "--data=" + pictures,
            "--fractions=50,100",
            "--seeds=2",
            "--budget=epochs=3",
            "--threads=1",
            "--out=" + folder.resolve(out)));
  }

  @Test
  void aKilledComparisonGoesOnToTheSameTable() throws IOException, InterruptedException {
    Shell whole = Shell.run(folder, words("whole").toArray(String[]::new));
    assertThat(whole.code()).as(whole.err()).isZero();
    assertThat(whole.out()).contains("written to").contains("at 100 % of the data");
    Path out = folder.resolve("killed");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    String classes =
        System.getProperty("java.class.path", "")
            + System.getProperty("path.separator")
            + System.getProperty("jdk.module.path", "");
    command.addAll(List.of("--add-modules", "jdk.incubator.vector", "-Xmx512m", "-cp", classes));
    command.add("dev.loupe.cli.Main");
    command.addAll(words("killed"));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    // Killed when one training has ended and another goes on.
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE);
    Path first = out.resolve("mlp-hidden-16-50-seed-0/figures.json");
    while (!Files.exists(first) && process.isAlive() && System.nanoTime() < end) {
      Thread.sleep(5);
    }
    process.destroyForcibly().waitFor();
    assertThat(first).exists();
    List<String> more = words("killed");
    more.add("--resume");
    Shell later = Shell.run(folder, more.toArray(String[]::new));
    assertThat(later.code()).as(later.err()).isZero();
    assertThat(figures(out)).isEqualTo(figures(folder.resolve("whole")));
    ComparisonResult result = Comparison.in(out).orElseThrow();
    assertThat(result.verdicts())
        .isEqualTo(Comparison.in(folder.resolve("whole")).orElseThrow().verdicts());
  }

  /// All that is not a time.
  private static List<String> figures(Path out) {
    return Comparison.in(out).orElseThrow().members().stream()
        .map(
            (MemberFigures m) ->
                m.name() + m.accuracy() + m.loss() + m.calibration() + m.disturbed() + m.right())
        .toList();
  }

  @Test
  void scriptsReadJson() {
    Shell shell =
        Shell.run(
            folder,
            "compare",
            "mlp:hidden=8",
            "mlp:hidden=9",
            "--data=digits",
            "--fractions=1",
            "--seeds=1",
            "--budget=epochs=1",
            "--json",
            "--quiet",
            "--out=" + folder.resolve("json"));
    assertThat(shell.code()).as(shell.err()).isZero();
    assertThat(shell.out()).startsWith("{\"comparison\":").contains("\"conclusion\":[");
    assertThat(shell.out()).doesNotContain("\"right\"");
  }

  @Test
  void mistakesAreTold() {
    Shell one = Shell.run(folder, "compare", "mlp", "--data=digits");
    assertThat(one.code()).isEqualTo(2);
    assertThat(one.err()).contains("there is nothing to compare").contains("at least 2 models");
    Shell unknown = Shell.run(folder, "compare", "mlp", "lenet6", "--data=digits");
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err()).contains("'lenet6'").contains("lenet5");
    Shell budget = Shell.run(folder, "compare", "mlp", "lenet5", "--budget=3");
    assertThat(budget.code()).isEqualTo(2);
    assertThat(budget.err()).contains("the budget can't be read");
    Shell recipe = Shell.run(folder, "compare", "mlp", "lenet5", "--recipe=sane");
    assertThat(recipe.code()).isEqualTo(2);
    assertThat(recipe.err()).contains("'sane'").contains("same");
  }
}
