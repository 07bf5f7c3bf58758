package dev.loupe.train;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;

/// `metrics.csv`: a row for each epoch.
final class Metrics {
  private Metrics() {}

  static String csv(Task task, List<EpochResult> history) {
    StringWriter text = new StringWriter();
    try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
      write(csv, task, history);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void write(CsvWriter csv, Task task, List<EpochResult> history) {
    csv.writeRecord(
        "epoch",
        "steps",
        "train_loss",
        "train_" + column(task.running()),
        "test_loss",
        "test_" + column(task.choice()),
        "learning_rate",
        "seconds",
        "samples_per_second");
    for (EpochResult e : history) {
      csv.writeRecord(
          String.valueOf(e.epoch()),
          String.valueOf(e.steps()),
          number("%.6f", e.trainLoss()),
          number("%.6f", e.trainAccuracy()),
          number("%.6f", e.testLoss()),
          number("%.6f", e.testAccuracy()),
          number("%.8f", e.rate()),
          number("%.3f", e.seconds()),
          number("%.1f", e.samplesPerSecond()));
    }
  }

  private static String column(String figure) {
    return figure.toLowerCase(Locale.ROOT).replace(' ', '_');
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
