package dev.loupe.data.signal;

import dev.loupe.data.Card;
import dev.loupe.data.Splits;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import java.nio.file.Path;
import java.util.List;

/// Series to learn from and series to be judged by, before they are datasets.
///
/// @param train at least one
/// @param test at least one
/// @param channels values of each moment
/// @param classes that a file declares; empty to take those of the series to learn from
record SeriesParts(List<Series> train, List<Series> test, int channels, List<String> classes) {
  /// Makes datasets of one length: that of the longest series to learn from.
  ///
  /// @param folder for errors and the cards
  /// @param name of the data
  /// @param what the series are, for the cards
  /// @param missing how many values were put in
  /// @param trainHash of what is learned from
  /// @param testHash of what is judged by
  /// @throws LoupeException if there are less than two classes, or if one of the test can't be
  ///   learned
  Splits splits(
      Path folder, String name, String what, int missing, String trainHash, String testHash) {
    List<String> learned = SeriesText.sorted(train.stream().map(Series::label).toList());
    List<String> all = classes.isEmpty() ? learned : classes;
    if (all.size() < 2) {
      throw LoupeException.of(folder + ": there are too few classes to tell apart")
          .expected("series of at least 2 classes")
          .got(all.isEmpty() ? "none" : "1: '" + all.getFirst() + "'");
    }
    for (Series one : test) {
      if (!learned.contains(one.label())) {
        throw LoupeException.of(folder + ": the test has a class that can't be learned")
            .expected("one of " + String.join(", ", learned))
            .got("'" + one.label() + "'");
      }
    }
    int length = train.stream().mapToInt(s -> s.values().length / channels).max().orElse(1);
    Shape shape = Shape.of(length, channels);
    return new Splits(
        dataset(train, shape, all, folder, name, describe(train, shape, what, missing), trainHash),
        dataset(test, shape, all, folder, name, describe(test, shape, what, missing), testHash));
  }

  private static SeriesDataset dataset(
      List<Series> series,
      Shape shape,
      List<String> classes,
      Path folder,
      String name,
      String description,
      String hash) {
    String source = folder.toAbsolutePath().normalize().toString();
    return new SeriesDataset(
        series, shape, classes, new Card(name, description, source, "unknown", hash));
  }

  private static String describe(List<Series> series, Shape shape, String what, int missing) {
    long shorter = series.stream().filter(s -> s.values().length < shape.length()).count();
    long longer = series.stream().filter(s -> s.values().length > shape.length()).count();
    return series.size()
        + " "
        + what
        + (shorter > 0 ? ", " + shorter + " of them filled up with zeros" : "")
        + (longer > 0 ? ", " + longer + " of them cut at the end" : "")
        + (missing > 0 ? ", with missing values put on the line between others" : "");
  }
}
