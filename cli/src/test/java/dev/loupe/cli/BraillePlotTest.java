package dev.loupe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loupe.cli.BraillePlot.Curve;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BraillePlotTest {
  private static final List<Double> EPOCHS = List.of(1.0, 2.0, 3.0);

  @Test
  void aStraightLineGoesFromCornerToCorner() {
    Curve line = new Curve("line", EPOCHS, List.of(0.0, 1.0, 2.0));
    List<String> lines = BraillePlot.lines(List.of(line), 0, 3, false);
    assertThat(lines)
        .containsExactly(
            "        2 │⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⢀⣀⠤⠤⠒⠒⠉a",
            "        1 │⠀⠀⠀⠀⠀⠀⠀⣀⡠⠤⠔⠒⠊⠁⠀⠀⠀⠀⠀⠀",
            "        0 │⣀⠤⠤⠒⠒⠉⠁⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀",
            "          └────────────────────",
            "           epoch 1            3");
  }

  @Test
  void gapsOfNumbersAreLeftOutAndEqualValuesLieInTheMiddle() {
    Curve gap = new Curve("gap", EPOCHS, List.of(1.0, Double.NaN, 1.0));
    Curve none = new Curve("none", EPOCHS, List.of(Double.NaN, Double.NaN, Double.NaN));
    List<String> lines = BraillePlot.lines(List.of(gap, none), 40, 3, false);
    assertThat(lines.get(1)).endsWith("a");
    assertThat(lines.get(0)).doesNotContainPattern("[\u2801-\u28ff]");
    assertThat(String.join("", lines)).doesNotContain("b");
    Curve one = new Curve("one", List.of(1.0), List.of(0.5));
    assertThat(BraillePlot.lines(List.of(one), 40, 3, false).get(1))
        .containsPattern("[\u2801-\u28ff]");
  }
}
