package dev.loupe.data;

import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;

/// Moves signals, images or volumes along each spatial axis; zeros come in at the edges.
///
/// Zero is black before a [Normalise], and the mean after it.
///
/// @param pixels the furthest, at least 0; every whole step to either side is as likely
public record RandomShift(int pixels) implements Geometric {
  /// Checks the distance.
  ///
  /// @throws LoupeException if it is negative or absurd
  public RandomShift {
    if (pixels < 0 || pixels > 1 << 20) {
      throw LoupeException.of("random shift: the distance is out of range")
          .expected("0 to " + (1 << 20) + " pixels")
          .got(String.valueOf(pixels));
    }
  }

  @Override
  public Shape shape(Shape input) {
    if (input.rank() < 2) {
      throw LoupeException.of("random shift: the samples have no axis to move along")
          .expected("samples of spatial... x channels")
          .got(input.toString())
          .fix("leave the shift out");
    }
    return input;
  }

  @Override
  public void move(Seed seed, Tensor input, Tensor output, Sampling sampling) {
    output.fill(0);
    move(seed, input, output, 0, 0, 0);
  }

  /// Moves along one axis and goes into the next; the last one is copied as whole runs.
  private void move(Seed seed, Tensor input, Tensor output, int axis, int from, int to) {
    Shape shape = input.shape();
    int size = shape.size(axis);
    int shift = seed.below(axis, 2 * pixels + 1) - pixels;
    int start = Math.max(0, shift);
    int count = size - Math.abs(shift);
    if (count <= 0) {
      return;
    }
    int source = from * size + start - shift;
    int target = to * size + start;
    if (axis == shape.rank() - 2) {
      int c = shape.channels();
      System.arraycopy(
          input.data(),
          input.offset() + source * c,
          output.data(),
          output.offset() + target * c,
          count * c);
      return;
    }
    for (int i = 0; i < count; i++) {
      move(seed, input, output, axis + 1, source + i, target + i);
    }
  }

  @Override
  public String toString() {
    return "shift:" + pixels;
  }
}
