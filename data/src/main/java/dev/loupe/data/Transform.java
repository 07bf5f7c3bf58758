package dev.loupe.data;

import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;

/// Changes a sample on its way into a batch: normalises it, or draws a variation of it.
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
}
