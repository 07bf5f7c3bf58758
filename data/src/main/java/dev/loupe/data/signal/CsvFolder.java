package dev.loupe.data.signal;

import dev.loupe.data.ClassShare;
import dev.loupe.data.GroupRule;
import dev.loupe.data.GroupSplit;
import dev.loupe.data.Sha256;
import dev.loupe.data.Splits;
import dev.loupe.tensor.LoupeException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Series in CSV files: a row each, with a column for the class.
///
/// A folder has two files, whose names are, or end with, `train.csv` and `test.csv`, or one file,
/// of
/// which a part is kept for the test: whole groups where a column says whose a series is, else a
/// part of each class. The class is in the column `label`, `class` or `target`, else in the first;
/// whose a series is says a column `group`, `patient`, `subject` or `speaker`. Other columns are
/// values, in order. Lengths and missing values are as in [SeriesFolder].
public final class CsvFolder {
  private static final Pattern DOCUMENT = Pattern.compile("(?i)[^.]+|.*\\.(csv|md|txt|ini)");

  private CsvFolder() {}

  /// Whether the folder has a pair of CSV files, or one alone with nothing but documents beside it.
  public static boolean isIn(Path folder) {
    List<Path> files = files(folder, ".csv");
    return files.size() == 1
        ? files(folder, "").stream().allMatch(f -> DOCUMENT.matcher(name(f)).matches())
        : ending(files, "train").isPresent() && files.size() < 4;
  }

  /// Opens a folder.
  ///
  /// @throws LoupeException if a file is missing or can't be understood, with the line, or if both
  ///   don't fit together
  public static Splits open(Path folder, SignalOptions options) {
    List<Path> files = files(folder, ".csv");
    Optional<Path> train = ending(files, "train");
    Optional<Path> test = ending(files, "test");
    if (train.isPresent() && test.isPresent()) {
      return open(folder, read(train.get()), read(test.get()), options);
    }
    if (files.size() != 1) {
      throw LoupeException.of(folder + ": it is not clear which CSV files are the data")
          .expected("one file, or two that end with train.csv and test.csv")
          .got(String.join(", ", files.stream().map(CsvFolder::name).toList()));
    }
    return divide(folder, read(files.getFirst()), options);
  }

  private static SeriesFile read(Path file) {
    return SeriesFile.read(file, text -> CsvText.read(file, text));
  }

  private static Splits open(
      Path folder, SeriesFile train, SeriesFile test, SignalOptions options) {
    if (options.rule() instanceof GroupRule.Usual) {
      return new SeriesParts(train.series(), test.series(), 1, List.of())
          .splits(
              folder,
              name(folder.toAbsolutePath().normalize()),
              "series from " + name(train.file()) + " and " + name(test.file()),
              train.missing() + test.missing(),
              train.hash(),
              test.hash());
    }
    List<Series> all = new ArrayList<>(train.series());
    all.addAll(test.series());
    String hash = Sha256.of((train.hash() + test.hash()).getBytes(StandardCharsets.UTF_8));
    int missing = train.missing() + test.missing();
    return divide(folder, new SeriesFile(folder, "", 1, all, List.of(), missing, hash), options);
  }

  private static Splits divide(Path folder, SeriesFile file, SignalOptions options) {
    boolean[] forTest = forTest(folder, file.series(), options);
    List<Series> train = new ArrayList<>();
    List<Series> test = new ArrayList<>();
    for (int i = 0; i < forTest.length; i++) {
      (forTest[i] ? test : train).add(file.series().get(i));
    }
    if (test.isEmpty()) {
      throw LoupeException.of(folder + ": there are too few series to keep some for the test")
          .expected("a class with at least 2")
          .got(train.size() + " series");
    }
    return new SeriesParts(train, test, 1, List.of())
        .splits(
            folder,
            name(folder.toAbsolutePath().normalize()),
            "series from " + name(file.file()),
            file.missing(),
            part(file.hash(), forTest, false),
            part(file.hash(), forTest, true));
  }

  private static boolean[] forTest(Path folder, List<Series> series, SignalOptions options) {
    boolean known = series.stream().noneMatch(s -> s.group().isEmpty());
    boolean usual = options.rule() instanceof GroupRule.Usual;
    if (!known && !usual) {
      throw LoupeException.of(folder + ": the series can't be divided by whom they come from")
          .expected("a column group, patient, subject or speaker without empty cells");
    }
    if (!known) {
      List<String> labels = series.stream().map(Series::label).toList();
      return ClassShare.choose(labels, options.testFraction(), options.seed());
    }
    NavigableMap<String, Integer> sizes = new TreeMap<>();
    series.forEach(s -> sizes.merge(s.group(), 1, Integer::sum));
    GroupRule rule =
        usual ? new GroupRule.Share(options.testFraction(), options.seed()) : options.rule();
    Set<String> chosen;
    try {
      chosen = GroupSplit.choose(sizes, rule);
    } catch (LoupeException e) {
      throw e.at(folder.toString());
    }
    boolean[] forTest = new boolean[series.size()];
    for (int i = 0; i < forTest.length; i++) {
      forTest[i] = chosen.contains(series.get(i).group());
    }
    return forTest;
  }

  /// The hash of those series of a file that are, or are not, for the test.
  private static String part(String hash, boolean[] forTest, boolean wanted) {
    StringBuilder text = new StringBuilder(hash);
    for (int i = 0; i < forTest.length; i++) {
      text.append(forTest[i] == wanted ? " " + i : "");
    }
    return Sha256.of(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static Optional<Path> ending(List<Path> files, String what) {
    String end = what + ".csv";
    return files.stream().filter(f -> name(f).toLowerCase(Locale.ROOT).endsWith(end)).findFirst();
  }

  private static List<Path> files(Path folder, String end) {
    try (Stream<Path> children = Files.list(folder)) {
      return children
          .filter(f -> name(f).toLowerCase(Locale.ROOT).endsWith(end))
          .filter(f -> !name(f).startsWith(".") && Files.isRegularFile(f))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw LoupeException.of(folder + ": the folder can't be read (" + e + ")").causedBy(e);
    }
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }
}
