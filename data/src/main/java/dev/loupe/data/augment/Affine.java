package dev.loupe.data.augment;

import dev.loupe.data.Geometric;
import dev.loupe.data.Sampling;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;

/// Turns, moves, scales and shears images and volumes about their middle; zeros come in.
///
/// Images are turned in their plane, volumes about each of their three axes by an angle of its own,
/// and sheared in each plane.
///
/// @param degrees the largest angle to either side, 0 to 180
/// @param translate the furthest move to either side as a part of each size, 0 to 1
/// @param least scale, above 0
/// @param greatest scale
/// @param shear the largest angle to either side in degrees, 0 to 60
public record Affine(float degrees, float translate, float least, float greatest, float shear)
    implements Geometric {
  /// Checks the ranges.
  ///
  /// @throws dev.loupe.tensor.LoupeException if one is out of its range
  public Affine {
    Checks.range("affine", "angle", degrees, 0, 180);
    Checks.range("affine", "move", translate, 0, 1);
    Checks.range("affine", "least scale", least, 0.01, 100);
    Checks.range("affine", "greatest scale", greatest, 0.01, 100);
    Checks.ordered("affine", "scale", least, greatest);
    Checks.range("affine", "shear", shear, 0, 60);
  }

  @Override
  public Shape shape(Shape input) {
    return Checks.imageOrVolume("affine", input);
  }

  @Override
  public void move(Seed seed, Tensor input, Tensor output, Sampling sampling) {
    float scale = seed.uniform(0, least, greatest);
    if (input.shape().rank() == 4) {
      volume(seed, scale, input, output, sampling);
      return;
    }
    int height = input.shape().size(0);
    int width = input.shape().size(1);
    double[] map =
        Maps.affine(
            (width - 1) / 2.0,
            (height - 1) / 2.0,
            seed.uniform(1, -degrees, degrees),
            seed.uniform(2, -translate, translate) * width,
            seed.uniform(3, -translate, translate) * height,
            scale,
            seed.uniform(4, -shear, shear),
            seed.uniform(5, -shear, shear));
    Bilinear.projective(input, output, map, sampling);
  }

  /// Draws the map from output to input itself: every range but the scale's is symmetric.
  private void volume(Seed seed, float scale, Tensor input, Tensor output, Sampling sampling) {
    double[] map = {1 / scale, 0, 0, 0, 1 / scale, 0, 0, 0, 1 / scale};
    double[] shift = new double[3];
    for (int axis = 0; axis < 3; axis++) {
      float move = seed.uniform(1L + axis, -translate, translate);
      shift[axis] = move * input.shape().size(axis);
      double angle = StrictMath.toRadians(seed.uniform(4L + axis, -degrees, degrees));
      double slant = StrictMath.toRadians(seed.uniform(7L + axis, -shear, shear));
      int p = (axis + 1) % 3;
      int q = (axis + 2) % 3;
      double[] turn = {1, 0, 0, 0, 1, 0, 0, 0, 1};
      turn[4 * p] = StrictMath.cos(angle);
      turn[4 * q] = turn[4 * p];
      turn[3 * p + q] = -StrictMath.sin(angle);
      turn[3 * q + p] = -turn[3 * p + q];
      double[] slope = {1, 0, 0, 0, 1, 0, 0, 0, 1};
      slope[3 * p + q] = StrictMath.tan(slant);
      map = Maps.times(Maps.times(map, turn), slope);
    }
    Trilinear.affine(input, output, map, shift, sampling);
  }

  @Override
  public String toString() {
    return Words.call("affine", degrees, translate, least, greatest, shear);
  }
}
