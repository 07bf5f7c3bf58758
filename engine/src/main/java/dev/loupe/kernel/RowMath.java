package dev.loupe.kernel;

import jdk.incubator.vector.FloatVector;

/// Sums, maxima and minima along a row of neighbouring values.
///
/// A sum has 16 parts, the values with the same index mod 16 added in order; then part i + 8 is
/// added to part i, i + 4, i + 2, i + 1. So it is the same at every vector width.
final class RowMath {
  /// Floats of scratch memory that a sum needs.
  static final int PARTS = 16;

  private RowMath() {}

  /// The sum of `n` values.
  ///
  /// @param parts [#PARTS] floats of scratch memory from `partsAt`
  static float sum(float[] a, int at, int n, float[] parts, int partsAt) {
    int bound = n & -PARTS;
    for (int lane = 0; lane < PARTS; lane += Lanes.N) {
      FloatVector s = FloatVector.broadcast(Lanes.F, 0);
      for (int i = lane; i < bound; i += PARTS) {
        s = s.add(FloatVector.fromArray(Lanes.F, a, at + i));
      }
      s.intoArray(parts, partsAt + lane);
    }
    for (int i = bound; i < n; i++) {
      parts[partsAt + i - bound] += a[at + i];
    }
    return tree(parts, partsAt);
  }

  /// The sum of the products of `n` pairs.
  static float dot(float[] a, int at, float[] b, int bt, int n, float[] parts, int partsAt) {
    int bound = n & -PARTS;
    for (int lane = 0; lane < PARTS; lane += Lanes.N) {
      FloatVector s = FloatVector.broadcast(Lanes.F, 0);
      for (int i = lane; i < bound; i += PARTS) {
        FloatVector x = FloatVector.fromArray(Lanes.F, a, at + i);
        s = x.fma(FloatVector.fromArray(Lanes.F, b, bt + i), s);
      }
      s.intoArray(parts, partsAt + lane);
    }
    for (int i = bound; i < n; i++) {
      int p = partsAt + i - bound;
      parts[p] = Math.fma(a[at + i], b[bt + i], parts[p]);
    }
    return tree(parts, partsAt);
  }

  /// The largest of `n` values; NaN where one is NaN.
  static float max(float[] a, int at, int n, float[] parts, int partsAt) {
    int bound = Lanes.F.loopBound(n);
    float m = Float.NEGATIVE_INFINITY;
    int i = 0;
    if (bound > 0) {
      FloatVector v = FloatVector.fromArray(Lanes.F, a, at);
      for (i = Lanes.N; i < bound; i += Lanes.N) {
        v = v.max(FloatVector.fromArray(Lanes.F, a, at + i));
      }
      // A maximum is the same in any order.
      v.intoArray(parts, partsAt);
      for (int lane = 0; lane < Lanes.N; lane++) {
        m = Math.max(m, parts[partsAt + lane]);
      }
    }
    for (; i < n; i++) {
      m = Math.max(m, a[at + i]);
    }
    return m;
  }

  /// The smallest of `n` values; NaN where one is NaN.
  static float min(float[] a, int at, int n, float[] parts, int partsAt) {
    int bound = Lanes.F.loopBound(n);
    float m = Float.POSITIVE_INFINITY;
    int i = 0;
    if (bound > 0) {
      FloatVector v = FloatVector.fromArray(Lanes.F, a, at);
      for (i = Lanes.N; i < bound; i += Lanes.N) {
        v = v.min(FloatVector.fromArray(Lanes.F, a, at + i));
      }
      // A minimum is the same in any order.
      v.intoArray(parts, partsAt);
      for (int lane = 0; lane < Lanes.N; lane++) {
        m = Math.min(m, parts[partsAt + lane]);
      }
    }
    for (; i < n; i++) {
      m = Math.min(m, a[at + i]);
    }
    return m;
  }

  private static float tree(float[] p, int at) {
    for (int half = PARTS / 2; half > 0; half /= 2) {
      for (int i = 0; i < half; i++) {
        p[at + i] += p[at + i + half];
      }
    }
    return p[at];
  }
}
