package dev.loupe.data.augment;

import dev.loupe.data.Transform;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.util.Arrays;

/// Blackens a square of images; its middle lies anywhere, so that some of it may lie outside.
///
/// Source: DeVries and Taylor, Improved Regularization of Convolutional Neural Networks with
/// Cutout, 2017, section 3.2.
///
/// @param size of the square in pixels, at least 1
public record Cutout(int size) implements Transform {
  /// Checks the size.
  ///
  /// @throws dev.loupe.tensor.LoupeException if it is out of range
  public Cutout {
    Checks.range("cutout", "size", size, 1, 1 << 16);
  }

  @Override
  public Shape shape(Shape input) {
    return Checks.image("cutout", input);
  }

  @Override
  public void apply(Seed seed, Tensor input, Tensor output) {
    output.copyFrom(input);
    int top = seed.below(0, input.shape().size(0)) - size / 2;
    int left = seed.below(1, input.shape().size(1)) - size / 2;
    blacken(output, top, left, size, size);
  }

  /// Writes zeros into what lies inside of a rectangle.
  static void blacken(Tensor image, int top, int left, int height, int width) {
    int w = image.shape().size(1);
    int c = image.shape().channels();
    int first = Math.max(0, left);
    int end = Math.min(w, left + width);
    for (int y = Math.max(0, top); y < Math.min(image.shape().size(0), top + height); y++) {
      int row = image.offset() + y * w * c;
      Arrays.fill(image.data(), row + first * c, row + Math.max(first, end) * c, 0);
    }
  }

  @Override
  public String toString() {
    return Words.call("cutout", size);
  }
}
