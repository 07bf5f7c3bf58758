package dev.loupe.data.augment;

import dev.loupe.data.Sampling;
import dev.loupe.tensor.Tensor;
import java.util.Arrays;

/// Reads images between their pixels: the one sampler of all geometric variations of images.
///
/// Pixel centres lie at whole numbers. Beyond the edge there are zeros. The nearest pixel is given
/// as it is.
final class Bilinear {
  private Bilinear() {}

  /// Samples along a projective map from places in the output to places in the input.
  ///
  /// `x' = (m0 x + m1 y + m2) / w`, `y' = (m3 x + m4 y + m5) / w`, `w = m6 x + m7 y + 1`.
  ///
  /// @param map eight coefficients; six are an affine map
  static void projective(Tensor input, Tensor output, double[] map, Sampling sampling) {
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
        pixel(input, fromX, fromY, sampling, output.data(), to);
      }
    }
  }

  /// Stretches a part of an image over the output; what lies outside of the part is not seen.
  ///
  /// Pixels are squares: their centres lie half a pixel inside the part.
  static void stretch(
      Tensor input, Tensor output, int left, int top, int width, int height, Sampling sampling) {
    int rows = output.shape().size(0);
    int columns = output.shape().size(1);
    int c = output.shape().channels();
    int to = output.offset();
    for (int y = 0; y < rows; y++) {
      double fromY = Math.clamp((y + 0.5) * height / rows - 0.5, 0, height - 1) + top;
      for (int x = 0; x < columns; x++, to += c) {
        double fromX = Math.clamp((x + 0.5) * width / columns - 0.5, 0, width - 1) + left;
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
