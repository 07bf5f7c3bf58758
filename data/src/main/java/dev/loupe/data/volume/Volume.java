package dev.loupe.data.volume;

import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.util.Arrays;

/// Values on a grid in space.
///
/// @param values z, y, x, channels
/// @param affine where the voxels lie
public record Volume(Tensor values, Affine affine) {
  /// Checks the number of axes.
  public Volume {
    if (values.shape().rank() != 4) {
      throw new IllegalArgumentException("a volume has the axes z, y, x, channels");
    }
  }

  /// How far neighbours along x, y and z are apart, in millimetres.
  public double[] spacing() {
    return affine.spacing();
  }

  /// Where x, y and z lead, such as `RAS`.
  ///
  /// @throws LoupeException if the axes lie in one plane
  public String codes() {
    return affine.codes();
  }

  /// The same volume with its axes exchanged and turned round so that they lead elsewhere.
  ///
  /// No value changes: slanted axes stay slanted.
  ///
  /// @param codes where x, y and z shall lead, such as `RAS` (the canonical order of NIfTI) or
  ///     `LPS` (that of DICOM)
  /// @return this volume if it lies so
  /// @throws LoupeException if the codes are no orientation, or the axes lie in one plane
  public Volume oriented(String codes) {
    check(codes);
    String own = codes();
    if (own.equals(codes)) {
      return this;
    }
    int[] axes = new int[3];
    boolean[] flips = new boolean[3];
    for (int a = 0; a < 3; a++) {
      for (int b = 0; b < 3; b++) {
        if (direction(codes.charAt(a)) == direction(own.charAt(b))) {
          axes[a] = b;
          flips[a] = codes.charAt(a) != own.charAt(b);
        }
      }
    }
    Shape shape = values.shape();
    int[] sizes = {shape.size(2), shape.size(1), shape.size(0)};
    return new Volume(turned(axes, flips, sizes), affine.turned(axes, flips, sizes));
  }

  private Tensor turned(int[] axes, boolean[] flips, int[] sizes) {
    int channels = values.shape().channels();
    int[] strides = {channels, channels * sizes[0], channels * sizes[0] * sizes[1]};
    int[] size = new int[3];
    int[] step = new int[3];
    int start = values.offset();
    for (int a = 0; a < 3; a++) {
      size[a] = sizes[axes[a]];
      step[a] = flips[a] ? -strides[axes[a]] : strides[axes[a]];
      start += flips[a] ? strides[axes[a]] * (size[a] - 1) : 0;
    }
    Tensor out = Tensor.zeros(Shape.of(size[2], size[1], size[0], channels));
    int to = 0;
    for (int z = 0; z < size[2]; z++) {
      for (int y = 0; y < size[1]; y++) {
        int from = start + z * step[2] + y * step[1];
        for (int x = 0; x < size[0]; x++) {
          for (int c = 0; c < channels; c++) {
            out.data()[to++] = values.data()[from + c];
          }
          from += step[0];
        }
      }
    }
    return out;
  }

  private static void check(String codes) {
    int[] found = codes.chars().map(c -> direction((char) c)).sorted().toArray();
    if (!Arrays.equals(found, new int[] {0, 1, 2})) {
      throw LoupeException.of("'" + codes + "' is no orientation")
          .expected("three letters: one of R and L, one of A and P, one of S and I, such as RAS");
    }
  }

  private static int direction(char code) {
    return switch (code) {
      case 'R', 'L' -> 0;
      case 'A', 'P' -> 1;
      case 'S', 'I' -> 2;
      default -> -1;
    };
  }
}
