package dev.loupe.tensor;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/// Finds the name that a misspelt word was meant to be.
public final class Nearest {
  private Nearest() {}

  /// The candidate with the smallest edit distance, if it is near: a third of the longer word at
  /// most. Upper and lower case count as the same; of several the first wins.
  ///
  /// A candidate that begins or ends with the word, from three letters on, counts as one edit away.
  public static Optional<String> of(String word, Collection<String> candidates) {
    String wanted = word.toLowerCase(Locale.ROOT);
    Optional<String> best = Optional.empty();
    int least = Integer.MAX_VALUE;
    for (String candidate : candidates) {
      String name = candidate.toLowerCase(Locale.ROOT);
      boolean part = wanted.length() >= 3 && (name.startsWith(wanted) || name.endsWith(wanted));
      int distance = distance(wanted, name);
      int counted = part ? Math.min(1, distance) : distance;
      int limit = part ? 1 : Math.max(wanted.length(), name.length()) / 3;
      if (counted <= limit && counted < least) {
        least = counted;
        best = Optional.of(candidate);
      }
    }
    return best;
  }

  /// How many letters must be put in, left out, replaced, or swapped with their neighbour.
  ///
  /// Source: Damerau, A technique for computer detection and correction of spelling errors, CACM
  /// 7(3), 1964, in the form that edits no place twice.
  public static int distance(String a, String b) {
    int[] before = new int[b.length() + 1];
    int[] last = new int[b.length() + 1];
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        boolean same = a.charAt(i - 1) == b.charAt(j - 1);
        row[j] = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + (same ? 0 : 1));
        boolean swapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        if (swapped) {
          row[j] = Math.min(row[j], before[j - 2] + 1);
        }
      }
      int[] spare = before;
      before = last;
      last = row;
      row = spare;
    }
    return last[b.length()];
  }
}
