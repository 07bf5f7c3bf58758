package dev.loupe.train;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.loupe.data.Dataset;
import dev.loupe.data.image.MapSheet;
import dev.loupe.formats.AtomicFile;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Tensor;
import dev.loupe.train.picture.Drawings;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/// What a model answered, as files: `worst.png` for maps, `predictions.csv` for labels and values.
public final class TaskFiles {
  private static final int WORST = 12;

  private TaskFiles() {}

  /// Answers for all samples of a dataset and writes the files; overwrites what is there.
  ///
  /// `worst.png` has the samples with the lowest Dice: sample, true map and answer side by side.
  /// `predictions.csv` has a row for each sample: what it is and what was answered.
  ///
  /// @param title above pictures
  /// @param note is told what can't be drawn on this machine
  /// @return the files
  /// @throws LoupeException if a file can't be written, or the task is classification
  public static List<Path> write(
      Model model, Dataset dataset, Path folder, String title, Consumer<String> note) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw LoupeException.of(folder + ": the folder can't be made (" + e + ")").causedBy(e);
    }
    return switch (model.info().task()) {
      case Task.Classification c ->
          throw LoupeException.of("the files of a classifier come from its report")
              .fix("use ReportFiles");
      case Task.Segmentation s -> worst(model, dataset, folder, title, note);
      case Task.MultiLabel m -> table(model, dataset, folder);
      case Task.Regression r -> table(model, dataset, folder);
    };
  }

  /// A sample and how well it was answered.
  private record Judged(int sample, double dice) {}

  private static List<Path> worst(
      Model model, Dataset dataset, Path folder, String title, Consumer<String> note) {
    Tensor sample = Tensor.zeros(dataset.shape());
    Tensor truth = Tensor.zeros(dataset.target().shape(dataset.shape(), dataset.classes().size()));
    List<Judged> all = new ArrayList<>();
    for (int i = 0; i < dataset.size(); i++) {
      dataset.read(i, sample);
      dataset.readTarget(i, truth);
      all.add(new Judged(i, dice(truth, model.segment(sample), dataset.classes().size())));
    }
    all.sort(Comparator.comparingDouble(Judged::dice));
    List<MapSheet.Row> rows = new ArrayList<>();
    for (Judged judged : all.subList(0, Math.min(WORST, all.size()))) {
      Tensor own = Tensor.zeros(sample.shape());
      Tensor map = Tensor.zeros(truth.shape());
      dataset.read(judged.sample(), own);
      dataset.readTarget(judged.sample(), map);
      String caption =
          String.format(Locale.ROOT, "sample %d, Dice %.4f", judged.sample(), judged.dice());
      rows.add(new MapSheet.Row(own, map, model.segment(own), caption));
    }
    Path file = folder.resolve("worst.png");
    Drawings.attempt(file.toString(), note, () -> MapSheet.write(title, rows, file));
    return Files.exists(file) ? List.of(file) : List.of();
  }

  /// The mean Dice of the classes but the first that are in either map; 1 where none is.
  public static double dice(Tensor truth, Tensor guess, int classes) {
    long[] sizes = new long[classes];
    long[] both = new long[classes];
    for (int i = 0; i < truth.length(); i++) {
      int label = (int) truth.get(i);
      int given = (int) guess.get(i);
      sizes[label]++;
      sizes[given]++;
      both[label] += label == given ? 1 : 0;
    }
    double sum = 0;
    int count = 0;
    for (int c = 1; c < classes; c++) {
      if (sizes[c] > 0) {
        sum += 2.0 * both[c] / sizes[c];
        count++;
      }
    }
    return count == 0 ? 1 : sum / count;
  }

  private static List<Path> table(Model model, Dataset dataset, Path folder) {
    StringWriter text = new StringWriter();
    try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
      List<String> head = new ArrayList<>(List.of("sample"));
      dataset.classes().forEach(n -> head.addAll(List.of(n, n + " answered")));
      csv.writeRecord(head);
      Tensor sample = Tensor.zeros(dataset.shape().prepend(1));
      Tensor truth =
          Tensor.zeros(dataset.target().shape(dataset.shape(), dataset.classes().size()));
      for (int i = 0; i < dataset.size(); i++) {
        dataset.read(i, sample.item(0));
        dataset.readTarget(i, truth);
        Tensor answer = model.predict(sample);
        List<String> row = new ArrayList<>(List.of(String.valueOf(i)));
        for (int k = 0; k < truth.length(); k++) {
          row.add(String.valueOf(truth.get(k)));
          row.add(String.valueOf(answer.get(k)));
        }
        csv.writeRecord(row);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Path file = folder.resolve("predictions.csv");
    AtomicFile.write(file, text.toString());
    return List.of(file);
  }
}
