package dev.loupe.train.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.loupe.data.Progress;
import dev.loupe.kernel.Parallel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/// Figures of scikit-learn for predictions made by a formula; see `metric_figures.py`.
final class MetricFiguresTest {
  private static final double TOLERANCE = 1e-12;

  @Test
  void figuresAreThoseOfScikitLearn() throws IOException {
    SoftAssertions softly = new SoftAssertions();
    List<String> rows = rows();
    assertThat(rows).hasSizeGreaterThan(100);
    String last = "";
    Report report = report(made(2, 2, 2, 1));
    for (String row : rows) {
      String[] cells = row.split(",", -1);
      if (!last.equals(cells[0])) {
        last = cells[0];
        report =
            report(made(number(cells[1]), number(cells[2]), number(cells[3]), number(cells[4])));
      }
      double expected = Double.parseDouble(cells[6].replace("nan", "NaN"));
      double got = figure(report, cells[5]);
      if (Double.isNaN(expected)) {
        softly.assertThat(got).as(row).isNaN();
      } else {
        softly.assertThat(got).as(row).isCloseTo(expected, within(TOLERANCE));
      }
    }
    softly.assertAll();
  }

  private static double figure(Report r, String name) {
    int dot = name.indexOf('.');
    if (dot > 0) {
      Report.ClassFigures c = r.classes().get(number(name.substring(dot + 1)));
      return switch (name.substring(0, dot)) {
        case "precision" -> c.precision();
        case "recall" -> c.recall();
        case "f1" -> c.f1();
        case "support" -> c.support();
        default -> throw new IllegalArgumentException(name);
      };
    }
    return switch (name) {
      case "accuracy" -> r.accuracy().value();
      case "balanced" -> r.balancedAccuracy().value();
      case "macro_f1" -> r.macroF1().value();
      case "weighted_f1" -> r.weightedF1().value();
      case "loss" -> r.loss().value();
      case "top2" -> r.topK().value();
      case "brier" -> r.brier().value();
      case "ece" -> r.calibration().error();
      case "auroc" -> r.auroc().value();
      case "average_precision" -> r.averagePrecision().value();
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static Report report(Predictions predictions) {
    Report.Wishes wishes = new Report.Wishes(2, 5, new Bootstrap(0, 0.95, 0), 0);
    return Report.of(
        predictions, wishes, ResamplingUnits.of(predictions), new Parallel(1), Progress.none());
  }

  /// The same formula as in the script.
  static Predictions made(int samples, int classes, int present, int same) {
    Predictions.Collector collector =
        new Predictions.Collector(IntStream.range(0, classes).mapToObj(c -> "c" + c).toList());
    for (int i = 0; i < samples; i++) {
      float[] logits = new float[classes];
      for (int c = 0; c < classes; c++) {
        logits[c] = (float) (4 * uniform((long) (i / same) * 31 + c));
      }
      logits[label(i - i % same, present)] += 1;
      collector.add(logits, 0, label(i, present), "");
    }
    return collector.result();
  }

  private static int label(int i, int present) {
    return (i * i * 17 + i * 5 + i / 7) % present;
  }

  private static double uniform(long i) {
    return ((((i + 1) * 2_654_435_761L) & 0xFFFF_FFFFL) >> 8) * 0x1p-24;
  }

  private static int number(String text) {
    return Integer.parseInt(text);
  }

  private static List<String> rows() throws IOException {
    try (InputStream in = MetricFiguresTest.class.getResourceAsStream("metrics.csv")) {
      byte[] bytes = Objects.requireNonNull(in).readAllBytes();
      return new String(bytes, StandardCharsets.UTF_8).lines().toList();
    }
  }
}
