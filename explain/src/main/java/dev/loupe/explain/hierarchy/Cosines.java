package dev.loupe.explain.hierarchy;

import dev.loupe.tensor.Shape;

/// Arrays of values of space as sums of cosines, along each axis (the discrete cosine transform
/// with the lowest frequencies only), and back: the two maps are each other's adjoint.
///
/// Each frequency is scaled by one over its length, as the spectra of natural pictures fall.
final class Cosines {
  private static final int MOST = 64;

  private final int[] sizes;
  private final int[] frequencies;
  private final int channels;
  private final double[][] waves;
  private final double[] scale;

  /// For samples of a shape.
  ///
  /// @param shape spatial..., channels
  Cosines(Shape shape) {
    int rank = shape.rank() - 1;
    sizes = new int[rank];
    frequencies = new int[rank];
    channels = shape.channels();
    waves = new double[rank][];
    int count = channels;
    for (int a = 0; a < rank; a++) {
      sizes[a] = shape.size(a);
      frequencies[a] = Math.min(MOST, shape.size(a));
      waves[a] = waves(sizes[a], frequencies[a]);
      count *= frequencies[a];
    }
    scale = new double[count];
    for (int i = 0; i < count; i++) {
      scale[i] = scale(i / channels);
    }
  }

  /// How many numbers a sample is made of.
  int parameters() {
    return scale.length;
  }

  /// Values of space from amplitudes.
  double[] space(double[] amplitudes) {
    double[] values = new double[amplitudes.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = amplitudes[i] * scale[i];
    }
    int[] now = frequencies.clone();
    for (int a = 0; a < now.length; a++) {
      values = along(values, now, a, sizes[a], false);
      now[a] = sizes[a];
    }
    return values;
  }

  /// Gradients for amplitudes from gradients for values of space.
  double[] amplitudes(double[] gradients) {
    double[] values = gradients;
    int[] now = sizes.clone();
    for (int a = now.length - 1; a >= 0; a--) {
      values = along(values, now, a, frequencies[a], true);
      now[a] = frequencies[a];
    }
    for (int i = 0; i < values.length; i++) {
      values[i] *= scale[i];
    }
    return values;
  }

  /// What Gaussian blur leaves of each amplitude: `exp(-(deviation w)^2 / 2)`, w the frequency in
  /// radians a place; the blur reflects values at the ends.
  ///
  /// @param deviation in places, at least 0
  double[] blur(double deviation) {
    double[] left = new double[scale.length];
    for (int i = 0; i < left.length; i++) {
      int rest = i / channels;
      double squares = 0;
      for (int a = frequencies.length - 1; a >= 0; a--) {
        double w = Math.PI * (rest % frequencies[a]) / sizes[a];
        squares += w * w;
        rest /= frequencies[a];
      }
      left[i] = StrictMath.exp(-deviation * deviation * squares / 2);
    }
    return left;
  }

  /// One over the frequency, in units of the smaller side; the mean counts as the first wave.
  private double scale(int index) {
    int rest = index;
    double squares = 0;
    int largest = 1;
    for (int a = frequencies.length - 1; a >= 0; a--) {
      double f = (double) (rest % frequencies[a]) / sizes[a];
      squares += f * f;
      largest = Math.max(largest, sizes[a]);
      rest /= frequencies[a];
    }
    return 1 / (largest * Math.max(StrictMath.sqrt(squares), 1.0 / largest));
  }

  /// Places times frequencies, orthonormal, times the root of the size: amplitude 1 is about 1.
  private static double[] waves(int size, int frequencies) {
    double[] waves = new double[size * frequencies];
    for (int p = 0; p < size; p++) {
      for (int f = 0; f < frequencies; f++) {
        double wave = StrictMath.cos(Math.PI * (p + 0.5) * f / size);
        waves[p * frequencies + f] = f == 0 ? 1 : StrictMath.sqrt(2) * wave;
      }
    }
    return waves;
  }

  /// Multiplies along an axis by the waves, or by their transpose.
  private double[] along(double[] values, int[] now, int axis, int to, boolean back) {
    int inner = channels;
    for (int a = axis + 1; a < now.length; a++) {
      inner *= now[a];
    }
    int from = now[axis];
    int outer = values.length / inner / from;
    double[] result = new double[outer * to * inner];
    double[] wave = waves[axis];
    for (int o = 0; o < outer; o++) {
      for (int t = 0; t < to; t++) {
        int into = (o * to + t) * inner;
        for (int f = 0; f < from; f++) {
          double w = back ? wave[f * to + t] : wave[t * from + f];
          add(values, (o * from + f) * inner, w, result, into, inner);
        }
      }
    }
    return result;
  }

  private static void add(double[] x, int from, double w, double[] y, int into, int length) {
    for (int i = 0; i < length; i++) {
      y[into + i] += w * x[from + i];
    }
  }
}
