package dev.loupe.data.signal;

import dev.loupe.data.GroupRule;
import dev.loupe.data.GroupSplit;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What is known about the MIT-BIH Arrhythmia Database and its beats.
///
/// Source: Moody and Mark, The impact of the MIT-BIH Arrhythmia Database, 2001; de Chazal, O'Dwyer
/// and Reilly, Automatic classification of heartbeats using ECG morphology and heartbeat interval
/// features, 2004 (the division of the records); ANSI/AAMI EC57 (the classes).
final class MitBih {
  /// The classes of EC57, in its order.
  static final List<String> CLASSES =
      List.of("normal", "supraventricular", "ventricular", "fusion", "unknown");

  private static final Set<String> LEARN =
      Set.of(
          "101", "106", "108", "109", "112", "114", "115", "116", "118", "119", "122", "124", "201",
          "203", "205", "207", "208", "209", "215", "220", "223", "230");

  private static final Set<String> JUDGE =
      Set.of(
          "100", "103", "105", "111", "113", "117", "121", "123", "200", "202", "210", "212", "213",
          "214", "219", "221", "222", "228", "231", "232", "233", "234");

  private static final Set<String> PACED = Set.of("102", "104", "107", "217");

  private MitBih() {}

  /// Which records are learned from and judged by.
  ///
  /// @param train their names
  /// @param test their names
  /// @param how in a few words, for the cards
  record Division(Set<String> train, Set<String> test, String how) {}

  /// Divides records by a rule.
  ///
  /// The usual one is that of de Chazal and others where all records are of this database and both
  /// of their sets are there; it leaves the paced ones out. Else whole patients are drawn.
  static Division divide(Collection<HeartRecord> records, SignalOptions options) {
    Set<String> names = new TreeSet<>();
    NavigableMap<String, Integer> sizes = new TreeMap<>();
    for (HeartRecord one : records) {
      names.add(one.name());
      sizes.merge(one.patient(), one.beats().size(), Integer::sum);
    }
    GroupRule rule = options.rule();
    if (rule instanceof GroupRule.Usual) {
      boolean known = names.stream().allMatch(MitBih::isOfDatabase);
      if (known
          && names.stream().anyMatch(LEARN::contains)
          && names.stream().anyMatch(JUDGE::contains)) {
        Set<String> train = new TreeSet<>(names);
        train.retainAll(LEARN);
        names.retainAll(JUDGE);
        return new Division(train, names, "the division of de Chazal and others, 2004");
      }
      rule = new GroupRule.Share(options.testFraction(), options.seed());
    }
    Set<String> patients = GroupSplit.choose(sizes, rule);
    Set<String> train = new TreeSet<>();
    Set<String> test = new TreeSet<>();
    for (HeartRecord one : records) {
      (patients.contains(one.patient()) ? test : train).add(one.name());
    }
    return new Division(train, test, "patients " + String.join(", ", patients) + " for the test");
  }

  private static boolean isOfDatabase(String record) {
    return LEARN.contains(record) || JUDGE.contains(record) || PACED.contains(record);
  }

  /// Whose a record is: records 201 and 202 are of the same man.
  static String patient(String record, Collection<String> all) {
    return record.equals("202") && all.stream().allMatch(MitBih::isOfDatabase) ? "201" : record;
  }

  /// The class of a beat in EC57; nothing where an annotation is no beat.
  static Optional<String> label(int code) {
    @Nullable String label =
        switch (code) {
          case 1, 2, 3, 11, 25, 34 -> "normal";
          case 4, 7, 8, 9, 35 -> "supraventricular";
          case 5, 10, 41 -> "ventricular";
          case 6 -> "fusion";
          case 12, 13, 30, 38 -> "unknown";
          default -> null;
        };
    return Optional.ofNullable(label);
  }
}
