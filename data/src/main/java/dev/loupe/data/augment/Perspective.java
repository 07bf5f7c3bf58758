package dev.loupe.data.augment;

import dev.loupe.data.Geometric;
import dev.loupe.data.Sampling;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;

/// Shows images from aside: the frame of each comes from four corners that lie further out.
///
/// @param distortion the furthest move as a part of half the size, 0 to 1
/// @param probability of being changed
public record Perspective(float distortion, float probability) implements Geometric {
  /// Checks the figures.
  ///
  /// @throws dev.loupe.tensor.LoupeException if one is out of its range
  public Perspective {
    Checks.range("perspective", "distortion", distortion, 0, 1);
    Checks.range("perspective", "probability", probability, 0, 1);
  }

  @Override
  public Shape shape(Shape input) {
    return Checks.image("perspective", input);
  }

  @Override
  public void move(Seed seed, Tensor input, Tensor output, Sampling sampling) {
    int height = input.shape().size(0);
    int width = input.shape().size(1);
    // One row or column has no corners that could move.
    if (!(seed.uniform(0) < probability) || distortion == 0 || height < 2 || width < 2) {
      output.copyFrom(input);
      return;
    }
    double[] to = new double[8];
    for (int corner = 0; corner < 4; corner++) {
      double right = seed.uniform(1L + 2L * corner) * distortion * width / 2;
      double down = seed.uniform(2L + 2L * corner) * distortion * height / 2;
      boolean atRight = corner == 1 || corner == 2;
      boolean atBottom = corner >= 2;
      to[2 * corner] = atRight ? width - 1 + right : -right;
      to[2 * corner + 1] = atBottom ? height - 1 + down : -down;
    }
    Bilinear.projective(input, output, Maps.perspective(width, height, to), sampling);
  }

  @Override
  public String toString() {
    return Words.call("perspective", distortion, probability);
  }
}
