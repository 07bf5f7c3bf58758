package dev.loupe.data;

import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;

/// Changes a sample on its way into a batch: normalises it, or draws a variation of it.
///
/// What changes values alone implements this; what moves them to other places is [Geometric], so
/// that a map of classes goes with its sample: see [MappedSample].
public interface Transform {
  /// The shape that comes out, for the shape that goes in.
  default Shape shape(Shape input) {
    return input;
  }

  /// Writes the changed sample.
  ///
  /// @param seed this sample's own in this epoch: the same for any number of threads
  /// @param input not to be changed
  /// @param output another array
  void apply(Seed seed, Tensor input, Tensor output);

  /// Writes the map of a sample that [#apply] changes with the same seed: here as it is.
  ///
  /// @param seed the sample's
  /// @param map spatial..., 1: a class for each place; not to be changed
  /// @param output another array
  /// @throws dev.loupe.tensor.LoupeException if a map can't follow
  default void applyToMap(Seed seed, Tensor map, Tensor output) {
    output.copyFrom(map);
  }
}
