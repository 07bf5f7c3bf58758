package dev.loupe.train.compare;

import dev.loupe.tensor.LoupeException;
import dev.loupe.train.study.Member;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// One training of a comparison.
///
/// @param member its name, seed and data
/// @param entrant what is trained
/// @param share of the training data that it learns from, above 0, up to 1
record PlannedTraining(Member member, Entrant entrant, double share) {
  /// The names that patterns mean.
  ///
  /// @param patterns names, in which `*` stands for any characters
  /// @throws LoupeException if one means none
  static Set<String> chosen(Set<String> names, List<String> patterns) {
    Set<String> chosen = new LinkedHashSet<>();
    for (String pattern : patterns) {
      String regex =
          Arrays.stream(pattern.split("\\*", -1))
              .map(Pattern::quote)
              .collect(Collectors.joining(".*"));
      List<String> some = names.stream().filter(Pattern.compile(regex).asMatchPredicate()).toList();
      if (some.isEmpty()) {
        throw LoupeException.unknown("training of the comparison", pattern, names);
      }
      chosen.addAll(some);
    }
    return chosen;
  }

  /// The cost of its model, of those of all.
  Cost cost(List<Cost> costs) {
    return costs.stream().filter(c -> c.model().equals(entrant.name())).findFirst().orElseThrow();
  }

  /// How many epochs a budget is.
  int epochs(Budget budget, Cost cost) {
    return budget.epochs(batches(cost) * cost.stepFlops(), batches(cost) * cost.stepSeconds());
  }

  /// What so many epochs compute.
  double flops(int epochs, Cost cost) {
    return epochs * batches(cost) * cost.stepFlops();
  }

  /// How long it takes if its steps are as fast as they were measured.
  double seconds(Budget budget, Cost cost) {
    return epochs(budget, cost) * batches(cost) * cost.stepSeconds();
  }

  /// How many full batches an epoch has: a rest is not learned from, as in all trainings. Data that
  /// is less than a batch is one step, and counts for that part of it.
  private double batches(Cost cost) {
    int size = member.splits().train().size();
    return size < cost.batch() ? (double) size / cost.batch() : Math.floorDiv(size, cost.batch());
  }
}
