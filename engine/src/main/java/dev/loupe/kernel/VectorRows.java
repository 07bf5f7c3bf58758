package dev.loupe.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/// Copies the real columns of a tile's rows to where they belong.
final class VectorRows {
  private VectorRows() {}

  /// Copies some whole vectors.
  static void copy(float[] in, int from, float[] out, int to, int count) {
    for (int l = 0; l < count; l += Lanes.N) {
      FloatVector.fromArray(Lanes.F, in, from + l).intoArray(out, to + l);
    }
  }

  /// Copies `count` floats of each of `rows` rows.
  static void copy(
      float[] in, int from, int fromStep, float[] out, int to, int toStep, int rows, int count) {
    VectorMask<Float> last = Lanes.F.indexInRange(0, count % Lanes.N);
    int whole = count / Lanes.N * Lanes.N;
    for (int m = 0; m < rows; m++) {
      for (int l = 0; l < whole; l += Lanes.N) {
        FloatVector.fromArray(Lanes.F, in, from + l).intoArray(out, to + l);
      }
      if (whole < count) {
        FloatVector.fromArray(Lanes.F, in, from + whole, last).intoArray(out, to + whole, last);
      }
      from += fromStep;
      to += toStep;
    }
  }
}
