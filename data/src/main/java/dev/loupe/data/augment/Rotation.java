package dev.loupe.data.augment;

import dev.loupe.data.Geometric;
import dev.loupe.data.Sampling;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;

/// Turns images and volumes about their middle; zeros come in at the corners.
///
/// Volumes are turned about each of their three axes by an angle of its own.
///
/// @param degrees the largest angle to either side, 0 to 180
public record Rotation(float degrees) implements Geometric {
  /// Checks the angle.
  ///
  /// @throws dev.loupe.tensor.LoupeException if it is out of range
  public Rotation {
    Checks.range("rotate", "angle", degrees, 0, 180);
  }

  @Override
  public Shape shape(Shape input) {
    return Checks.imageOrVolume("rotate", input);
  }

  @Override
  public void move(Seed seed, Tensor input, Tensor output, Sampling sampling) {
    new Affine(degrees, 0, 1, 1, 0).move(seed, input, output, sampling);
  }

  @Override
  public String toString() {
    return Words.call("rotate", degrees);
  }
}
