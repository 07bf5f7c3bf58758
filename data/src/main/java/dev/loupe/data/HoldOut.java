package dev.loupe.data;

import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Seed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Keeps a part of the training data to choose by: whole groups where samples have them, else the
/// same part of each class.
public final class HoldOut {
  private HoldOut() {}

  /// The same data with a part of what is learned from kept for validation.
  ///
  /// @param share above 0 and below 1
  /// @param seed which samples these are
  /// @throws LoupeException if the share is out of range, there is a validation part already, or
  ///     nothing would be left
  public static Splits validation(Splits splits, double share, long seed) {
    if (!(share > 0 && share < 1)) {
      throw LoupeException.of("the share for validation is out of range")
          .expected("above 0 and below 1, such as 0.1")
          .got(String.valueOf(share));
    }
    if (splits.validation() != null) {
      throw LoupeException.of("the data has a part for validation of its own")
          .fix("leave the share for validation away");
    }
    Dataset train = splits.train();
    boolean groups = train.size() > 0 && !train.group(0).isEmpty();
    Splits parts = groups ? GroupSplit.share(train, share, seed) : byClass(train, share, seed);
    return new Splits(parts.train(), splits.test(), parts.test());
  }

  private static Splits byClass(Dataset dataset, double share, long seed) {
    Map<Integer, List<Integer>> classes = new TreeMap<>();
    for (int i : Seed.of(seed).child("validation").permutation(dataset.size())) {
      classes.computeIfAbsent(dataset.label(i), label -> new ArrayList<>()).add(i);
    }
    List<Integer> learn = new ArrayList<>();
    List<Integer> judge = new ArrayList<>();
    for (List<Integer> samples : classes.values()) {
      int kept = (int) Math.round(samples.size() * share);
      judge.addAll(samples.subList(0, kept));
      learn.addAll(samples.subList(kept, samples.size()));
    }
    if (learn.isEmpty() || judge.isEmpty()) {
      throw LoupeException.of("the data has too few samples to keep a part for validation")
          .expected("enough that " + share + " of a class is a sample")
          .got(dataset.size() + " samples");
    }
    return new Splits(subset(dataset, learn), subset(dataset, judge));
  }

  private static Dataset subset(Dataset dataset, List<Integer> indices) {
    return Subset.of(dataset, indices.stream().sorted().mapToInt(i -> i).toArray());
  }
}
