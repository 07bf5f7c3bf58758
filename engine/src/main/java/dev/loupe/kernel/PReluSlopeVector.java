package dev.loupe.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// The gradient of the slopes: sums `x gy` where x is not above 0.
///
/// Phase 0: each piece sums its rows, for each channel, into its row of the workspace. Phase 1 adds
/// these rows in order, and with one slope for all the channels too.
public final class PReluSlopeVector implements Kernel {
  private final PReluGeometry g;
  private final Pieces pieces;

  /// @param g where the slopes lie
  public PReluSlopeVector(PReluGeometry g) {
    this.g = g;
    this.pieces = Pieces.of(g.rows(), g.columns());
  }

  @Override
  public int phases() {
    return 2;
  }

  @Override
  public int pieces(int phase) {
    return phase == 0 ? pieces.count() : 1;
  }

  @Override
  public long workspace() {
    return (long) pieces.count() * g.columns();
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    if (phase == 1) {
      combine(o);
      return;
    }
    int n = g.columns();
    int rows = pieces.to(piece) - pieces.from(piece);
    int first = pieces.from(piece) * n;
    int to = o.workspaceOffset() + piece * n;
    int ix = o.offset(0) + first;
    int ig = o.offset(1) + first;
    float[] x = o.array(0);
    float[] gy = o.array(1);
    int bound = Lanes.F.loopBound(n);
    int c = 0;
    for (; c < bound; c += Lanes.N) {
      column(x, ix + c, gy, ig + c, rows, n, o.workspace(), to + c);
    }
    for (; c < n; c++) {
      float sum = 0;
      for (int r = 0; r < rows; r++) {
        float v = x[ix + c + r * n];
        sum = v > 0 ? sum : Math.fma(v, gy[ig + c + r * n], sum);
      }
      o.workspace()[to + c] = sum;
    }
  }

  private static void column(
      float[] x, int ix, float[] gy, int ig, int rows, int step, float[] out, int io) {
    FloatVector sum = FloatVector.broadcast(Lanes.F, 0);
    for (int r = 0; r < rows; r++) {
      FloatVector v = FloatVector.fromArray(Lanes.F, x, ix + r * step);
      FloatVector next = v.fma(FloatVector.fromArray(Lanes.F, gy, ig + r * step), sum);
      sum = next.blend(sum, v.compare(VectorOperators.GT, 0));
    }
    sum.intoArray(out, io);
  }

  private void combine(Operands o) {
    float[] w = o.workspace();
    float all = 0;
    for (int c = 0; c < g.columns(); c++) {
      float sum = 0;
      for (int p = 0; p < pieces.count(); p++) {
        sum += w[o.workspaceOffset() + p * g.columns() + c];
      }
      all += sum;
      if (!g.shared()) {
        o.output()[o.outputOffset() + c] = sum;
      }
    }
    if (g.shared()) {
      o.output()[o.outputOffset()] = all;
    }
  }
}
