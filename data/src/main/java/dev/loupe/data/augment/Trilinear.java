package dev.loupe.data.augment;

import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.util.Arrays;

/// Reads volumes between their voxels: [Bilinear] with a depth.
final class Trilinear {
  private Trilinear() {}

  /// Samples along an affine map about the middle, from places in the output to the input.
  ///
  /// @param map three rows of three, depth first
  /// @param shift what is added, depth first
  static void affine(Tensor input, Tensor output, double[] map, double[] shift) {
    Shape shape = output.shape();
    int c = shape.channels();
    double midZ = (shape.size(0) - 1) / 2.0;
    double midY = (shape.size(1) - 1) / 2.0;
    double midX = (shape.size(2) - 1) / 2.0;
    int to = output.offset();
    for (int i = 0; i < shape.size(0); i++) {
      double z = i - midZ;
      for (int j = 0; j < shape.size(1); j++) {
        double y = j - midY;
        for (int k = 0; k < shape.size(2); k++, to += c) {
          double x = k - midX;
          voxel(
              input,
              map[0] * z + map[1] * y + map[2] * x + midZ + shift[0],
              map[3] * z + map[4] * y + map[5] * x + midY + shift[1],
              map[6] * z + map[7] * y + map[8] * x + midX + shift[2],
              output.data(),
              to);
        }
      }
    }
  }

  /// Samples each voxel a distance away from its own place.
  ///
  /// @param distances along depth, height and width, for each voxel
  static void displaced(Tensor input, Tensor output, float[][] distances) {
    Shape shape = output.shape();
    int c = shape.channels();
    int i = 0;
    for (int z = 0; z < shape.size(0); z++) {
      for (int y = 0; y < shape.size(1); y++) {
        for (int x = 0; x < shape.size(2); x++, i++) {
          voxel(
              input,
              z + distances[0][i],
              y + distances[1][i],
              x + distances[2][i],
              output.data(),
              output.offset() + i * c);
        }
      }
    }
  }

  private static void voxel(Tensor input, double z, double y, double x, float[] data, int to) {
    Shape shape = input.shape();
    int depth = shape.size(0);
    int height = shape.size(1);
    int width = shape.size(2);
    int c = shape.channels();
    Arrays.fill(data, to, to + c, 0);
    if (!(z > -1 && z < depth && y > -1 && y < height && x > -1 && x < width)) {
      return;
    }
    int z0 = (int) Math.floor(z);
    int y0 = (int) Math.floor(y);
    int x0 = (int) Math.floor(x);
    float fz = (float) (z - z0);
    float fy = (float) (y - y0);
    float fx = (float) (x - x0);
    for (int corner = 0; corner < 8; corner++) {
      int atZ = z0 + (corner >> 2);
      int atY = y0 + (corner >> 1 & 1);
      int atX = x0 + (corner & 1);
      if (atZ < 0 || atZ >= depth || atY < 0 || atY >= height || atX < 0 || atX >= width) {
        continue;
      }
      float weight =
          (corner >> 2 == 0 ? 1 - fz : fz)
              * ((corner >> 1 & 1) == 0 ? 1 - fy : fy)
              * ((corner & 1) == 0 ? 1 - fx : fx);
      int from = input.offset() + ((atZ * height + atY) * width + atX) * c;
      for (int k = 0; k < c; k++) {
        data[to + k] += weight * input.data()[from + k];
      }
    }
  }
}
