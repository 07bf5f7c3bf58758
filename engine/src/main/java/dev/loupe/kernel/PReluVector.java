package dev.loupe.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// `y = x > 0 ? v : slope v`, where v is x itself or, in the backward pass, the gradient of y.
///
/// Pieces: runs of rows. With one slope for all, the whole piece is one row.
public final class PReluVector implements Kernel {
  private final PReluGeometry g;
  private final int value;
  private final Pieces pieces;

  /// @param g where the slopes lie
  /// @param backward whether the third input takes the place of x
  public PReluVector(PReluGeometry g, boolean backward) {
    this.g = g;
    this.value = backward ? 2 : 0;
    this.pieces = Pieces.of(g.rows(), g.columns());
  }

  @Override
  public int pieces(int phase) {
    return pieces.count();
  }

  @Override
  public long outputStart(int piece) {
    return (long) pieces.from(piece) * g.columns();
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    int from = pieces.from(piece) * g.columns();
    int to = pieces.to(piece) * g.columns();
    int step = g.shared() ? to - from : g.columns();
    float[] x = o.array(0);
    float[] v = o.array(value);
    float[] slopes = o.array(1);
    for (int at = from; at < to; at += step) {
      int ix = o.offset(0) + at;
      int iv = o.offset(value) + at;
      int io = o.outputOffset() + at;
      if (g.shared()) {
        shared(x, ix, v, iv, slopes[o.offset(1)], o.output(), io, step);
      } else {
        row(x, ix, v, iv, slopes, o.offset(1), o.output(), io, step);
      }
    }
  }

  private static void shared(
      float[] x, int ix, float[] v, int iv, float slope, float[] out, int io, int n) {
    int bound = Lanes.F.loopBound(n);
    int i = 0;
    for (; i < bound; i += Lanes.N) {
      FloatVector a = FloatVector.fromArray(Lanes.F, x, ix + i);
      FloatVector b = FloatVector.fromArray(Lanes.F, v, iv + i);
      b.mul(slope).blend(b, a.compare(VectorOperators.GT, 0)).intoArray(out, io + i);
    }
    for (; i < n; i++) {
      out[io + i] = x[ix + i] > 0 ? v[iv + i] : v[iv + i] * slope;
    }
  }

  private static void row(
      float[] x, int ix, float[] v, int iv, float[] s, int is, float[] out, int io, int n) {
    int bound = Lanes.F.loopBound(n);
    int i = 0;
    for (; i < bound; i += Lanes.N) {
      FloatVector a = FloatVector.fromArray(Lanes.F, x, ix + i);
      FloatVector b = FloatVector.fromArray(Lanes.F, v, iv + i);
      b.mul(FloatVector.fromArray(Lanes.F, s, is + i))
          .blend(b, a.compare(VectorOperators.GT, 0))
          .intoArray(out, io + i);
    }
    for (; i < n; i++) {
      out[io + i] = x[ix + i] > 0 ? v[iv + i] : v[iv + i] * s[is + i];
    }
  }
}
