package dev.loupe.data.augment;

import dev.loupe.data.Geometric;
import dev.loupe.data.Sampling;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;

/// Bends images and volumes by a smooth random field; zeros come in at the edges.
///
/// Each place moves by uniform noise that a Gaussian has smoothed, times a factor that gives the
/// moves the deviation asked for.
///
/// Source: Simard, Steinkraus and Platt, Best Practices for Convolutional Neural Networks, 2003,
/// section 2.
///
/// @param deviation of the moves along each axis, in pixels, at least 0
/// @param sigma the deviation of the Gaussian in pixels: how far neighbours move together
public record Elastic(float deviation, float sigma) implements Geometric {
  /// Checks the figures.
  ///
  /// @throws dev.loupe.tensor.LoupeException if one is out of its range
  public Elastic {
    Checks.range("elastic", "deviation", deviation, 0, 1000);
    Checks.range("elastic", "width of the Gaussian", sigma, 0.1, 100);
  }

  @Override
  public Shape shape(Shape input) {
    return Checks.imageOrVolume("elastic", input);
  }

  @Override
  public void move(Seed seed, Tensor input, Tensor output, Sampling sampling) {
    Shape shape = input.shape();
    int rank = shape.rank() - 1;
    float[] kernel = Blur.kernel(sigma);
    double squares = 0;
    for (float weight : kernel) {
      squares += (double) weight * weight;
    }
    // Uniform in -1 to 1 has the variance 1/3; smoothing multiplies it by the sum of the squares.
    double smooth = Math.sqrt(StrictMath.pow(squares, rank) / 3);
    float factor = (float) (deviation / smooth);
    float[][] fields = new float[rank][];
    for (int axis = 0; axis < rank; axis++) {
      fields[axis] = field(seed.child(axis), shape, kernel, factor);
    }
    if (rank == 2) {
      Bilinear.displaced(input, output, fields[0], fields[1], sampling);
    } else {
      Trilinear.displaced(input, output, fields, sampling);
    }
  }

  private static float[] field(Seed seed, Shape shape, float[] kernel, float factor) {
    float[] field = new float[shape.rows()];
    float[] other = new float[field.length];
    for (int i = 0; i < field.length; i++) {
      field[i] = seed.uniform(i, -factor, factor);
    }
    int outer = 1;
    for (int axis = 0; axis < shape.rank() - 1; axis++) {
      int size = shape.size(axis);
      Blur.along(field, 0, other, 0, outer, size, field.length / outer / size, kernel);
      float[] swap = field;
      field = other;
      other = swap;
      outer *= size;
    }
    return field;
  }

  @Override
  public String toString() {
    return Words.call("elastic", deviation, sigma);
  }
}
