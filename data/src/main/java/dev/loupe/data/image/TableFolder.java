package dev.loupe.data.image;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.loupe.data.Card;
import dev.loupe.data.ClassShare;
import dev.loupe.data.Dataset;
import dev.loupe.data.Recogniser;
import dev.loupe.data.Sha256;
import dev.loupe.data.Splits;
import dev.loupe.data.Subset;
import dev.loupe.data.Target;
import dev.loupe.data.io.Room;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Pictures beside a table `labels.csv`: its first column names the file, all others are numbers to
/// be learned: labels where all are 0 or 1, else values. The first row names the columns.
///
/// All pictures are kept in memory.
public final class TableFolder implements Dataset {
  private static final String TABLE = "labels.csv";

  private final Shape shape;
  private final List<String> names;
  private final Target target;
  private final List<byte[]> pixels;
  private final List<float[]> values;
  private final Card card;

  private TableFolder(
      Shape shape,
      List<String> names,
      Target target,
      List<byte[]> pixels,
      List<float[]> values,
      Card card) {
    this.shape = shape;
    this.names = names;
    this.target = target;
    this.pixels = pixels;
    this.values = values;
    this.card = card;
  }

  /// Recognises such folders.
  ///
  /// @param options the size, the channels, and which part is kept for the test
  /// @param wanted whether labels or values are to be learned; by the numbers where it is empty
  public record Layout(ImageFolderOptions options, Optional<Target> wanted) implements Recogniser {
    @Override
    public String layout() {
      return "pictures with a table labels.csv: the file, then columns of labels or values";
    }

    @Override
    public boolean recognises(Path folder) {
      Path table = folder.resolve(TABLE);
      try {
        // Series in a table have no pictures beside them.
        return Files.isRegularFile(table)
            && rows(table).stream()
                .skip(1)
                .limit(1)
                .anyMatch(r -> ImageFile.named(Path.of(r.getField(0))));
      } catch (LoupeException | InvalidPathException e) {
        return false;
      }
    }

    @Override
    public Splits open(Path folder) {
      return TableFolder.open(folder, options, wanted);
    }
  }

  /// Opens a folder and keeps a part of it for the test, by the seed.
  ///
  /// @param wanted [Target#LABELS] or [Target#VALUES]; by the numbers where it is empty
  /// @throws LoupeException if the table or a picture is broken, a cell is no number, or no label
  ///     where labels are wanted
  public static Splits open(Path folder, ImageFolderOptions options, Optional<Target> wanted) {
    Path table = folder.resolve(TABLE);
    List<CsvRecord> rows = rows(table);
    if (rows.size() < 3 || rows.getFirst().getFieldCount() < 2) {
      throw LoupeException.of(table + ": there is too little in the table")
          .expected("a row of names, and at least 2 rows of a file and its numbers")
          .got(rows.size() + " rows");
    }
    List<String> head = rows.getFirst().getFields();
    List<String> names = List.copyOf(head.subList(1, head.size()));
    List<byte[]> pixels = new ArrayList<>();
    List<float[]> values = new ArrayList<>();
    Shape shape = null;
    for (CsvRecord row : rows.subList(1, rows.size())) {
      values.add(numbers(table, row, head.size()));
      Image image = picture(folder, table, row, options);
      if (shape == null) {
        shape =
            options.width() == 0
                ? image.shape()
                : Shape.of(options.height(), options.width(), image.channels());
        Room.check(
            rows.size() * shape.elements(), "all pictures of " + folder, "take a smaller size");
      }
      Image fitted = options.mode().apply(image, shape.size(1), shape.size(0), options.filter());
      pixels.add((shape.channels() == 1 ? fitted.grey() : fitted.rgb()).pixels());
    }
    if (shape == null) {
      throw new IllegalStateException("no rows");
    }
    Target target = target(table, values, wanted);
    Card card =
        new Card(
            String.valueOf(folder.toAbsolutePath().normalize().getFileName()),
            pixels.size() + " pictures with a table",
            folder.toAbsolutePath().normalize().toString(),
            "unknown",
            Sha256.of(
                ImageFile.bytes(table),
                Sha256.of(pixels.toArray(byte[][]::new)).getBytes(StandardCharsets.UTF_8)));
    Dataset all = new TableFolder(shape, names, target, pixels, values, card);
    boolean[] test =
        ClassShare.choose(
            Collections.nCopies(pixels.size(), "all"), options.testFraction(), options.seed());
    return new Splits(
        Subset.of(all, IntStream.range(0, test.length).filter(i -> !test[i]).toArray()),
        Subset.of(all, IntStream.range(0, test.length).filter(i -> test[i]).toArray()));
  }

  private static List<CsvRecord> rows(Path table) {
    try (CsvReader<CsvRecord> csv = CsvReader.builder().ofCsvRecord(table)) {
      return csv.stream().toList();
    } catch (IOException | CsvParseException e) {
      throw LoupeException.of(table + ": the table can't be read (" + e.getMessage() + ")")
          .causedBy(e);
    }
  }

  private static Image picture(Path folder, Path table, CsvRecord row, ImageFolderOptions options) {
    try {
      return ImageFile.read(folder.resolve(row.getField(0)), options.colour());
    } catch (InvalidPathException e) {
      throw LoupeException.of(
              "%s, line %d: this is no file".formatted(table, row.getStartingLineNumber()))
          .got("'" + row.getField(0) + "'")
          .causedBy(e);
    }
  }

  private static float[] numbers(Path table, CsvRecord row, int columns) {
    if (row.getFieldCount() != columns) {
      throw LoupeException.of(
              "%s, line %d: the row has another length"
                  .formatted(table, row.getStartingLineNumber()))
          .expected(columns + " cells")
          .got(String.valueOf(row.getFieldCount()));
    }
    float[] numbers = new float[columns - 1];
    for (int k = 0; k < numbers.length; k++) {
      String cell = row.getField(k + 1).strip();
      try {
        numbers[k] = Float.parseFloat(cell);
      } catch (NumberFormatException e) {
        numbers[k] = Float.NaN;
      }
      if (!Float.isFinite(numbers[k])) {
        throw LoupeException.of(
                "%s, line %d: this is not a number".formatted(table, row.getStartingLineNumber()))
            .expected("a number in column " + (k + 2))
            .got("'" + cell + "'");
      }
    }
    return numbers;
  }

  private static Target target(Path table, List<float[]> values, Optional<Target> wanted) {
    boolean labels = true;
    for (float[] row : values) {
      for (float v : row) {
        labels &= v == 0 || v == 1;
      }
    }
    if (wanted.isPresent() && wanted.get() == Target.LABELS && !labels) {
      throw LoupeException.of(table + ": these are no labels")
          .expected("0 or 1 in all cells")
          .fix("learn them as values, with --task regression");
    }
    return wanted.orElse(labels ? Target.LABELS : Target.VALUES);
  }

  @Override
  public int size() {
    return pixels.size();
  }

  @Override
  public Shape shape() {
    return shape;
  }

  @Override
  public List<String> classes() {
    return names;
  }

  @Override
  public Target target() {
    return target;
  }

  @Override
  public int label(int index) {
    return 0;
  }

  @Override
  public void read(int index, Tensor into) {
    new Image(shape.size(1), shape.size(0), shape.channels(), pixels.get(index)).toTensor(into);
  }

  @Override
  public void readTarget(int index, Tensor into) {
    float[] row = values.get(index);
    for (int k = 0; k < row.length; k++) {
      into.set(k, row[k]);
    }
  }

  @Override
  public Card card() {
    return card;
  }
}
