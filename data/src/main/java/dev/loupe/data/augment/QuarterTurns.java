package dev.loupe.data.augment;

import dev.loupe.data.Geometric;
import dev.loupe.data.Sampling;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;

/// Turns images and volumes by 0, 90, 180 or 270 degrees, each as likely, without rounding.
///
/// Volumes are turned in one of their three planes, each as likely. Where the two sizes of a plane
/// differ, by 0 or 180 degrees only, so that the shape stays.
public record QuarterTurns() implements Geometric {
  @Override
  public Shape shape(Shape input) {
    return Checks.imageOrVolume("rot90", input);
  }

  @Override
  public void move(Seed seed, Tensor input, Tensor output, Sampling sampling) {
    Shape shape = input.shape();
    int a = 0;
    int b = 1;
    if (shape.rank() == 4) {
      int plane = seed.below(1, 3);
      a = plane == 2 ? 1 : 0;
      b = plane == 0 ? 1 : 2;
    }
    int turns = shape.size(a) == shape.size(b) ? seed.below(0, 4) : 2 * seed.below(0, 2);
    turn(input, output, a, b, turns);
  }

  /// Turns from axis a towards axis b.
  static void turn(Tensor input, Tensor output, int a, int b, int turns) {
    Shape shape = input.shape();
    int c = shape.channels();
    boolean volume = shape.rank() == 4;
    int depth = volume ? shape.size(0) : 1;
    int height = shape.size(volume ? 1 : 0);
    int width = shape.size(volume ? 2 : 1);
    // Axes are counted from depth on, so that an image is a volume of one slice.
    int shiftAxes = volume ? 0 : 1;
    int[] strides = {height * width, width, 1};
    int[] sizes = {depth, height, width};
    int p = a + shiftAxes;
    int q = b + shiftAxes;
    int[] at = new int[3];
    int to = output.offset();
    for (at[0] = 0; at[0] < depth; at[0]++) {
      for (at[1] = 0; at[1] < height; at[1]++) {
        for (at[2] = 0; at[2] < width; at[2]++, to += c) {
          int place = at[0] * strides[0] + at[1] * strides[1] + at[2];
          int i = at[p];
          int j = at[q];
          int fromI =
              switch (turns) {
                case 0 -> i;
                case 1 -> j;
                case 2 -> sizes[p] - 1 - i;
                default -> sizes[p] - 1 - j;
              };
          int fromJ =
              switch (turns) {
                case 0 -> j;
                case 1 -> sizes[q] - 1 - i;
                case 2 -> sizes[q] - 1 - j;
                default -> i;
              };
          place += (fromI - i) * strides[p] + (fromJ - j) * strides[q];
          System.arraycopy(input.data(), input.offset() + place * c, output.data(), to, c);
        }
      }
    }
  }

  @Override
  public String toString() {
    return "rot90";
  }
}
