package dev.loupe.data;

import dev.loupe.tensor.Seed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Keeps a part of each class for the test, where data has no test of its own.
public final class ClassShare {
  private ClassShare() {}

  /// Draws samples of each class: at least one where there are two, never all.
  ///
  /// @param labels the class of each sample
  /// @param fraction the part of each class, above 0 and below 1
  /// @param seed which samples these are: the same ones for the same seed
  /// @return for each sample whether it is kept for the test
  public static boolean[] choose(List<String> labels, double fraction, long seed) {
    Map<String, List<Integer>> byClass = new LinkedHashMap<>();
    for (int i = 0; i < labels.size(); i++) {
      byClass.computeIfAbsent(labels.get(i), k -> new ArrayList<>()).add(i);
    }
    Seed split = Seed.of(seed).child("split");
    boolean[] forTest = new boolean[labels.size()];
    byClass.forEach(
        (name, members) -> {
          int n = members.size();
          int wanted = (int) Math.round(n * fraction);
          int kept = Math.clamp(wanted, n > 1 ? 1 : 0, n - 1);
          int[] order = split.child(name).permutation(n);
          for (int i = 0; i < kept; i++) {
            forTest[members.get(order[i])] = true;
          }
        });
    return forTest;
  }
}
