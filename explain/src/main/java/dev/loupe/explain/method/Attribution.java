package dev.loupe.explain.method;

import dev.loupe.explain.Target;
import dev.loupe.tensor.Tensor;
import java.util.Optional;

/// What a method says of one sample.
///
/// @param method with its settings
/// @param target what was explained
/// @param score the target's value for the sample
/// @param values of the sample's shape where the method speaks of each value; spatial..., 1 where
///     it speaks of places
/// @param map spatial...: one number for each place; above 0 where it speaks for the target, and
///     never below for methods that don't tell for from against
/// @param completeness whether the values add up, for methods that promise it
public record Attribution(
    Method method,
    Target target,
    float score,
    Tensor values,
    Tensor map,
    Optional<Completeness> completeness) {
  /// Without a promise to add up.
  static Attribution of(Method method, Target target, float score, Tensor values, Tensor map) {
    return new Attribution(method, target, score, values, map, Optional.empty());
  }

  /// Whether what speaks against the target is told apart.
  public boolean signed() {
    for (int i = 0; i < map.length(); i++) {
      if (map.get(i) < 0) {
        return true;
      }
    }
    return false;
  }

  /// Whether attributions add up to what the sample changes against the baseline.
  ///
  /// @param sum of all values
  /// @param difference of the target between the sample and the baseline
  public record Completeness(double sum, double difference) {
    /// How far the sum is from the difference, as a part of the difference.
    public double gap() {
      return Math.abs(sum - difference) / Math.max(Math.abs(difference), 1e-12);
    }
  }
}
