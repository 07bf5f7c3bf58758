package dev.loupe.explain.filter;

import java.util.List;
import java.util.function.ToDoubleFunction;

/// Improves a template by steps that halve where none helps.
final class Climb {
  private static final int HALVINGS = 5;
  private static final double BETTER = 1 + 1e-9;

  private Climb() {}

  /// What lies a step away.
  interface Neighbours<T> {
    /// @param step 1, then a half of it, and so on
    List<T> of(T from, double step);
  }

  /// The best template that steps lead to.
  ///
  /// @param explained the energy that the first explains
  static <T> T best(
      T start, double explained, Neighbours<T> neighbours, ToDoubleFunction<T> energy) {
    T best = start;
    double most = explained;
    double step = 1;
    for (int round = 0; round < HALVINGS; ) {
      boolean better = false;
      for (T next : neighbours.of(best, step)) {
        double found = energy.applyAsDouble(next);
        if (found > most * BETTER) {
          most = found;
          best = next;
          better = true;
        }
      }
      if (!better) {
        step /= 2;
        round++;
      }
    }
    return best;
  }
}
