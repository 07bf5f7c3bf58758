package dev.loupe.kernel;

import jdk.incubator.vector.FloatVector;

/// `y[i] = scale x[i] + shift`.
public final class AffineVector extends FlatKernel {
  private final float scale;
  private final float shift;

  /// @param scale the factor
  /// @param shift what is added
  /// @param length how many values
  public AffineVector(float scale, float shift, int length) {
    super(length, 1);
    this.scale = scale;
    this.shift = shift;
  }

  @Override
  void values(Operands o, int from, int to, float[] scratch) {
    map(
        scale,
        shift,
        o.array(0),
        o.offset(0) + from,
        o.output(),
        o.outputOffset() + from,
        to - from);
  }

  private static void map(
      float scale, float shift, float[] in, int inAt, float[] out, int outAt, int n) {
    int bound = Lanes.F.loopBound(n);
    FloatVector factor = FloatVector.broadcast(Lanes.F, scale);
    FloatVector term = FloatVector.broadcast(Lanes.F, shift);
    int i = 0;
    for (; i < bound; i += Lanes.N) {
      FloatVector.fromArray(Lanes.F, in, inAt + i).fma(factor, term).intoArray(out, outAt + i);
    }
    for (; i < n; i++) {
      out[outAt + i] = Math.fma(in[inAt + i], scale, shift);
    }
  }
}
