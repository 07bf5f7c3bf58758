package dev.loupe.data.signal;

import dev.loupe.data.Splits;
import dev.loupe.tensor.LoupeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// A problem of the UCR or UEA archive: `NAME_TRAIN` and `NAME_TEST`, as `.ts`, `.tsv` or `.txt`.
///
/// Where there are several, the first of these is read. A sample is as long as the longest series
/// to
/// learn from: shorter ones are followed by zeros, longer ones of the test are cut at the end.
/// Missing values are put on the straight line between their neighbours. Classes are in the order
/// that a `.ts` file declares, else by number or name.
public final class SeriesFolder {
  private static final List<String> ENDS = List.of(".ts", ".tsv", ".txt");
  private static final String TRAIN = "_train";

  private SeriesFolder() {}

  /// Whether the folder has a file to learn from.
  public static boolean isIn(Path folder) {
    return ENDS.stream().anyMatch(end -> !files(folder, TRAIN + end).isEmpty());
  }

  /// Opens a folder.
  ///
  /// @throws LoupeException if a file is missing, or can't be understood (with the line), or if
  ///     both
  ///   don't fit together
  public static Splits open(Path folder) {
    for (String end : ENDS) {
      List<Path> found = files(folder, TRAIN + end);
      if (found.size() > 1) {
        throw LoupeException.of(folder + ": there are several problems in this folder")
            .expected("one file that ends with _TRAIN" + end)
            .got(String.join(", ", found.stream().map(SeriesFolder::name).toList()))
            .fix("give a folder to each");
      }
      if (!found.isEmpty()) {
        return open(folder, found.getFirst(), end);
      }
    }
    throw LoupeException.of(folder + ": there are no series to learn from")
        .expected("NAME_TRAIN.tsv and NAME_TEST.tsv, or .ts, or .txt");
  }

  private static Splits open(Path folder, Path train, String end) {
    String name = name(train).substring(0, name(train).length() - TRAIN.length() - end.length());
    String wanted = (name + "_test" + end).toLowerCase(Locale.ROOT);
    Path test =
        files(folder, wanted).stream()
            .filter(f -> name(f).length() == wanted.length())
            .findFirst()
            .orElseThrow(
                () ->
                    LoupeException.of(folder + ": the series to be judged by are missing")
                        .expected(name + "_TEST" + end + " beside " + name(train)));
    SeriesFile learn = SeriesFile.read(train);
    SeriesFile judge = SeriesFile.read(test);
    if (learn.channels() != judge.channels()) {
      throw LoupeException.of(test + ": the series have another number of dimensions")
          .expected(learn.channels() + " as in " + name(train))
          .got(String.valueOf(judge.channels()));
    }
    return new SeriesParts(learn.series(), judge.series(), learn.channels(), learn.classes())
        .splits(
            folder,
            learn.problem().isEmpty() ? name : learn.problem(),
            "series in the format of the UCR archive",
            learn.missing() + judge.missing(),
            learn.hash(),
            judge.hash());
  }

  /// Files whose names end so, in any case.
  private static List<Path> files(Path folder, String end) {
    try (Stream<Path> children = Files.list(folder)) {
      return children
          .filter(f -> name(f).toLowerCase(Locale.ROOT).endsWith(end) && !name(f).startsWith("."))
          .filter(Files::isRegularFile)
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
