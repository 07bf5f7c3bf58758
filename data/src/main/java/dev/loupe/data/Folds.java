package dev.loupe.data;

import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Seed;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// Divides a dataset into folds, for k-fold cross-validation: each is the test once.
///
/// No group (patient, speaker) is in two folds, and each fold has about the same part of each
/// class. A sample without a group is one of its own. A division hangs on the seed and the data
/// alone; all parts keep the order of the samples.
public final class Folds {
  private Folds() {}

  /// Folds of whole groups with about the same part of each class.
  ///
  /// Groups are taken from the largest to the smallest, those of one size as the seed shuffles
  /// them. Each goes where the sum over folds and classes of the squared shares
  /// `(samples of the class in the fold / samples of the class)^2` grows least, which is where the
  /// classes become most even; among equals to the fold with the fewest samples.
  ///
  /// @param count how many folds, 2 to the number of groups
  /// @param seed which groups are together
  /// @throws LoupeException if the count is out of range
  public static List<Splits> balanced(Dataset dataset, int count, long seed) {
    List<int[]> groups = groups(dataset);
    if (count < 2 || count > groups.size()) {
      throw LoupeException.of("the number of folds is out of range")
          .expected("2 to " + groups.size() + ", as there are so many groups or samples")
          .got(String.valueOf(count))
          .at(dataset.card().name());
    }
    int[] order = Seed.of(seed).child("folds").permutation(groups.size());
    List<int[]> shuffled = new ArrayList<>();
    for (int place : order) {
      shuffled.add(groups.get(place));
    }
    shuffled.sort(Comparator.comparingInt((int[] group) -> -group.length));
    int[] folds = new Filling(dataset, count).fill(shuffled);
    return IntStream.range(0, count)
        .mapToObj(f -> new Splits(part(dataset, folds, f, false), part(dataset, folds, f, true)))
        .toList();
  }

  /// The samples of each group, groups in the order of their first samples.
  private static List<int[]> groups(Dataset dataset) {
    List<List<Integer>> groups = new ArrayList<>();
    Map<String, List<Integer>> named = new TreeMap<>();
    for (int i = 0; i < dataset.size(); i++) {
      String name = dataset.group(i);
      List<Integer> group = name.isEmpty() ? null : named.get(name);
      if (group == null) {
        group = new ArrayList<>();
        groups.add(group);
        if (!name.isEmpty()) {
          named.put(name, group);
        }
      }
      group.add(i);
    }
    return groups.stream().map(g -> g.stream().mapToInt(i -> i).toArray()).toList();
  }

  private static Dataset part(Dataset dataset, int[] folds, int fold, boolean test) {
    int[] indices =
        IntStream.range(0, folds.length).filter(i -> (folds[i] == fold) == test).toArray();
    return Subset.of(dataset, indices);
  }

  /// Folds while they are filled.
  private static final class Filling {
    private final Dataset dataset;
    private final int[] totals;
    private final int[][] have;
    private final int[] sizes;

    Filling(Dataset dataset, int count) {
      this.dataset = dataset;
      this.totals = new int[dataset.classes().size()];
      this.have = new int[count][totals.length];
      this.sizes = new int[count];
      for (int i = 0; i < dataset.size(); i++) {
        totals[dataset.label(i)]++;
      }
    }

    /// The fold of each sample.
    int[] fill(List<int[]> groups) {
      int[] folds = new int[dataset.size()];
      for (int[] group : groups) {
        int fold = best(group);
        for (int i : group) {
          folds[i] = fold;
          have[fold][dataset.label(i)]++;
        }
        sizes[fold] += group.length;
      }
      return folds;
    }

    private int best(int[] group) {
      int best = 0;
      double least = Double.POSITIVE_INFINITY;
      for (int f = 0; f < sizes.length; f++) {
        // (n + g)^2 - n^2 = 2 n g + g^2, and g^2 is the same for all folds.
        double growth = 0;
        for (int i : group) {
          int label = dataset.label(i);
          growth += have[f][label] / ((double) totals[label] * totals[label]);
        }
        if (growth < least || (growth == least && sizes[f] < sizes[best])) {
          least = growth;
          best = f;
        }
      }
      return best;
    }
  }
}
