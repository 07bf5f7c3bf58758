package dev.loupe.kernel;

import jdk.incubator.vector.FloatVector;

/// Scales and shifts values by factors of their column: value `i` of a range belongs to column
/// `i mod width`. The tables lie one behind the other, `width` values each.
final class ColumnAffine {
  private ColumnAffine() {}

  /// `y = x scale + shift`. Tables: scale, shift.
  static void scaleShift(
      float[] x, int ix, int n, int width, float[] t, int it, float[] y, int iy) {
    for (int from = 0; from < n; from += width) {
      scaleShiftRow(x, ix + from, Math.min(width, n - from), width, t, it, y, iy + from);
    }
  }

  private static void scaleShiftRow(
      float[] x, int ix, int n, int width, float[] t, int it, float[] y, int iy) {
    int bound = Lanes.F.loopBound(n);
    int j = 0;
    for (; j < bound; j += Lanes.N) {
      FloatVector.fromArray(Lanes.F, x, ix + j)
          .fma(
              FloatVector.fromArray(Lanes.F, t, it + j),
              FloatVector.fromArray(Lanes.F, t, it + width + j))
          .intoArray(y, iy + j);
    }
    for (; j < n; j++) {
      y[iy + j] = Math.fma(x[ix + j], t[it + j], t[it + width + j]);
    }
  }

  /// `y = (x - mean) scale + shift`. Tables: mean, scale, shift.
  static void centred(float[] x, int ix, int n, int width, float[] t, int it, float[] y, int iy) {
    for (int from = 0; from < n; from += width) {
      centredRow(x, ix + from, Math.min(width, n - from), width, t, it, y, iy + from);
    }
  }

  private static void centredRow(
      float[] x, int ix, int n, int width, float[] t, int it, float[] y, int iy) {
    int bound = Lanes.F.loopBound(n);
    int j = 0;
    for (; j < bound; j += Lanes.N) {
      FloatVector.fromArray(Lanes.F, x, ix + j)
          .sub(FloatVector.fromArray(Lanes.F, t, it + j))
          .fma(
              FloatVector.fromArray(Lanes.F, t, it + width + j),
              FloatVector.fromArray(Lanes.F, t, it + 2 * width + j))
          .intoArray(y, iy + j);
    }
    for (; j < n; j++) {
      float d = x[ix + j] - t[it + j];
      y[iy + j] = Math.fma(d, t[it + width + j], t[it + 2 * width + j]);
    }
  }

  /// `y = (x - mean) slope + (g scale + shift)`. Tables: mean, scale, shift, slope.
  static void backward(
      float[] x,
      int ix,
      float[] g,
      int ig,
      int n,
      int width,
      float[] t,
      int it,
      float[] y,
      int iy) {
    for (int from = 0; from < n; from += width) {
      int count = Math.min(width, n - from);
      backwardRow(x, ix + from, g, ig + from, count, width, t, it, y, iy + from);
    }
  }

  private static void backwardRow(
      float[] x,
      int ix,
      float[] g,
      int ig,
      int n,
      int width,
      float[] t,
      int it,
      float[] y,
      int iy) {
    int bound = Lanes.F.loopBound(n);
    int j = 0;
    for (; j < bound; j += Lanes.N) {
      FloatVector gradient =
          FloatVector.fromArray(Lanes.F, g, ig + j)
              .fma(
                  FloatVector.fromArray(Lanes.F, t, it + width + j),
                  FloatVector.fromArray(Lanes.F, t, it + 2 * width + j));
      FloatVector.fromArray(Lanes.F, x, ix + j)
          .sub(FloatVector.fromArray(Lanes.F, t, it + j))
          .fma(FloatVector.fromArray(Lanes.F, t, it + 3 * width + j), gradient)
          .intoArray(y, iy + j);
    }
    for (; j < n; j++) {
      float gradient = Math.fma(g[ig + j], t[it + width + j], t[it + 2 * width + j]);
      y[iy + j] = Math.fma(x[ix + j] - t[it + j], t[it + 3 * width + j], gradient);
    }
  }
}
