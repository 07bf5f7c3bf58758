package dev.loupe.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// Values brought into limits, or the gradient of that. Ends are left to the reference loop.
public final class ClipValueVector implements Kernel {
  private final Pieces values;
  private final float limit;
  private final boolean backward;

  /// @param length how many values there are
  /// @param limit the largest magnitude
  /// @param backward whether operand 1 holds the gradient of the output
  public ClipValueVector(int length, float limit, boolean backward) {
    this.values = Pieces.of(length, 1).alignedTo(16);
    this.limit = limit;
    this.backward = backward;
  }

  @Override
  public int pieces(int phase) {
    return values.count();
  }

  @Override
  public long outputStart(int piece) {
    return values.from(piece);
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    int from = values.from(piece);
    int to = values.to(piece);
    int bound = from + Lanes.F.loopBound(to - from);
    if (backward) {
      select(o, limit, from, bound);
    } else {
      clip(o.array(0), o.offset(0), limit, from, bound, o.output(), o.outputOffset());
    }
    ClipValueReference.range(o, limit, backward, bound, to);
  }

  private static void clip(float[] x, int ix, float limit, int from, int to, float[] y, int iy) {
    for (int i = from; i < to; i += Lanes.N) {
      FloatVector.fromArray(Lanes.F, x, ix + i).max(-limit).min(limit).intoArray(y, iy + i);
    }
  }

  private static void select(Operands o, float limit, int from, int to) {
    float[] x = o.array(0);
    float[] g = o.array(1);
    float[] y = o.output();
    int ix = o.offset(0);
    int ig = o.offset(1);
    int iy = o.outputOffset();
    FloatVector zero = FloatVector.zero(Lanes.F);
    for (int i = from; i < to; i += Lanes.N) {
      FloatVector v = FloatVector.fromArray(Lanes.F, x, ix + i);
      zero.blend(
              FloatVector.fromArray(Lanes.F, g, ig + i), v.abs().compare(VectorOperators.LE, limit))
          .intoArray(y, iy + i);
    }
  }
}
