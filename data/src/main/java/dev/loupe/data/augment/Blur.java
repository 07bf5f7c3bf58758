package dev.loupe.data.augment;

/// Gaussian smoothing, one axis after the other.
final class Blur {
  private Blur() {}

  /// The weights of a Gaussian at whole numbers, whose sum is 1.
  ///
  /// @param sigma its deviation, above 0
  /// @return an odd number, as far as three deviations
  static float[] kernel(float sigma) {
    int radius = Math.max(1, (int) Math.ceil(3 * sigma));
    double[] weights = new double[2 * radius + 1];
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      double x = (i - radius) / sigma;
      weights[i] = StrictMath.exp(-x * x / 2);
      sum += weights[i];
    }
    float[] kernel = new float[weights.length];
    for (int i = 0; i < weights.length; i++) {
      kernel[i] = (float) (weights[i] / sum);
    }
    return kernel;
  }

  /// Smooths along one axis, mirrored at the edges.
  ///
  /// @param outer how many lines lie before this axis
  /// @param size of the axis
  /// @param inner how many values lie behind each of its places
  static void along(
      float[] from, int a, float[] to, int b, int outer, int size, int inner, float[] kernel) {
    int radius = kernel.length / 2;
    for (int o = 0; o < outer; o++) {
      for (int i = 0; i < size; i++) {
        int target = b + (o * size + i) * inner;
        for (int k = 0; k < kernel.length; k++) {
          int source = a + (o * size + Edge.reflect(i + k - radius, size)) * inner;
          float weight = kernel[k];
          for (int j = 0; j < inner; j++) {
            float product = weight * from[source + j];
            to[target + j] = k == 0 ? product : to[target + j] + product;
          }
        }
      }
    }
  }
}
