package dev.loupe.data.signal;

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

/// The `.ts` format of the UEA and UCR archives: a header, then a case on each line.
///
/// A case is its channels with colons between, and its class behind the last. Values that are
/// missing (`?`) are put on the line between their neighbours. Values with times, numbers instead
/// of
/// classes, and channels of different lengths in one case are refused.
///
/// Source: Bagnall and others, The UEA multivariate time series classification archive, 2018;
/// sktime, the description of the ts file format.
final class TsText {
  private final Path file;
  private final BufferedReader text;
  private final List<Series> cases = new ArrayList<>();
  private List<String> classes = List.of();
  private Set<String> known = Set.of();
  private String problem = "";
  private boolean labelled;
  private int channels;
  private int number;
  private int missing;

  TsText(Path file, BufferedReader text) {
    this.file = file;
    this.text = text;
  }

  SeriesFile read() throws IOException {
    boolean data = false;
    for (String line = text.readLine(); line != null; line = text.readLine()) {
      number++;
      String bare = line.strip();
      if (bare.isEmpty() || bare.startsWith("#") || bare.startsWith("%")) {
        continue;
      }
      if (data) {
        add(bare);
      } else {
        data = header(bare);
      }
    }
    if (!data) {
      throw LoupeException.of(file + ": the file is cut short")
          .expected("a line '@data' behind the header")
          .got("the end of the file after line " + number);
    }
    return new SeriesFile(file, problem, Math.max(1, channels), cases, classes, missing, "");
  }

  /// Reads a line of the header; says whether it was the last.
  private boolean header(String line) {
    String[] words = line.split("\\s+");
    String value = words.length > 1 ? words[1] : "";
    switch (words[0].toLowerCase(Locale.ROOT)) {
      case "@problemname" -> problem = value;
      case "@timestamps" -> {
        if (value.equalsIgnoreCase("true")) {
          throw refuse("values with times of their own", "@timeStamps false");
        }
      }
      case "@dimensions", "@dimension" -> channels = declared(value);
      case "@univariate" -> channels = value.equalsIgnoreCase("true") ? 1 : channels;
      case "@targetlabel" -> {
        if (value.equalsIgnoreCase("true")) {
          throw refuse("numbers to be predicted instead of classes", "@classLabel true ...");
        }
      }
      case "@classlabel" -> {
        if (!value.equalsIgnoreCase("true")) {
          throw refuse("no classes", "@classLabel true, and the names of the classes");
        }
        labelled = true;
        classes =
            Arrays.stream(words).skip(2).map(w -> SeriesText.label(w, place())).distinct().toList();
        known = new HashSet<>(classes);
      }
      case "@data" -> {
        if (!labelled) {
          throw refuse("no classes", "@classLabel true, and the names of the classes");
        }
        return true;
      }
      case "@missing", "@equallength", "@serieslength" -> {
        // The cases say it themselves.
      }
      default ->
          throw LoupeException.of(place() + ": the header can't be understood")
              .expected("a line that begins with # or @, such as @data")
              .got("'" + WfdbSignalLine.brief(line) + "'");
    }
    return false;
  }

  private int declared(String digits) {
    if (!digits.matches("[1-9]\\d{0,5}")) {
      throw LoupeException.of(place() + ": the number of dimensions is out of range")
          .expected("1 to 999999")
          .got("'" + WfdbSignalLine.brief(digits) + "'");
    }
    return Integer.parseInt(digits);
  }

  private void add(String line) {
    String[] parts = line.split(":", -1);
    int found = parts.length - 1;
    channels = channels == 0 ? found : channels;
    if (found != channels || found == 0) {
      throw LoupeException.of(place() + ": the case has another number of dimensions")
          .expected(channels + ", with colons between, and a class")
          .got(String.valueOf(found));
    }
    float[][] dimensions = new float[channels][];
    for (int c = 0; c < channels; c++) {
      dimensions[c] = dimension(parts[c], c);
      if (dimensions[c].length != dimensions[0].length) {
        throw LoupeException.of(place() + ": the dimensions have different lengths")
            .expected(dimensions[0].length + " values in each")
            .got(dimensions[c].length + " in dimension " + c);
      }
    }
    float[] values = new float[dimensions[0].length * channels];
    for (int i = 0; i < values.length; i++) {
      values[i] = dimensions[i % channels][i / channels];
    }
    String label = SeriesText.label(parts[channels], place());
    if (!known.isEmpty() && !known.contains(label)) {
      throw LoupeException.of(place() + ": the class is not declared")
          .expected("one of " + String.join(", ", classes))
          .got("'" + WfdbSignalLine.brief(label) + "'");
    }
    cases.add(new Series(values, label, ""));
  }

  private float[] dimension(String part, int channel) {
    if (part.indexOf('(') >= 0) {
      throw refuse("values with times of their own", "numbers with commas between");
    }
    String[] cells = part.split(",", -1);
    float[] values = new float[cells.length];
    for (int i = 0; i < cells.length; i++) {
      values[i] = SeriesText.value(cells[i], place() + ", dimension " + channel, i + 1);
    }
    if (SeriesText.known(values) == 0) {
      throw LoupeException.of(place() + ": dimension " + channel + " has no values")
          .expected("numbers with commas between");
    }
    missing += SeriesText.fill(values);
    return values;
  }

  private String place() {
    return file + ", line " + number;
  }

  private LoupeException refuse(String what, String expected) {
    return LoupeException.of(place() + ": the file has " + what + ", which Loupe doesn't read")
        .expected(expected);
  }
}
