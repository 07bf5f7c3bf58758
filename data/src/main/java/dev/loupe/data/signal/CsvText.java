package dev.loupe.data.signal;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.loupe.tensor.LoupeException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Series in a CSV file: a row each, with a column for the class.
///
/// The first row may name the columns: it does where a cell other than the class is neither a
/// number
/// nor empty. The class is in the column `label`, `class` or `target`, else in the first; a column
/// `group`, `patient`, `subject` or `speaker` says whose the series is. All others are values, in
/// order. Commas, semicolons or tabs stand between cells, whichever comes first.
final class CsvText {
  private static final int MOST_CELLS = 1 << 22;
  private static final int LOOK_AHEAD = 1 << 16;
  private static final Set<String> LABELS = Set.of("label", "class", "target");
  private static final Set<String> GROUPS = Set.of("group", "patient", "subject", "speaker");

  private final Path file;
  private final List<Series> all = new ArrayList<>();
  private int label;
  private int group = -1;
  private int columns;
  private int missing;

  private CsvText(Path file) {
    this.file = file;
  }

  static SeriesFile read(Path file, BufferedReader text) throws IOException {
    return new CsvText(file).read(text);
  }

  private SeriesFile read(BufferedReader text) throws IOException {
    CsvRecordHandler handler =
        CsvRecordHandler.builder().maxFields(MOST_CELLS).maxRecordSize(1 << 28).build();
    try (CsvReader<CsvRecord> csv =
        CsvReader.builder()
            .fieldSeparator(separator(text))
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .build(handler, text)) {
      boolean first = true;
      for (CsvRecord row : csv) {
        if (!first || !names(row.getFields())) {
          add(row.getFields(), file + ", line " + row.getStartingLineNumber());
        }
        first = false;
      }
    } catch (CsvParseException e) {
      throw LoupeException.of(file + ": the CSV file is broken: " + e.getMessage()).causedBy(e);
    }
    return new SeriesFile(file, "", 1, all, List.of(), missing, "");
  }

  private static char separator(BufferedReader text) throws IOException {
    text.mark(LOOK_AHEAD);
    for (int i = 0; i < LOOK_AHEAD; i++) {
      int c = text.read();
      if (c < 0 || c == ',' || c == ';' || c == '\t') {
        text.reset();
        return c < 0 ? ',' : (char) c;
      }
    }
    text.reset();
    return ',';
  }

  /// Whether a row names the columns; keeps which are class and group.
  private boolean names(List<String> cells) {
    boolean named = false;
    for (int i = 1; i < cells.size() && !named; i++) {
      named = !isValue(cells.get(i));
    }
    if (!named) {
      return false;
    }
    columns = cells.size();
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < columns; i++) {
      String name = cells.get(i).strip().toLowerCase(Locale.ROOT);
      @Nullable String kind =
          LABELS.contains(name) ? "class" : GROUPS.contains(name) ? "group" : null;
      if (kind != null && !seen.add(kind)) {
        throw LoupeException.of(file + ", line 1: two columns name the " + kind)
            .expected(
                "one of " + (kind.equals("class") ? LABELS : GROUPS).stream().sorted().toList())
            .got("another one, '" + name + "'");
      }
      label = "class".equals(kind) ? i : label;
      group = "group".equals(kind) ? i : group;
    }
    return true;
  }

  private static boolean isValue(String cell) {
    try {
      SeriesText.value(cell, "", 0);
      return true;
    } catch (LoupeException e) {
      return false;
    }
  }

  private void add(List<String> cells, String place) {
    if (columns > 0 && cells.size() > columns) {
      throw LoupeException.of(place + ": the row is longer than the first")
          .expected("at most " + columns + " cells")
          .got(String.valueOf(cells.size()));
    }
    float[] values = new float[cells.size()];
    int n = 0;
    for (int i = 0; i < cells.size(); i++) {
      if (i != label && i != group) {
        values[n] = SeriesText.value(cells.get(i), place, i + 1);
        n++;
      }
    }
    int known = SeriesText.known(Arrays.copyOf(values, n));
    if (known == 0 || label >= cells.size()) {
      throw LoupeException.of(place + ": the series has no values")
          .expected("a class and its values in one row")
          .got(cells.size() + " cells");
    }
    float[] kept = Arrays.copyOf(values, known);
    missing += SeriesText.fill(kept);
    String whose = group >= 0 && group < cells.size() ? cells.get(group).strip() : "";
    all.add(new Series(kept, SeriesText.label(cells.get(label), place), whose));
  }
}
