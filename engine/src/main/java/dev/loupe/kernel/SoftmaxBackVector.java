package dev.loupe.kernel;

import jdk.incubator.vector.FloatVector;

/// The gradient of softmax or of its logarithm; the sum of a row has 16 parts.
///
/// Pieces: runs of rows.
public final class SoftmaxBackVector implements Kernel {
  private final boolean log;
  private final int columns;
  private final Pieces pieces;

  /// @param log whether y is the logarithm
  /// @param rows how many rows
  /// @param columns the length of a row
  public SoftmaxBackVector(boolean log, int rows, int columns) {
    this.log = log;
    this.columns = columns;
    this.pieces = Pieces.of(rows, 2L * columns);
  }

  @Override
  public int pieces(int phase) {
    return pieces.count();
  }

  @Override
  public int scratch() {
    return RowMath.PARTS;
  }

  @Override
  public long outputStart(int piece) {
    return (long) pieces.from(piece) * columns;
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    float[] y = o.array(0);
    float[] g = o.array(1);
    for (int row = pieces.from(piece); row < pieces.to(piece); row++) {
      int iy = o.offset(0) + row * columns;
      int ig = o.offset(1) + row * columns;
      int io = o.outputOffset() + row * columns;
      int bound = Lanes.F.loopBound(columns);
      float sum;
      if (log) {
        sum = RowMath.sum(g, ig, columns, scratch, 0);
        logRow(y, iy, g, ig, sum, o.output(), io, bound);
      } else {
        sum = RowMath.dot(y, iy, g, ig, columns, scratch, 0);
        row(y, iy, g, ig, sum, o.output(), io, bound);
      }
      for (int i = bound; i < columns; i++) {
        o.output()[io + i] = SoftmaxBackReference.value(log, y[iy + i], g[ig + i], sum);
      }
    }
  }

  private static void row(
      float[] y, int iy, float[] g, int ig, float sum, float[] out, int io, int n) {
    for (int i = 0; i < n; i += Lanes.N) {
      FloatVector gy = FloatVector.fromArray(Lanes.F, g, ig + i);
      FloatVector.fromArray(Lanes.F, y, iy + i).mul(gy.sub(sum)).intoArray(out, io + i);
    }
  }

  private static void logRow(
      float[] y, int iy, float[] g, int ig, float sum, float[] out, int io, int n) {
    FloatVector total = FloatVector.broadcast(Lanes.F, sum);
    for (int i = 0; i < n; i += Lanes.N) {
      FloatVector p = VectorMath.exp(FloatVector.fromArray(Lanes.F, y, iy + i));
      p.neg().fma(total, FloatVector.fromArray(Lanes.F, g, ig + i)).intoArray(out, io + i);
    }
  }
}
