package dev.loupe.kernel;

import jdk.incubator.vector.FloatVector;

/// `out[i] += in[i]`, the step that combines partial sums.
final class VectorSum {
  private VectorSum() {}

  static void add(float[] in, int from, float[] out, int to, int n) {
    int bound = Lanes.F.loopBound(n);
    int i = 0;
    for (; i < bound; i += Lanes.N) {
      FloatVector.fromArray(Lanes.F, out, to + i)
          .add(FloatVector.fromArray(Lanes.F, in, from + i))
          .intoArray(out, to + i);
    }
    for (; i < n; i++) {
      out[to + i] += in[from + i];
    }
  }
}
