package dev.loupe.data;

import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/// Groups (patients, speakers) that are both learned from and judged by.
///
/// A network may recognise the person instead of the class, and then its test says nothing about
/// people it has never met.
///
/// @param groups the names, sorted
/// @param samples how many samples of the test are theirs
public record Leak(List<String> groups, int samples) {
  /// Copies the list.
  public Leak {
    groups = List.copyOf(groups);
  }

  /// Looks for groups that are in both; samples without a group are passed over.
  public static Leak between(Dataset train, Dataset test) {
    NavigableSet<String> learned = names(train);
    NavigableSet<String> both = names(test);
    both.retainAll(learned);
    int samples = 0;
    for (int i = 0; i < test.size(); i++) {
      samples += both.contains(test.group(i)) ? 1 : 0;
    }
    return new Leak(List.copyOf(both), samples);
  }

  /// The names of all groups of a dataset, without the empty one.
  public static NavigableSet<String> names(Dataset dataset) {
    NavigableSet<String> names = new TreeSet<>();
    for (int i = 0; i < dataset.size(); i++) {
      names.add(dataset.group(i));
    }
    names.remove("");
    return names;
  }

  /// Whether there is one.
  public boolean found() {
    return !groups.isEmpty();
  }
}
