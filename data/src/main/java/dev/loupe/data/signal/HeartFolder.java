package dev.loupe.data.signal;

import dev.loupe.data.Card;
import dev.loupe.data.Sha256;
import dev.loupe.data.Splits;
import dev.loupe.tensor.LoupeException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Electrocardiograms of a folder, on their way to datasets of windows around beats.
///
/// @param folder where they are
/// @param records at least one
/// @param classes of the beats, in order; those that can't be learned are left away
/// @param card the source's name, description, source and licence
record HeartFolder(Path folder, List<HeartRecord> records, List<String> classes, Card card) {
  /// Divides the records and cuts the windows.
  ///
  /// @throws LoupeException if there is one patient only, if there are less than two classes, or if
  ///   a class of the test can't be learned
  Splits splits(SignalOptions options) {
    MitBih.Division division;
    BeatWindow window;
    try {
      division = MitBih.divide(records, options);
      window = BeatWindow.of(records, options);
    } catch (LoupeException e) {
      throw e.at(folder.toString());
    }
    List<HeartRecord> train = chosen(division.train());
    List<HeartRecord> test = chosen(division.test());
    Set<String> learned = new HashSet<>();
    train.forEach(r -> r.beats().forEach(b -> learned.add(b.label())));
    List<String> names = classes.stream().filter(learned::contains).toList();
    if (names.size() < 2) {
      throw LoupeException.of(folder + ": there are too few classes to tell apart")
          .expected("beats of at least 2 classes to learn from")
          .got(names.isEmpty() ? "none" : "1: '" + names.getFirst() + "'");
    }
    for (HeartRecord one : test) {
      for (HeartRecord.Beat beat : one.beats()) {
        if (!learned.contains(beat.label())) {
          throw LoupeException.of(folder + ": the test has a class that can't be learned")
              .expected("one of " + String.join(", ", names))
              .got("'" + beat.label() + "' in record " + one.name())
              .fix("take another seed, or name other patients");
        }
      }
    }
    return new Splits(
        dataset(train, window, names, division.how()),
        dataset(test, window, names, division.how()));
  }

  private static String plain(double rate) {
    return rate == Math.rint(rate) ? String.valueOf((long) rate) : String.valueOf(rate);
  }

  private List<HeartRecord> chosen(Set<String> names) {
    return records.stream().filter(r -> names.contains(r.name())).toList();
  }

  private BeatWindows dataset(
      List<HeartRecord> part, BeatWindow window, List<String> names, String how) {
    StringBuilder hashes = new StringBuilder();
    List<String> record = new ArrayList<>();
    for (HeartRecord one : part) {
      record.add(one.name());
      hashes.append(one.name()).append(' ').append(one.hash()).append('\n');
    }
    Card own =
        new Card(
            card.name(),
            "%s, %d values at %s Hz, of records %s; %s"
                .formatted(
                    card.description(),
                    window.length(),
                    plain(window.rate()),
                    String.join(", ", record),
                    how),
            card.source(),
            card.licence(),
            Sha256.of(hashes.toString().getBytes(StandardCharsets.UTF_8)));
    BeatWindows windows = new BeatWindows(part, window, names, own);
    if (windows.size() == 0) {
      throw LoupeException.of(folder + ": no beat has a window without gaps")
          .expected("beats in records " + String.join(", ", record));
    }
    return windows;
  }
}
