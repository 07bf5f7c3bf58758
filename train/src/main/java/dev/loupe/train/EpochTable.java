package dev.loupe.train;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.loupe.tensor.LoupeException;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/// The epochs of a training as `metrics.csv` tells them.
///
/// @param columns the names, such as `epoch`, `train_loss` and `test_accuracy`
/// @param rows a value for each column, a row for each epoch
public record EpochTable(List<String> columns, List<List<Double>> rows) {
  /// A line has about 100 bytes.
  private static final long LIMIT = 100_000_000;

  /// Copies the lists.
  public EpochTable {
    columns = List.copyOf(columns);
    rows = rows.stream().map(List::copyOf).toList();
  }

  /// Reads a file.
  ///
  /// @throws LoupeException if it can't be read or is not a table of numbers with names
  public static EpochTable read(Path file) {
    try {
      long size = Files.size(file);
      if (size > LIMIT) {
        throw LoupeException.of(file + ": the file is too large for metrics")
            .expected("at most " + LIMIT + " bytes")
            .got(size + " bytes");
      }
      return parse(file, Files.readString(file));
    } catch (NoSuchFileException e) {
      throw LoupeException.of(file + ": there is no such file").causedBy(e);
    } catch (MalformedInputException e) {
      throw LoupeException.of(file + ": this is not a text in UTF-8").causedBy(e);
    } catch (IOException e) {
      throw LoupeException.of(file + ": the file can't be read (" + e + ")").causedBy(e);
    }
  }

  private static EpochTable parse(Path file, String text) throws IOException {
    List<String> columns = List.of();
    List<List<Double>> rows = new ArrayList<>();
    try (CsvReader<CsvRecord> csv = CsvReader.builder().ofCsvRecord(text)) {
      for (CsvRecord line : csv) {
        if (columns.isEmpty()) {
          columns = line.getFields();
        } else {
          rows.add(row(file, columns, line));
        }
      }
    } catch (CsvParseException e) {
      throw LoupeException.of(file + ": this is not CSV").got(String.valueOf(e.getMessage())).causedBy(e);
    }
    if (!columns.contains("epoch")) {
      throw LoupeException.of(file + ": these are not the metrics of a training")
          .expected("a first line with the names of columns, one of them 'epoch'");
    }
    return new EpochTable(columns, rows);
  }

  private static List<Double> row(Path file, List<String> columns, CsvRecord line) {
    String place = file + ": line " + line.getStartingLineNumber();
    if (line.getFieldCount() != columns.size()) {
      throw LoupeException.of(place + " has another number of values than the first")
          .expected(String.valueOf(columns.size()))
          .got(String.valueOf(line.getFieldCount()));
    }
    List<Double> row = new ArrayList<>();
    for (String value : line.getFields()) {
      try {
        row.add(Double.valueOf(value));
      } catch (NumberFormatException e) {
        throw LoupeException.of(place + " is broken")
            .expected("numbers")
            .got("'" + value + "'")
            .causedBy(e);
      }
    }
    return row;
  }

  /// The values of a column, by epoch; none if there is no such column.
  public List<Double> values(String column) {
    int at = columns.indexOf(column);
    return at < 0 ? List.of() : rows.stream().map(row -> row.get(at)).toList();
  }

  /// The value of a column in the last epoch.
  public OptionalDouble last(String column) {
    List<Double> all = values(column);
    return all.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(all.getLast());
  }
}
