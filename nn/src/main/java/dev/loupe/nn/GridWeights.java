package dev.loupe.nn;

import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.util.List;

/// The linear map that takes values on a grid to another grid, by cubic convolution with a = -1/2,
/// widened where the new grid is coarser.
///
/// Source: Keys, Cubic Convolution Interpolation for Digital Image Processing, IEEE TASSP 1981; the
/// widening is that of PyTorch's and Pillow's antialiasing.
final class GridWeights {
  private GridWeights() {}

  /// The weights of the old places in each new one: new places, old places.
  static Tensor between(List<Integer> from, List<Integer> to) {
    double[][] all = {{1}};
    for (int axis = 0; axis < from.size(); axis++) {
      all = product(all, line(from.get(axis), to.get(axis)));
    }
    Tensor t = Tensor.zeros(Shape.of(all.length, all[0].length));
    for (int i = 0; i < t.length(); i++) {
      t.set(i, (float) all[i / all[0].length][i % all[0].length]);
    }
    return t;
  }

  private static double[][] line(int from, int to) {
    double scale = (double) from / to;
    double wide = Math.max(scale, 1);
    double[][] weights = new double[to][from];
    for (int i = 0; i < to; i++) {
      double centre = scale * (i + 0.5);
      int low = Math.max((int) (centre - 2 * wide + 0.5), 0);
      int high = Math.min((int) (centre + 2 * wide + 0.5), from);
      double sum = 0;
      for (int k = low; k < high; k++) {
        weights[i][k] = cubic((k - centre + 0.5) / wide);
        sum += weights[i][k];
      }
      for (int k = low; k < high; k++) {
        weights[i][k] /= sum;
      }
    }
    return weights;
  }

  private static double cubic(double at) {
    double x = Math.abs(at);
    if (x < 1) {
      return (1.5 * x - 2.5) * x * x + 1;
    }
    return x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0;
  }

  /// Every product of a weight of the one and a weight of the other (Kronecker).
  private static double[][] product(double[][] a, double[][] b) {
    double[][] c = new double[a.length * b.length][a[0].length * b[0].length];
    for (int i = 0; i < c.length; i++) {
      for (int j = 0; j < c[0].length; j++) {
        c[i][j] = a[i / b.length][j / b[0].length] * b[i % b.length][j % b[0].length];
      }
    }
    return c;
  }
}
