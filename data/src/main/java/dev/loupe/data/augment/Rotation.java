package dev.loupe.data.augment;

import dev.loupe.data.Transform;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;

/// Turns images about their middle; zeros come in at the corners.
///
/// @param degrees the largest angle to either side, 0 to 180
public record Rotation(float degrees) implements Transform {
  /// Checks the angle.
  ///
  /// @throws dev.loupe.tensor.LoupeException if it is out of range
  public Rotation {
    Checks.range("rotate", "angle", degrees, 0, 180);
  }

  @Override
  public Shape shape(Shape input) {
    return Checks.image("rotate", input);
  }

  @Override
  public void apply(Seed seed, Tensor input, Tensor output) {
    double x = (input.shape().size(1) - 1) / 2.0;
    double y = (input.shape().size(0) - 1) / 2.0;
    double[] map = Maps.affine(x, y, seed.uniform(0, -degrees, degrees), 0, 0, 1, 0, 0);
    Bilinear.projective(input, output, map, false);
  }

  @Override
  public String toString() {
    return Words.call("rotate", degrees);
  }
}
