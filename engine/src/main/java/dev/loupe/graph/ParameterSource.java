package dev.loupe.graph;

import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Tensor;

/// Where the first values of parameters come from: random numbers, a file, another network.
@FunctionalInterface
public interface ParameterSource {
  /// Writes the values of a variable.
  ///
  /// @param into of the variable's shape, in its layout in memory
  /// @throws LoupeException if the source has no values of that name and shape
  void load(Source.Variable variable, Tensor into);

  /// Each variable's own initialiser, with random numbers keyed by the seed and the path.
  static ParameterSource random(Seed seed) {
    return (variable, into) -> variable.initial().fill(seed.child(variable.path()), into);
  }

  /// The values that other parameters have now.
  static ParameterSource copyOf(Parameters other) {
    return (variable, into) -> into.copyFrom(other.tensor(variable.path()));
  }
}
