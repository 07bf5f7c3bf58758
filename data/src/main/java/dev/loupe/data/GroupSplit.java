package dev.loupe.data;

import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Seed;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/// Divides a dataset so that no group (patient, speaker) is on both sides.
///
/// Groups are taken in the order of their names, shuffled by the seed, so a division hangs on the
/// seed and the data alone. Both sides keep the order of the samples.
public final class GroupSplit {
  private GroupSplit() {}

  /// Keeps whole groups for the test, until it has about this share of the samples.
  ///
  /// @param share above 0 and below 1
  /// @param seed which groups these are
  /// @throws LoupeException if a sample has no group, if there are less than two, or if a class of
  ///     the test has no sample to learn from
  public static Splits share(Dataset dataset, double share, long seed) {
    return learnable(dataset, choose(sizes(dataset), new GroupRule.Share(share, seed)));
  }

  /// Keeps these groups for the test.
  ///
  /// @throws LoupeException if there is no such group, if nothing would be left to learn from, or
  ///     if a class of the test has no sample to learn from
  public static Splits leaving(Dataset dataset, Collection<String> groups) {
    GroupRule rule = new GroupRule.Named(new TreeSet<>(groups));
    return learnable(dataset, choose(sizes(dataset), rule));
  }

  /// Divides the groups into folds of about the same size; each is the test once.
  ///
  /// A group goes to the fold that has the fewest samples so far.
  ///
  /// @param count how many, 2 to the number of groups
  /// @param seed which groups are together
  /// @throws LoupeException if the count is out of range
  public static List<Splits> folds(Dataset dataset, int count, long seed) {
    NavigableMap<String, Integer> sizes = sizes(dataset);
    if (count < 2 || count > sizes.size()) {
      throw LoupeException.of("the number of folds is out of range")
          .expected("2 to " + sizes.size() + ", as there are so many groups")
          .got(String.valueOf(count));
    }
    List<NavigableSet<String>> folds = new ArrayList<>();
    for (int f = 0; f < count; f++) {
      folds.add(new TreeSet<>());
    }
    long[] filled = new long[count];
    for (String group : shuffled(sizes, seed)) {
      int least = 0;
      for (int f = 1; f < count; f++) {
        least = filled[f] < filled[least] ? f : least;
      }
      folds.get(least).add(group);
      filled[least] += sizes.getOrDefault(group, 0);
    }
    return folds.stream().map(f -> divide(dataset, f)).toList();
  }

  /// As many divisions as there are groups; in each, one group is the test.
  ///
  /// @return in the order of the groups' names
  /// @throws LoupeException if a sample has no group, or if there are less than two
  public static List<Splits> leaveOneOut(Dataset dataset) {
    NavigableMap<String, Integer> sizes = sizes(dataset);
    return sizes.keySet().stream().map(g -> divide(dataset, Set.of(g))).toList();
  }

  /// How many samples each group has, by name.
  ///
  /// @throws LoupeException if a sample has no group, or if there are less than two
  public static NavigableMap<String, Integer> sizes(Dataset dataset) {
    NavigableMap<String, Integer> sizes = new TreeMap<>();
    for (int i = 0; i < dataset.size(); i++) {
      String group = dataset.group(i);
      if (group.isEmpty()) {
        throw LoupeException.of(
                dataset.card().name() + ": the samples can't be divided by whom they come from")
            .expected("a group (patient, speaker) for each sample")
            .got("none for sample " + i);
      }
      sizes.merge(group, 1, Integer::sum);
    }
    return sizes;
  }

  /// The groups that are kept for the test.
  ///
  /// By a share: a group is taken where that brings the test nearer to its share.
  ///
  /// @param sizes how many samples each group has
  /// @param rule a share or names
  /// @throws LoupeException if there are less than two groups, if a named one is not there, or if
  ///     all are named
  public static NavigableSet<String> choose(NavigableMap<String, Integer> sizes, GroupRule rule) {
    if (sizes.size() < 2) {
      throw LoupeException.of("one group can't be both learned from and judged by")
          .expected("samples of at least 2 groups (patients, speakers)")
          .got(sizes.isEmpty() ? "none" : "1: '" + sizes.firstKey() + "'");
    }
    return switch (rule) {
      case GroupRule.Share s -> byShare(sizes, s);
      case GroupRule.Named n -> byName(sizes, n);
      case GroupRule.Usual u -> throw new IllegalArgumentException("the usual rule has no groups");
    };
  }

  private static NavigableSet<String> byShare(
      NavigableMap<String, Integer> sizes, GroupRule.Share rule) {
    List<String> order = shuffled(sizes, rule.seed());
    double wanted = rule.share() * sizes.values().stream().mapToLong(n -> n).sum();
    NavigableSet<String> test = new TreeSet<>();
    long have = 0;
    for (String group : order) {
      int size = sizes.getOrDefault(group, 0);
      if (test.size() < sizes.size() - 1
          && Math.abs(have + size - wanted) < Math.abs(have - wanted)) {
        test.add(group);
        have += size;
      }
    }
    if (test.isEmpty()) {
      // All groups are larger than twice the share: the smallest is nearest.
      order.stream()
          .min((a, b) -> sizes.getOrDefault(a, 0) - sizes.getOrDefault(b, 0))
          .ifPresent(test::add);
    }
    return test;
  }

  private static NavigableSet<String> byName(
      NavigableMap<String, Integer> sizes, GroupRule.Named rule) {
    for (String name : rule.groups()) {
      if (!sizes.containsKey(name)) {
        throw LoupeException.unknown("group", name, sizes.keySet());
      }
    }
    if (rule.groups().size() == sizes.size()) {
      throw LoupeException.of("all groups are left out, so there is nothing to learn from")
          .expected("less than all " + sizes.size() + " groups");
    }
    return new TreeSet<>(rule.groups());
  }

  private static List<String> shuffled(NavigableMap<String, Integer> sizes, long seed) {
    List<String> names = List.copyOf(sizes.keySet());
    int[] order = Seed.of(seed).child("groups").permutation(names.size());
    return IntStream.of(order).mapToObj(names::get).toList();
  }

  private static Splits learnable(Dataset dataset, Set<String> test) {
    Splits splits = divide(dataset, test);
    BitSet learned = new BitSet();
    for (int i = 0; i < splits.train().size(); i++) {
      learned.set(splits.train().label(i));
    }
    for (int i = 0; i < splits.test().size(); i++) {
      int label = splits.test().label(i);
      if (!learned.get(label)) {
        throw LoupeException.of("the test has a class that can't be learned")
            .expected("samples of '" + dataset.classes().get(label) + "' in other groups")
            .got("none but in " + String.join(", ", test))
            .fix("take another seed, or name other groups");
      }
    }
    return splits;
  }

  private static Splits divide(Dataset dataset, Set<String> test) {
    int[] learn =
        IntStream.range(0, dataset.size()).filter(i -> !test.contains(dataset.group(i))).toArray();
    int[] judge =
        IntStream.range(0, dataset.size()).filter(i -> test.contains(dataset.group(i))).toArray();
    return new Splits(Subset.of(dataset, learn), Subset.of(dataset, judge));
  }
}
