package dev.loupe.data.signal;

import dev.loupe.tensor.LoupeException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/// The UCR archive's own format: on each line a class and the values of a series.
///
/// Tabs, spaces or commas stand between them. Values that are missing at the end mean that the
/// series is shorter than others; those that are missing before are put on the line between their
/// neighbours.
///
/// Source: Dau and others, The UCR Time Series Classification Archive, 2018.
final class TsvText {
  private static final Pattern BLANKS = Pattern.compile("[\t ]+");
  private static final Pattern TABS = Pattern.compile("\t");
  private static final Pattern COMMAS = Pattern.compile(",");

  private TsvText() {}

  static SeriesFile read(Path file, BufferedReader text) throws IOException {
    List<Series> all = new ArrayList<>();
    int missing = 0;
    int number = 0;
    for (String line = text.readLine(); line != null; line = text.readLine()) {
      number++;
      if (line.isBlank()) {
        continue;
      }
      String place = file + ", line " + number;
      Pattern between = line.indexOf('\t') >= 0 ? TABS : line.indexOf(',') >= 0 ? COMMAS : BLANKS;
      String[] cells = between.split(between == BLANKS ? line.strip() : line, -1);
      float[] values = new float[cells.length - 1];
      for (int i = 1; i < cells.length; i++) {
        values[i - 1] = SeriesText.value(cells[i], place, i);
      }
      int known = SeriesText.known(values);
      if (known == 0) {
        throw LoupeException.of(place + ": the series has no values")
            .expected("a class and its values, with tabs between")
            .got(cells.length + " cells without a value");
      }
      float[] kept = Arrays.copyOf(values, known);
      missing += SeriesText.fill(kept);
      all.add(new Series(kept, SeriesText.label(cells[0], place), ""));
    }
    return new SeriesFile(file, "", 1, all, List.of(), missing, "");
  }
}
