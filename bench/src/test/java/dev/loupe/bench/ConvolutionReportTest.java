package dev.loupe.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The page, word for word.
final class ConvolutionReportTest {
  private static ConvolutionResult result(
      String direction, String layer, double gflop, double loupe, @Nullable Double oneDnn) {
    return new ConvolutionResult(
        Map.of("net", 2),
        direction,
        layer,
        8,
        gflop,
        "tiles",
        loupe,
        0.021,
        0,
        160,
        loupe / 160,
        oneDnn != null ? "jit" : "no oneDNN",
        oneDnn,
        oneDnn != null ? 0.5 : null,
        oneDnn != null ? loupe / oneDnn : null);
  }

  @Test
  void tellsMeansSharesAndWhatIsBehind() {
    ConvolutionReport report =
        new ConvolutionReport(
            List.of(
                result("forward", "a", 1, 50, 100.0),
                result("forward", "b", 3, 100, 50.0),
                result("back data", "a", 1, 80, 100.0),
                result("back data", "c", 1, 80, null)),
            "About.");
    assertThat(report.page())
        .isEqualTo(
            """
            About.

            Peak of the core in the same rounds: 160.0 GFLOP/s (median of 4 rows; 160.0 to 160.0).

            Loupe over oneDNN: geometric mean of the distinct layers; in brackets the ratio of the \
            time of all layers of the net.

            | net | forward | back data |
            |---|--:|--:|
            | net | 1.00 (1.40) | 0.80 (0.80) |
            | all distinct | 1.00 | 0.80 |

            ## Below 0.7 of oneDNN: 1 rows

            - 0.50 forward a b8 (net x2, 2 times): 50.0 by `tiles`, 100.0 by `jit`

            ## Below 1.0 of oneDNN: 1 rows

            - 0.80 back data a b8 (net x2, 2 times): 80.0 by `tiles`, 100.0 by `jit`

            ## Allocating: 0 rows


            ## All rows

            | net | layer | batch | direction | kernel | GFLOP/s | spread | of peak | oneDNN | \
            spread | its kernel | ratio |
            |---|---|--:|---|---|--:|--:|--:|--:|--:|---|--:|
            | net x2 | a | 8 | forward | tiles | 50.0 | 2% | 31% | 100.0 | 50% | jit | 0.50 |
            | net x2 | b | 8 | forward | tiles | 100.0 | 2% | 63% | 50.0 | 50% | jit | 2.00 |
            | net x2 | a | 8 | back data | tiles | 80.0 | 2% | 50% | 100.0 | 50% | jit | 0.80 |
            | net x2 | c | 8 | back data | tiles | 80.0 | 2% | 50% | - | - | no oneDNN | - |
            """);
  }
}
