package dev.loupe.kernel;

import dev.loupe.tensor.Seed;

/// Which runs of places along an axis are hidden: a function of a key, the step, the sample and the
/// number of the run.
///
/// @param count how many runs a sample has; they may overlap
/// @param longest a run has 0 to so many places, each as often
/// @param key tells this mask from others
public record RunMask(int count, int longest, long key) {
  /// Notes what the places of an axis are multiplied by for a sample: 0 where they are hidden.
  void factors(long step, int sample, float[] factors, int places) {
    java.util.Arrays.fill(factors, 0, places, 1);
    Seed seed = Seed.of(key).child(step).child(sample);
    for (int run = 0; run < count; run++) {
      int length = seed.below(2L * run, Math.min(longest, places) + 1);
      int from = seed.below(2L * run + 1, places - length + 1);
      java.util.Arrays.fill(factors, from, from + length, 0);
    }
  }
}
