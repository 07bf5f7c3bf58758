package dev.loupe.train;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.loupe.data.Dataset;
import dev.loupe.data.image.CaptionSheet;
import dev.loupe.data.image.CaptionSheet.Line;
import dev.loupe.data.image.Page;
import dev.loupe.formats.AtomicFile;
import dev.loupe.train.metrics.Mistake;
import dev.loupe.train.metrics.Predictions;
import dev.loupe.train.metrics.Report;
import dev.loupe.train.picture.Drawings;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/// What is kept of a report, in a folder: `confusion.png`, `reliability.png`, `mistakes.png` (the
/// worst mistakes, drawn) and `predictions.csv` (a row for each sample).
///
/// A row has the sample's index, its group where it has one, the class, the class it was given and
/// the probability of both, the loss (`-ln` of the probability of the class), and up to 100 classes
/// the probability of each.
public final class ReportFiles {
  private static final int MOST_COLUMNS = 100;
  private static final int WRONG = 0xB94A00;
  private static final int GREY = 0x666666;

  private final Dataset dataset;
  private final Predictions predictions;
  private final Report report;

  /// What is to be written.
  ///
  /// @param dataset what was judged
  /// @param predictions of its samples, in their order
  /// @param report of these predictions
  /// @throws IllegalArgumentException if they are of another number of samples
  public ReportFiles(Dataset dataset, Predictions predictions, Report report) {
    if (dataset.size() != predictions.size() || report.samples() != predictions.size()) {
      throw new IllegalArgumentException(
          dataset.size()
              + " samples, "
              + predictions.size()
              + " predictions and a report of "
              + report.samples()
              + " don't belong together");
    }
    this.dataset = dataset;
    this.predictions = predictions;
    this.report = report;
  }

  /// Writes the files; folders that are missing are made.
  ///
  /// @param title what stands on the pictures, such as the names of model and data
  /// @param note is told what can't be drawn, with many classes or on a machine without fonts
  /// @return what was written
  /// @throws dev.loupe.tensor.LoupeException if a file can't be written or a sample not be read
  public List<Path> write(Path folder, String title, Consumer<String> note) {
    List<Path> written = new ArrayList<>();
    int classes = predictions.classes().size();
    if (classes > ConfusionPicture.MOST_CLASSES) {
      note.accept(
          "confusion.png is missing: %,d classes are more than %,d"
              .formatted(classes, ConfusionPicture.MOST_CLASSES));
    } else {
      draw(
          folder.resolve("confusion.png"),
          path -> save(ConfusionPicture.draw(report.confusion(), title), path),
          note,
          written);
    }
    draw(
        folder.resolve("reliability.png"),
        path -> save(ReliabilityPicture.draw(report, title), path),
        note,
        written);
    draw(
        folder.resolve("mistakes.png"),
        path -> CaptionSheet.write(dataset, mistakesTitle(title), entries(), path),
        note,
        written);
    Path csv = folder.resolve("predictions.csv");
    AtomicFile.write(csv, this::csv);
    written.add(csv);
    return written;
  }

  private static void draw(
      Path path, Consumer<Path> drawing, Consumer<String> note, List<Path> written) {
    if (Drawings.attempt(String.valueOf(path.getFileName()), note, () -> drawing.accept(path))) {
      written.add(path);
    }
  }

  private static void save(Page page, Path path) {
    try (page) {
      page.write(path);
    }
  }

  private String mistakesTitle(String title) {
    long wrong = 0;
    for (int i = 0; i < predictions.size(); i++) {
      wrong += predictions.guess(i) == predictions.label(i) ? 0 : 1;
    }
    int shown = report.mistakes().size();
    String which =
        wrong == 0
            ? "no mistakes"
            : shown == wrong
                ? "%,d mistakes, the worst first".formatted(wrong)
                : "the worst %,d of %,d mistakes".formatted(shown, wrong);
    return title + ": " + which;
  }

  private List<CaptionSheet.Entry> entries() {
    List<CaptionSheet.Entry> entries = new ArrayList<>();
    for (Mistake m : report.mistakes()) {
      String is = predictions.classes().get(m.label());
      String called = predictions.classes().get(m.guess());
      String group = predictions.group(m.index());
      String where = "sample " + m.index() + (group.isEmpty() ? "" : ", " + group);
      entries.add(
          new CaptionSheet.Entry(
              m.index(),
              List.of(
                  new Line("called " + called, percent(m.probability()), WRONG),
                  new Line("is " + is, percent(m.right()), Page.INK),
                  new Line(where, "", GREY))));
    }
    return entries;
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  private void csv(OutputStream out) throws IOException {
    int classes = predictions.classes().size() <= MOST_COLUMNS ? predictions.classes().size() : 0;
    CsvWriter csv =
        CsvWriter.builder()
            .lineDelimiter(LineDelimiter.LF)
            .build(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    List<String> row =
        new ArrayList<>(List.of("sample", "group", "is", "called", "p_is", "p_called", "loss"));
    predictions.classes().stream().limit(classes).forEach(c -> row.add("p " + c));
    csv.writeRecord(row);
    for (int i = 0; i < predictions.size(); i++) {
      row.clear();
      row.add(String.valueOf(i));
      row.add(predictions.group(i));
      row.add(predictions.classes().get(predictions.label(i)));
      row.add(predictions.classes().get(predictions.guess(i)));
      row.add(number(predictions.probability(i, predictions.label(i))));
      row.add(number(predictions.probability(i, predictions.guess(i))));
      row.add(number(predictions.loss(i)));
      for (int c = 0; c < classes; c++) {
        row.add(number(predictions.probability(i, c)));
      }
      csv.writeRecord(row);
    }
    // The stream belongs to the caller, who closes it.
    csv.flush();
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.6g", value);
  }
}
