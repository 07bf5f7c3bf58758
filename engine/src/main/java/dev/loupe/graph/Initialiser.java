package dev.loupe.graph;

import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Tensor;

/// What a variable holds before anything is learned.
@FunctionalInterface
public interface Initialiser {
  /// Zeros.
  Initialiser ZERO = (seed, tensor) -> tensor.fill(0);

  /// Ones.
  Initialiser ONE = (seed, tensor) -> tensor.fill(1);

  /// Writes every value of the tensor.
  ///
  /// @param seed the variable's own source of random numbers
  /// @param tensor where to write, of the variable's shape in memory
  void fill(Seed seed, Tensor tensor);
}
