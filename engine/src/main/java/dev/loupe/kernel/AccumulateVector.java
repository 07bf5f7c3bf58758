package dev.loupe.kernel;

import jdk.incubator.vector.FloatVector;

/// Adds a share of a gradient to what was accumulated, in one pass over both. Ends are left to the
/// reference loop.
public final class AccumulateVector extends FlatKernel {
  private final int count;

  /// @param count how many gradients make a mean
  /// @param length how many values
  public AccumulateVector(int count, int length) {
    super(length, 1);
    this.count = count;
  }

  @Override
  void values(Operands o, int from, int to, float[] scratch) {
    boolean first = AccumulateReference.first(o, count);
    float share = AccumulateReference.share(count);
    int bound = from + Lanes.F.loopBound(to - from);
    if (first) {
      begin(o, share, from, bound);
    } else {
      add(o, share, from, bound);
    }
    AccumulateReference.range(o, first, share, bound, to);
  }

  private static void begin(Operands o, float share, int from, int to) {
    float[] a = o.array(0);
    float[] g = o.array(1);
    float[] y = o.output();
    int ia = o.offset(0);
    int ig = o.offset(1);
    int iy = o.outputOffset();
    for (int i = from; i < to; i += Lanes.N) {
      FloatVector v = FloatVector.fromArray(Lanes.F, g, ig + i).mul(share);
      v.intoArray(a, ia + i);
      v.intoArray(y, iy + i);
    }
  }

  private static void add(Operands o, float share, int from, int to) {
    float[] a = o.array(0);
    float[] g = o.array(1);
    float[] y = o.output();
    int ia = o.offset(0);
    int ig = o.offset(1);
    int iy = o.outputOffset();
    FloatVector factor = FloatVector.broadcast(Lanes.F, share);
    for (int i = from; i < to; i += Lanes.N) {
      FloatVector old = FloatVector.fromArray(Lanes.F, a, ia + i);
      FloatVector v = FloatVector.fromArray(Lanes.F, g, ig + i).fma(factor, old);
      v.intoArray(a, ia + i);
      v.intoArray(y, iy + i);
    }
  }
}
