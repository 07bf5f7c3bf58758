package dev.loupe.testkit.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.loupe.kernel.ResizeAxis;
import dev.loupe.kernel.ResizeCoordinates;
import dev.loupe.kernel.ResizeRounding;
import dev.loupe.kernel.ResizeTable;
import dev.loupe.kernel.ResizeTable.Output;
import dev.loupe.kernel.ResizeTable.Tap;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// The tables of every mode of ONNX's `Resize` beside its reference evaluator, as `resize.py` wrote
/// it. Inputs are below 1, so the tolerance of 2e-6 is for weights that are rounded to floats.
final class GoldenResizeTest {
  @Test
  void tablesAreThoseOfTheReferenceEvaluator() {
    List<String> lines = lines();
    assertThat(lines).hasSizeGreaterThan(1000);
    for (int c = 0; c < lines.size(); c++) {
      String[] w = lines.get(c).split(" ", -1);
      ResizeTable table = table(w);
      assertThat(table.outputs()).as(lines.get(c)).hasSize(w.length - 12);
      for (int o = 0; o < table.outputs().size(); o++) {
        Output output = table.outputs().get(o);
        double value = output.constant();
        for (Tap tap : output.taps()) {
          value += (double) tap.weight() * GoldenData.uniform("resize/" + c, tap.index());
        }
        double expected = Double.parseDouble(w[12 + o]);
        assertThat(value).as("%d: value %d of %s", c, o, table).isCloseTo(expected, within(2e-6));
      }
    }
  }

  @Test
  void aScaleThatWasRoundedMovesNoNearestValue() {
    // 3 / 0.6 is 5, though 0.6 as a float is a little more.
    ResizeAxis axis = ResizeAxis.scaled(10, 0.6f, ResizeCoordinates.ASYMMETRIC);
    ResizeTable table = ResizeTable.nearest(axis, ResizeRounding.FLOOR);
    assertThat(table.outputs().stream().map(o -> o.taps().get(0).index()))
        .containsExactly(0, 1, 3, 5, 6, 8);
  }

  @Test
  void whatLiesOutsideIsSaid() {
    ResizeAxis axis = ResizeAxis.sized(4, 3, ResizeCoordinates.TF_CROP_AND_RESIZE);
    ResizeTable table = ResizeTable.linear(axis.cropped(-0.5, 1, 7), false, false);
    assertThat(table.outside(0)).isTrue();
    assertThat(table.outputs().get(0).constant()).isEqualTo(7);
    assertThat(table.outside(1)).isFalse();
  }

  private static ResizeTable table(String[] w) {
    ResizeCoordinates coordinates = ResizeCoordinates.valueOf(w[3].toUpperCase(Locale.ROOT));
    int input = Integer.parseInt(w[9]);
    float scale = Float.parseFloat(w[11]);
    ResizeAxis axis =
        (scale == 0
                ? ResizeAxis.sized(input, Integer.parseInt(w[10]), coordinates)
                : ResizeAxis.scaled(input, scale, coordinates))
            .cropped(Double.parseDouble(w[6]), Double.parseDouble(w[7]), Float.parseFloat(w[8]));
    boolean antialias = w[1].equals("1");
    boolean exclude = w[2].equals("1");
    return switch (w[0]) {
      case "nearest" ->
          ResizeTable.nearest(axis, ResizeRounding.valueOf(w[4].toUpperCase(Locale.ROOT)));
      case "linear" -> ResizeTable.linear(axis, antialias, exclude);
      case "cubic" -> ResizeTable.cubic(axis, Float.parseFloat(w[5]), antialias, exclude);
      default -> throw new IllegalArgumentException(w[0]);
    };
  }

  private static List<String> lines() {
    try (InputStream in = GoldenResizeTest.class.getResourceAsStream("/golden/resize.txt")) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
