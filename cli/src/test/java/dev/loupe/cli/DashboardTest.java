package dev.loupe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loupe.train.EpochResult;
import dev.loupe.train.Task;
import dev.loupe.train.TrainingListener.StepResult;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class DashboardTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  private Dashboard dashboard(int columns, int rows) {
    Map<String, String> size =
        Map.of("COLUMNS", String.valueOf(columns), "LINES", String.valueOf(rows));
    Dashboard d = new Dashboard(out, new TerminalSize(size), false, new Task.Classification());
    for (int i = 1; i <= 40; i++) {
      d.step(step(1 + (i - 1) / 20, 1 + (i - 1) % 20, 2.0 / i), 2, "figures");
      if (i == 20) {
        d.evaluated(new EpochResult(1, 20, 0.5, 0.8, 0.4, 0.9, 0.05, 1, 100));
      }
    }
    return d;
  }

  private static StepResult step(int epoch, int step, double loss) {
    return new StepResult(epoch, step, 20, loss, loss, 1 - loss / 2, 0.05, 100);
  }

  @Test
  void aPictureHasCurvesABarAndFigures() {
    List<String> lines = dashboard(60, 16).picture("epoch 2/2", 5, 20, "figures");
    assertThat(lines).hasSize(1 + 7 + 2 + 2).allMatch(l -> l.length() < 60);
    assertThat(lines.getFirst()).isEqualTo("           a loss   b test loss");
    assertThat(lines.get(1)).startsWith("        2 │").containsPattern("[\u2801-\u28ff]");
    assertThat(lines.get(9)).contains("epoch").endsWith("2");
    assertThat(lines.get(10))
        .isEqualTo("epoch 2/2 " + "█".repeat(8) + "░".repeat(22) + "  25 % 5/20");
    assertThat(lines.getLast()).isEqualTo("figures");
  }

  @Test
  void wideTerminalsHaveTwoPlotsAndSmallOnesNone() {
    assertThat(dashboard(120, 30).picture("e", 1, 2, "f").getFirst())
        .startsWith("           a loss   b test loss")
        .endsWith("a accuracy   b test accuracy");
    assertThat(dashboard(120, 30).picture("e", 1, 2, "f")).allMatch(l -> l.length() <= 120);
    assertThat(dashboard(30, 30).picture("e", 1, 2, "f")).containsExactly("e   50 % 1/2", "f");
    assertThat(dashboard(80, 8).picture("e", 1, 2, "f")).hasSize(2);
  }

  @Test
  void theTerminalIsLeftAsItWas() {
    Dashboard d = dashboard(80, 24);
    String first = bytes.toString(StandardCharsets.UTF_8);
    assertThat(first).startsWith("\u001b[?25l\u001b[?7l").endsWith("\u001b[?7h\u001b[?25h");
    int lines = (int) first.chars().filter(c -> c == '\n').count();
    d.close();
    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .endsWith("\r\u001b[" + lines + "A\u001b[J")
        .containsOnlyOnce("\u001b[?25l");
    bytes.reset();
    d.close();
    assertThat(bytes.size()).isZero();
  }

  @Test
  void anyNumberOfStepsIsDrawn() {
    Dashboard d = dashboard(80, 24);
    for (int i = 1; i <= 5000; i++) {
      d.step(new StepResult(3, i, 5000, 1, 1, 0.5, 0.05, 100), 3, "");
    }
    assertThat(d.picture("e", 1, 2, "f").get(12)).endsWith("3");
  }

  @Test
  void theSizeIsWhatTheTerminalSays() {
    TerminalSize size = new TerminalSize(Map.of("COLUMNS", "70"));
    size.take("31 132\n");
    assertThat(List.of(size.rows() > 0, size.columns() == 70)).containsOnly(true);
    TerminalSize told = new TerminalSize(Map.of("COLUMNS", "x", "LINES", "20"));
    told.take("nonsense");
    assertThat(told.rows()).isEqualTo(20);
    assertThat(told.columns()).isPositive();
  }
}
