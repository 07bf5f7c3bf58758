package dev.loupe.data.augment;

import dev.loupe.data.Sampling;
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
  static void affine(Tensor input, Tensor output, double[] map, double[] shift, Sampling sampling) {
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
              sampling,
              output.data(),
              to);
        }
      }
    }
  }

  /// Samples each voxel a distance away from its own place.
  ///
  /// @param distances along depth, height and width, for each voxel
  static void displaced(Tensor input, Tensor output, float[][] distances, Sampling sampling) {
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
              sampling,
              output.data(),
              output.offset() + i * c);
        }
      }
    }
  }

  private static void voxel(
      Tensor input, double atZ, double atY, double atX, Sampling sampling, float[] data, int to) {
    double z = sampling.place(atZ);
    double y = sampling.place(atY);
    double x = sampling.place(atX);
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
      int cornerZ = z0 + (corner >> 2);
      int cornerY = y0 + (corner >> 1 & 1);
      int cornerX = x0 + (corner & 1);
      boolean inside =
          cornerZ >= 0
              && cornerZ < depth
              && cornerY >= 0
              && cornerY < height
              && cornerX >= 0
              && cornerX < width;
      if (!inside) {
        continue;
      }
      float weight =
          (corner >> 2 == 0 ? 1 - fz : fz)
              * ((corner >> 1 & 1) == 0 ? 1 - fy : fy)
              * ((corner & 1) == 0 ? 1 - fx : fx);
      int from = input.offset() + ((cornerZ * height + cornerY) * width + cornerX) * c;
      for (int k = 0; k < c; k++) {
        data[to + k] += weight * input.data()[from + k];
      }
    }
  }
}
