package dev.loupe.kernel;

import jdk.incubator.vector.FloatVector;

/// Softmax or its logarithm: the maximum of a row, the exponentials, their sum in 16 parts, and the
/// quotients.
///
/// Pieces: runs of rows.
public final class SoftmaxVector implements Kernel {
  private final boolean log;
  private final int columns;
  private final Pieces pieces;

  /// @param log whether the logarithm is taken
  /// @param rows how many rows
  /// @param columns the length of a row
  public SoftmaxVector(boolean log, int rows, int columns) {
    this.log = log;
    this.columns = columns;
    this.pieces = Pieces.of(rows, 4L * columns);
  }

  @Override
  public int pieces(int phase) {
    return pieces.count();
  }

  @Override
  public int scratch() {
    return RowMath.PARTS + (log ? columns : 0);
  }

  @Override
  public long outputStart(int piece) {
    return (long) pieces.from(piece) * columns;
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    float[] x = o.array(0);
    float[] y = o.output();
    for (int row = pieces.from(piece); row < pieces.to(piece); row++) {
      int in = o.offset(0) + row * columns;
      int out = o.outputOffset() + row * columns;
      float max = RowMath.max(x, in, columns, scratch, 0);
      if (log) {
        exp(x, in, max, scratch, RowMath.PARTS, columns);
        float sum = RowMath.sum(scratch, RowMath.PARTS, columns, scratch, 0);
        subtract(x, in, max, ScalarMath.log(sum), y, out, columns);
      } else {
        exp(x, in, max, y, out, columns);
        divide(y, out, RowMath.sum(y, out, columns, scratch, 0), columns);
      }
    }
  }

  /// `out = e^(in - max)`
  static void exp(float[] in, int inAt, float max, float[] out, int outAt, int n) {
    int bound = Lanes.F.loopBound(n);
    int i = 0;
    for (; i < bound; i += Lanes.N) {
      FloatVector z = FloatVector.fromArray(Lanes.F, in, inAt + i).sub(max);
      VectorMath.exp(z).intoArray(out, outAt + i);
    }
    for (; i < n; i++) {
      out[outAt + i] = ScalarMath.exp(in[inAt + i] - max);
    }
  }

  private static void divide(float[] y, int at, float sum, int n) {
    int bound = Lanes.F.loopBound(n);
    int i = 0;
    for (; i < bound; i += Lanes.N) {
      FloatVector.fromArray(Lanes.F, y, at + i).div(sum).intoArray(y, at + i);
    }
    for (; i < n; i++) {
      y[at + i] /= sum;
    }
  }

  /// `out = (in - max) - logSum`
  static void subtract(
      float[] in, int inAt, float max, float logSum, float[] out, int outAt, int n) {
    int bound = Lanes.F.loopBound(n);
    int i = 0;
    for (; i < bound; i += Lanes.N) {
      FloatVector x = FloatVector.fromArray(Lanes.F, in, inAt + i);
      x.sub(max).sub(logSum).intoArray(out, outAt + i);
    }
    for (; i < n; i++) {
      out[outAt + i] = in[inAt + i] - max - logSum;
    }
  }
}
