package dev.loupe.data.volume;

import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import java.util.Arrays;

/// How the axes of a volume are exchanged and turned round to lead elsewhere.
///
/// @param axes for each new axis (x, y, z) which old one it is
/// @param flips for each new axis whether it runs the other way
record Turn(int[] axes, boolean[] flips) {
  /// The turn from one orientation to another.
  ///
  /// @throws LoupeException if the new codes are no orientation
  static Turn of(String from, String to) {
    int[] found = to.chars().map(c -> direction((char) c)).sorted().toArray();
    if (!Arrays.equals(found, new int[] {0, 1, 2})) {
      throw LoupeException.of("'" + to + "' is no orientation")
          .expected("three letters: one of R and L, one of A and P, one of S and I, such as RAS");
    }
    int[] axes = new int[3];
    boolean[] flips = new boolean[3];
    for (int a = 0; a < 3; a++) {
      for (int b = 0; b < 3; b++) {
        if (direction(to.charAt(a)) == direction(from.charAt(b))) {
          axes[a] = b;
          flips[a] = to.charAt(a) != from.charAt(b);
        }
      }
    }
    return new Turn(axes, flips);
  }

  private static int direction(char code) {
    return switch (code) {
      case 'R', 'L' -> 0;
      case 'A', 'P' -> 1;
      case 'S', 'I' -> 2;
      default -> -1;
    };
  }

  /// The shape of a turned volume: z, y, x, channels.
  Shape shape(Shape old) {
    // Axis a of x, y, z is axis 2 - a of the shape.
    return Shape.of(
        old.size(2 - axes[2]), old.size(2 - axes[1]), old.size(2 - axes[0]), old.size(3));
  }

  /// The same places for the new indices.
  ///
  /// @param sizes of the old axes x, y and z
  Affine affine(Affine old, int[] sizes) {
    double[] next = new double[12];
    for (int r = 0; r < 3; r++) {
      double origin = old.at(r, 3);
      for (int c = 0; c < 3; c++) {
        double step = old.at(r, axes[c]);
        // Not -step: that would make -0 of 0.
        next[4 * r + c] = flips[c] ? 0 - step : step;
        origin += flips[c] ? step * (sizes[axes[c]] - 1) : 0;
      }
      next[4 * r + 3] = origin;
    }
    return new Affine(next);
  }
}
