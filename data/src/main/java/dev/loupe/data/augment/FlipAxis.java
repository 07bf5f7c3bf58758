package dev.loupe.data.augment;

import dev.loupe.data.Geometric;
import dev.loupe.data.Sampling;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;

/// Mirrors half of the samples along an axis; axis 0 of an image is upside down.
///
/// @param axis a spatial one, 0 to 2
public record FlipAxis(int axis) implements Geometric {
  /// Checks the axis.
  ///
  /// @throws LoupeException if it is out of range
  public FlipAxis {
    Checks.range("flip", "axis", axis, 0, 2);
  }

  @Override
  public Shape shape(Shape input) {
    if (axis >= input.rank() - 1) {
      throw LoupeException.of("flip: the samples have no axis " + axis)
          .expected("spatial axes 0 to " + (input.rank() - 2))
          .got("axis " + axis + " of " + input);
    }
    return input;
  }

  @Override
  public void move(Seed seed, Tensor input, Tensor output, Sampling sampling) {
    if (seed.uniform(0) < 0.5f) {
      output.copyFrom(input);
      return;
    }
    Shape shape = input.shape();
    int size = shape.size(axis);
    int outer = axis == 0 ? 1 : shape.range(0, axis).length();
    int inner = shape.length() / outer / size;
    for (int o = 0; o < outer; o++) {
      for (int i = 0; i < size; i++) {
        int from = input.offset() + (o * size + i) * inner;
        int to = output.offset() + (o * size + size - 1 - i) * inner;
        System.arraycopy(input.data(), from, output.data(), to, inner);
      }
    }
  }

  @Override
  public String toString() {
    return Words.call("flip", axis);
  }
}
