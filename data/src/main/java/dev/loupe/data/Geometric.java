package dev.loupe.data;

import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Tensor;

/// Moves the values of a sample to other places, and those of its map along with them.
public interface Geometric extends Transform {
  /// Writes the moved values; what it draws hangs on the seed and the spatial sizes alone.
  ///
  /// @param seed as of [Transform#apply]
  /// @param input a sample or a map; not to be changed
  /// @param output another array
  /// @param sampling what is seen between the places of the input
  void move(Seed seed, Tensor input, Tensor output, Sampling sampling);

  @Override
  default void apply(Seed seed, Tensor input, Tensor output) {
    move(seed, input, output, Sampling.LINEAR);
  }

  @Override
  default void applyToMap(Seed seed, Tensor map, Tensor output) {
    move(seed, map, output, Sampling.NEAREST);
  }
}
