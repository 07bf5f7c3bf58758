package dev.loupe.cli;

import dev.loupe.data.Dataset;
import dev.loupe.data.Leak;
import dev.loupe.data.Splits;
import dev.loupe.data.signal.SignalDataset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// What is told about signals beyond what all data have: rate, lengths, and whose they are.
///
/// @param rate values a second; 0 where unknown
/// @param lengths of the sources, sorted; empty for data that are no signals
/// @param train the groups to learn from
/// @param test the groups to judge by
/// @param leak the groups that are both
record SignalFigures(
    double rate, long[] lengths, List<String> train, List<String> test, Leak leak) {
  private static final int NAMED = 10;

  static SignalFigures of(Splits splits) {
    NavigableSet<String> train = Leak.names(splits.train());
    NavigableSet<String> test = Leak.names(splits.test());
    double rate = splits.train() instanceof SignalDataset s ? s.rate() : 0;
    long[] lengths =
        Stream.of(splits.train(), splits.test())
            .flatMapToLong(SignalFigures::lengths)
            .sorted()
            .toArray();
    return new SignalFigures(
        rate,
        lengths,
        List.copyOf(train),
        List.copyOf(test),
        Leak.between(splits.train(), splits.test()));
  }

  private static LongStream lengths(Dataset data) {
    return data instanceof SignalDataset s
        ? IntStream.range(0, s.size()).mapToLong(s::length)
        : LongStream.empty();
  }

  /// What there is to say, a line each.
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    if (rate > 0) {
      lines.add("rate      " + plain(rate) + " Hz");
    }
    if (lengths.length > 0) {
      lines.add("lengths   " + lengthsText());
    }
    if (!train.isEmpty() || !test.isEmpty()) {
      lines.add("groups    " + train.size() + " to learn from: " + names(train));
      lines.add("          " + test.size() + " to judge by: " + names(test));
    }
    if (leak.found()) {
      lines.add(
          "          "
              + leak.groups().size()
              + (leak.groups().size() == 1 ? " is both, with " : " are both, with ")
              + Figures.whole(leak.samples())
              + " samples to judge");
    }
    return lines;
  }

  private String lengthsText() {
    long least = lengths[0];
    long most = lengths[lengths.length - 1];
    if (least == most) {
      return "all " + Figures.whole(least);
    }
    return "%s to %s, half of them up to %s"
        .formatted(Figures.whole(least), Figures.whole(most), Figures.whole(median()));
  }

  private long median() {
    return lengths[(lengths.length - 1) / 2];
  }

  private static String names(List<String> groups) {
    String names = String.join(", ", groups.subList(0, Math.min(NAMED, groups.size())));
    int rest = groups.size() - NAMED;
    return rest > 0 ? names + " and " + rest + " more" : names;
  }

  private static String plain(double value) {
    return value == Math.rint(value) ? Figures.whole((long) value) : String.valueOf(value);
  }

  /// Adds the same to a JSON object.
  void put(Map<String, Object> all) {
    if (rate > 0) {
      all.put("rate", rate);
    }
    if (lengths.length > 0) {
      Map<String, Long> text = new LinkedHashMap<>();
      text.put("least", lengths[0]);
      text.put("median", median());
      text.put("greatest", lengths[lengths.length - 1]);
      all.put("lengths", text);
    }
    if (!train.isEmpty() || !test.isEmpty()) {
      Map<String, List<String>> groups = new LinkedHashMap<>();
      groups.put("train", train);
      groups.put("test", test);
      groups.put("both", leak.groups());
      all.put("groups", groups);
    }
  }
}
