package dev.loupe.kernel;

import jdk.incubator.vector.FloatVector;

/// Sums over the columns of wide rows: value `i` of a range belongs to column `i mod width`.
///
/// Rows are taken in order, four at a time so that a column's sum is loaded and stored once for
/// four additions; each column is added up in row order at any vector width. The last row may be
/// short. Memory is read in the order it lies.
final class Columns {
  private Columns() {}

  /// Adds n values to the columns' sums.
  static void add(float[] x, int ix, int n, int width, float[] sums, int is) {
    int rows = n / width;
    int row = 0;
    for (; row + 4 <= rows; row += 4) {
      addFour(x, ix + row * width, width, sums, is);
    }
    for (; row < rows; row++) {
      addOne(x, ix + row * width, width, sums, is);
    }
    addOne(x, ix + rows * width, n - rows * width, sums, is);
  }

  private static void addFour(float[] x, int ix, int width, float[] sums, int is) {
    int bound = Lanes.F.loopBound(width);
    int j = 0;
    for (; j < bound; j += Lanes.N) {
      FloatVector s = FloatVector.fromArray(Lanes.F, sums, is + j);
      int at = ix + j;
      s = s.add(FloatVector.fromArray(Lanes.F, x, at));
      s = s.add(FloatVector.fromArray(Lanes.F, x, at + width));
      s = s.add(FloatVector.fromArray(Lanes.F, x, at + 2 * width));
      s = s.add(FloatVector.fromArray(Lanes.F, x, at + 3 * width));
      s.intoArray(sums, is + j);
    }
    for (; j < width; j++) {
      int at = ix + j;
      sums[is + j] = sums[is + j] + x[at] + x[at + width] + x[at + 2 * width] + x[at + 3 * width];
    }
  }

  private static void addOne(float[] x, int ix, int n, float[] sums, int is) {
    int bound = Lanes.F.loopBound(n);
    int j = 0;
    for (; j < bound; j += Lanes.N) {
      FloatVector s = FloatVector.fromArray(Lanes.F, sums, is + j);
      s.add(FloatVector.fromArray(Lanes.F, x, ix + j)).intoArray(sums, is + j);
    }
    for (; j < n; j++) {
      sums[is + j] += x[ix + j];
    }
  }

  /// Adds `d = x - mean` to the sums in `t` from `is` on, and `d d` to those `width` further; the
  /// columns' means lie `width` before.
  static void deviations(float[] x, int ix, int n, int width, float[] t, int is) {
    int rows = n / width;
    int row = 0;
    for (; row + 4 <= rows; row += 4) {
      deviationsFour(x, ix + row * width, width, t, is);
    }
    for (; row < rows; row++) {
      deviationsOne(x, ix + row * width, width, width, t, is);
    }
    deviationsOne(x, ix + rows * width, n - rows * width, width, t, is);
  }

  private static void deviationsFour(float[] x, int ix, int width, float[] t, int is) {
    int bound = Lanes.F.loopBound(width);
    for (int j = 0; j < bound; j += Lanes.N) {
      FloatVector mean = FloatVector.fromArray(Lanes.F, t, is - width + j);
      FloatVector s = FloatVector.fromArray(Lanes.F, t, is + j);
      FloatVector q = FloatVector.fromArray(Lanes.F, t, is + width + j);
      int at = ix + j;
      FloatVector d = FloatVector.fromArray(Lanes.F, x, at).sub(mean);
      s = s.add(d);
      q = d.fma(d, q);
      d = FloatVector.fromArray(Lanes.F, x, at + width).sub(mean);
      s = s.add(d);
      q = d.fma(d, q);
      d = FloatVector.fromArray(Lanes.F, x, at + 2 * width).sub(mean);
      s = s.add(d);
      q = d.fma(d, q);
      d = FloatVector.fromArray(Lanes.F, x, at + 3 * width).sub(mean);
      s = s.add(d);
      q = d.fma(d, q);
      s.intoArray(t, is + j);
      q.intoArray(t, is + width + j);
    }
    for (int row = 0; row < 4; row++) {
      deviationsTail(x, ix + row * width, bound, width, width, t, is);
    }
  }

  private static void deviationsOne(float[] x, int ix, int n, int width, float[] t, int is) {
    int bound = Lanes.F.loopBound(n);
    for (int j = 0; j < bound; j += Lanes.N) {
      FloatVector mean = FloatVector.fromArray(Lanes.F, t, is - width + j);
      FloatVector s = FloatVector.fromArray(Lanes.F, t, is + j);
      FloatVector q = FloatVector.fromArray(Lanes.F, t, is + width + j);
      FloatVector d = FloatVector.fromArray(Lanes.F, x, ix + j).sub(mean);
      s.add(d).intoArray(t, is + j);
      d.fma(d, q).intoArray(t, is + width + j);
    }
    deviationsTail(x, ix, bound, n, width, t, is);
  }

  private static void deviationsTail(
      float[] x, int ix, int from, int to, int width, float[] t, int is) {
    for (int j = from; j < to; j++) {
      float d = x[ix + j] - t[is - width + j];
      t[is + j] += d;
      t[is + width + j] = Math.fma(d, d, t[is + width + j]);
    }
  }

  /// Adds g to the sums in `t` from `is` on, and `g (x - mean)` to those `width` further; the
  /// columns' means lie `width` before.
  static void products(float[] g, int ig, float[] x, int ix, int n, int width, float[] t, int is) {
    int rows = n / width;
    int row = 0;
    for (; row + 4 <= rows; row += 4) {
      productsFour(g, ig + row * width, x, ix + row * width, width, t, is);
    }
    for (; row < rows; row++) {
      productsOne(g, ig + row * width, x, ix + row * width, width, width, t, is);
    }
    productsOne(g, ig + rows * width, x, ix + rows * width, n - rows * width, width, t, is);
  }

  private static void productsFour(
      float[] g, int ig, float[] x, int ix, int width, float[] t, int is) {
    int bound = Lanes.F.loopBound(width);
    for (int j = 0; j < bound; j += Lanes.N) {
      FloatVector mean = FloatVector.fromArray(Lanes.F, t, is - width + j);
      FloatVector s = FloatVector.fromArray(Lanes.F, t, is + j);
      FloatVector q = FloatVector.fromArray(Lanes.F, t, is + width + j);
      int at = ix + j;
      int ag = ig + j;
      FloatVector v = FloatVector.fromArray(Lanes.F, g, ag);
      s = s.add(v);
      q = v.fma(FloatVector.fromArray(Lanes.F, x, at).sub(mean), q);
      v = FloatVector.fromArray(Lanes.F, g, ag + width);
      s = s.add(v);
      q = v.fma(FloatVector.fromArray(Lanes.F, x, at + width).sub(mean), q);
      v = FloatVector.fromArray(Lanes.F, g, ag + 2 * width);
      s = s.add(v);
      q = v.fma(FloatVector.fromArray(Lanes.F, x, at + 2 * width).sub(mean), q);
      v = FloatVector.fromArray(Lanes.F, g, ag + 3 * width);
      s = s.add(v);
      q = v.fma(FloatVector.fromArray(Lanes.F, x, at + 3 * width).sub(mean), q);
      s.intoArray(t, is + j);
      q.intoArray(t, is + width + j);
    }
    for (int row = 0; row < 4; row++) {
      productsTail(g, ig + row * width, x, ix + row * width, bound, width, width, t, is);
    }
  }

  private static void productsOne(
      float[] g, int ig, float[] x, int ix, int n, int width, float[] t, int is) {
    int bound = Lanes.F.loopBound(n);
    for (int j = 0; j < bound; j += Lanes.N) {
      FloatVector mean = FloatVector.fromArray(Lanes.F, t, is - width + j);
      FloatVector s = FloatVector.fromArray(Lanes.F, t, is + j);
      FloatVector q = FloatVector.fromArray(Lanes.F, t, is + width + j);
      FloatVector v = FloatVector.fromArray(Lanes.F, g, ig + j);
      s.add(v).intoArray(t, is + j);
      v.fma(FloatVector.fromArray(Lanes.F, x, ix + j).sub(mean), q).intoArray(t, is + width + j);
    }
    productsTail(g, ig, x, ix, bound, n, width, t, is);
  }

  private static void productsTail(
      float[] g, int ig, float[] x, int ix, int from, int to, int width, float[] t, int is) {
    for (int j = from; j < to; j++) {
      float v = g[ig + j];
      t[is + j] += v;
      t[is + width + j] = Math.fma(v, x[ix + j] - t[is - width + j], t[is + width + j]);
    }
  }

  /// Adds `w = g weight` to the sums in `t` from `is` on, and `w (x - mean)` to those `width`
  /// further; the columns' means lie `width` before, their weights twice that.
  static void weighted(float[] g, int ig, float[] x, int ix, int n, int width, float[] t, int is) {
    for (int from = 0; from < n; from += width) {
      weightedOne(g, ig + from, x, ix + from, Math.min(width, n - from), width, t, is);
    }
  }

  private static void weightedOne(
      float[] g, int ig, float[] x, int ix, int n, int width, float[] t, int is) {
    int bound = Lanes.F.loopBound(n);
    int j = 0;
    for (; j < bound; j += Lanes.N) {
      FloatVector mean = FloatVector.fromArray(Lanes.F, t, is - width + j);
      FloatVector s = FloatVector.fromArray(Lanes.F, t, is + j);
      FloatVector q = FloatVector.fromArray(Lanes.F, t, is + width + j);
      FloatVector v =
          FloatVector.fromArray(Lanes.F, g, ig + j)
              .mul(FloatVector.fromArray(Lanes.F, t, is - 2 * width + j));
      s.add(v).intoArray(t, is + j);
      v.fma(FloatVector.fromArray(Lanes.F, x, ix + j).sub(mean), q).intoArray(t, is + width + j);
    }
    for (; j < n; j++) {
      float v = g[ig + j] * t[is - 2 * width + j];
      t[is + j] += v;
      t[is + width + j] = Math.fma(v, x[ix + j] - t[is - width + j], t[is + width + j]);
    }
  }

  /// Adds the squares of n values to the columns' sums.
  static void squares(float[] x, int ix, int n, int width, float[] sums, int is) {
    for (int from = 0; from < n; from += width) {
      int count = Math.min(width, n - from);
      int bound = Lanes.F.loopBound(count);
      int j = 0;
      for (; j < bound; j += Lanes.N) {
        FloatVector v = FloatVector.fromArray(Lanes.F, x, ix + from + j);
        v.fma(v, FloatVector.fromArray(Lanes.F, sums, is + j)).intoArray(sums, is + j);
      }
      for (; j < count; j++) {
        float v = x[ix + from + j];
        sums[is + j] = Math.fma(v, v, sums[is + j]);
      }
    }
  }

  /// The sum of the columns of some neighbouring channels: `width` is a multiple of `channels`.
  static double fold(float[] sums, int is, int width, int channels, int first, int count) {
    double sum = 0;
    for (int row = 0; row < width; row += channels) {
      for (int c = first; c < first + count; c++) {
        sum += sums[is + row + c];
      }
    }
    return sum;
  }

  /// The sum of all columns by a tree of halves, which it leaves changed; `width` is a power of
  /// two, 16 at least.
  static float tree(float[] sums, int is, int width) {
    for (int half = width / 2; half >= 16; half /= 2) {
      for (int j = 0; j < half; j++) {
        sums[is + j] += sums[is + half + j];
      }
    }
    float a = (sums[is] + sums[is + 8]) + (sums[is + 4] + sums[is + 12]);
    float b = (sums[is + 1] + sums[is + 9]) + (sums[is + 5] + sums[is + 13]);
    float c = (sums[is + 2] + sums[is + 10]) + (sums[is + 6] + sums[is + 14]);
    float d = (sums[is + 3] + sums[is + 11]) + (sums[is + 7] + sums[is + 15]);
    return (a + c) + (b + d);
  }

  /// Repeats the first `channels` values from `at` on until there are `width`.
  static void repeat(float[] t, int at, int channels, int width) {
    for (int done = channels; done < width; ) {
      int more = Math.min(done, width - done);
      System.arraycopy(t, at, t, at + done, more);
      done += more;
    }
  }
}
