package dev.loupe.train.compare;

import dev.loupe.data.Dataset;
import dev.loupe.data.GroupSplit;
import dev.loupe.data.Subset;
import dev.loupe.data.Target;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Seed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;

/// Parts of the data to learn from. A smaller one lies inside of a larger one of the same seed.
final class Shares {
  private Shares() {}

  /// A share of each class, at least one sample; of data that knows its patients or speakers, whole
  /// ones.
  ///
  /// @param share above 0, up to 1
  /// @throws LoupeException if a class would have no sample
  static Dataset of(Dataset train, double share, long seed) {
    if (share == 1) {
      return train;
    }
    Seed draws = Seed.of(seed).child("share");
    boolean grouped = !train.group(0).isEmpty();
    boolean[] kept = grouped ? groups(train, share, draws) : samples(train, share, draws);
    int[] indices = java.util.stream.IntStream.range(0, kept.length).filter(i -> kept[i]).toArray();
    if (train.target() == Target.CLASS) {
      check(train, indices, share);
    }
    return Subset.of(train, indices);
  }

  private static boolean[] samples(Dataset train, double share, Seed draws) {
    boolean[] kept = new boolean[train.size()];
    List<List<Integer>> classes = new ArrayList<>();
    train.classes().forEach(c -> classes.add(new ArrayList<>()));
    for (int i = 0; i < train.size(); i++) {
      classes.get(train.target() == Target.CLASS ? train.label(i) : 0).add(i);
    }
    for (int c = 0; c < classes.size(); c++) {
      List<Integer> members = classes.get(c);
      int count = (int) Math.round(share * members.size());
      int[] order = draws.child(c).permutation(members.size());
      Arrays.stream(order).limit(count).forEach(i -> kept[members.get(i)] = true);
    }
    return kept;
  }

  private static boolean[] groups(Dataset train, double share, Seed draws) {
    NavigableMap<String, Integer> sizes = GroupSplit.sizes(train);
    List<String> names = List.copyOf(sizes.keySet());
    Set<String> chosen = new HashSet<>();
    int count = 0;
    for (int i : draws.permutation(names.size())) {
      if (count >= share * train.size()) {
        break;
      }
      chosen.add(names.get(i));
      count += sizes.getOrDefault(names.get(i), 0);
    }
    boolean[] kept = new boolean[train.size()];
    for (int i = 0; i < kept.length; i++) {
      kept[i] = chosen.contains(train.group(i));
    }
    return kept;
  }

  private static void check(Dataset train, int[] indices, double share) {
    Set<Integer> there = new HashSet<>();
    Arrays.stream(indices).forEach(i -> there.add(train.label(i)));
    for (int i = 0; i < train.size(); i++) {
      if (!there.contains(train.label(i))) {
        throw LoupeException.of("a part of the data is too small")
            .expected("at least one sample of each class")
            .got(
                "none of '%s' among %d of %d samples (%s)"
                    .formatted(
                        train.classes().get(train.label(i)),
                        indices.length,
                        train.size(),
                        percent(share)))
            .fix("take a larger fraction");
      }
    }
  }

  /// A share as it is written on the command line: `10 %`.
  static String percent(double share) {
    double percent = Math.round(1e4 * share) / 100.0;
    return (percent == Math.rint(percent) ? String.valueOf((long) percent) : "" + percent) + " %";
  }
}
