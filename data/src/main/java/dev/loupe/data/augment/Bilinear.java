package dev.loupe.data.augment;

import dev.loupe.data.Sampling;
import dev.loupe.tensor.Tensor;
import java.util.Arrays;

/// Reads images between their pixels: the one sampler of all geometric variations of images.
///
/// Pixel centres lie at whole numbers. Beyond the edge there are zeros. Whoever asks for the
// nearest
/// pixel gets its value as it is.
final class Bilinear {
  private Bilinear() {}

  /// Samples along a projective map from places in the output to places in the input.
  ///
  /// `x' = (m0 x + m1 y + m2) / w`, `y' = (m3 x + m4 y + m5) / w`, `w = m6 x + m7 y + 1`.
  ///
  /// @param map eight coefficients; six are an affine map
  /// @param clamp whether places beyond the edge see the edge instead of zeros
  static void projective(
      Tensor input, Tensor output, double[] map, boolean clamp, Sampling sampling) {
    int height = output.shape().size(0);
    int width = output.shape().size(1);
    int c = output.shape().channels();
    boolean affine = map.length == 6;
    int to = output.offset();
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++, to += c) {
        double w = affine ? 1 : map[6] * x + map[7] * y + 1;
        double fromX = (map[0] * x + map[1] * y + map[2]) / w;
        double fromY = (map[3] * x + map[4] * y + map[5]) / w;
        if (clamp) {
          fromX = Math.clamp(fromX, 0, width - 1);
          fromY = Math.clamp(fromY, 0, height - 1);
        }
        pixel(input, fromX, fromY, sampling, output.data(), to);
      }
    }
  }

  /// Samples each pixel a distance away from its own place.
  ///
  /// @param down distance along the height, for each pixel
  /// @param right distance along the width, for each pixel
  static void displaced(
      Tensor input, Tensor output, float[] down, float[] right, Sampling sampling) {
    int height = output.shape().size(0);
    int width = output.shape().size(1);
    int c = output.shape().channels();
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int i = y * width + x;
        int to = output.offset() + i * c;
        pixel(input, x + right[i], y + down[i], sampling, output.data(), to);
      }
    }
  }

  private static void pixel(
      Tensor input, double atX, double atY, Sampling sampling, float[] data, int to) {
    double x = sampling.place(atX);
    double y = sampling.place(atY);
    int height = input.shape().size(0);
    int width = input.shape().size(1);
    int c = input.shape().channels();
    if (!(x > -1 && x < width && y > -1 && y < height)) {
      Arrays.fill(data, to, to + c, 0);
      return;
    }
    int x0 = (int) Math.floor(x);
    int y0 = (int) Math.floor(y);
    float fx = (float) (x - x0);
    float fy = (float) (y - y0);
    float topLeft = (1 - fx) * (1 - fy);
    float topRight = fx * (1 - fy);
    float bottomLeft = (1 - fx) * fy;
    float bottomRight = fx * fy;
    boolean left = x0 >= 0;
    boolean right = x0 + 1 < width;
    boolean top = y0 >= 0;
    boolean bottom = y0 + 1 < height;
    float[] from = input.data();
    int at = input.offset() + (y0 * width + x0) * c;
    int below = at + width * c;
    for (int k = 0; k < c; k++) {
      float sum = top && left ? topLeft * from[at + k] : 0;
      sum += top && right ? topRight * from[at + c + k] : 0;
      sum += bottom && left ? bottomLeft * from[below + k] : 0;
      sum += bottom && right ? bottomRight * from[below + c + k] : 0;
      data[to + k] = sum;
    }
  }
}
