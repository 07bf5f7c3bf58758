package dev.loupe.kernel;

import jdk.incubator.vector.FloatVector;

/// Softmax cross entropy, or its gradient for the logits; sums along a row have 16 parts.
///
/// A row's coefficients go to scratch memory first, so that one loop serves hard and soft targets,
/// smoothing and weights. Pieces: runs of rows.
public final class CrossEntropyVector implements Kernel {
  private final CrossEntropyGeometry g;
  private final boolean backward;
  private final Pieces pieces;

  /// @param g the rows
  /// @param backward whether the gradient is computed; the third input is then gy
  public CrossEntropyVector(CrossEntropyGeometry g, boolean backward) {
    this.g = g;
    this.backward = backward;
    this.pieces = Pieces.of(g.rows(), 4L * g.classes());
  }

  @Override
  public int pieces(int phase) {
    return pieces.count();
  }

  @Override
  public int scratch() {
    return RowMath.PARTS + 2 * g.classes();
  }

  @Override
  public long outputStart(int piece) {
    return (long) pieces.from(piece) * (backward ? g.classes() : 1);
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    for (int row = pieces.from(piece); row < pieces.to(piece); row++) {
      if (backward) {
        backward(o, row, scratch);
      } else {
        o.output()[o.outputOffset() + row] = loss(o, row, scratch);
      }
    }
  }

  private float loss(Operands o, int row, float[] scratch) {
    int n = g.classes();
    int e = RowMath.PARTS;
    int c = e + n;
    int in = o.offset(0) + row * n;
    float[] x = o.array(0);
    float max = RowMath.max(x, in, n, scratch, 0);
    SoftmaxVector.exp(x, in, max, scratch, e, n);
    float logSum = ScalarMath.log(RowMath.sum(scratch, e, n, scratch, 0));
    if (g.oneTerm()) {
      int label = g.label(o.array(1)[o.offset(1) + row]);
      if (label < 0) {
        return Float.NaN;
      }
      float w = g.weighted() ? o.array(2)[o.offset(2) + label] : 1;
      return w * (logSum - (x[in + label] - max));
    }
    CrossEntropyReference.coefficients(g, 2, o, row, scratch, c);
    SoftmaxVector.subtract(x, in, max, logSum, scratch, e, n);
    return -RowMath.dot(scratch, c, scratch, e, n, scratch, 0);
  }

  private void backward(Operands o, int row, float[] scratch) {
    int n = g.classes();
    int c = RowMath.PARTS + n;
    int in = o.offset(0) + row * n;
    int out = o.outputOffset() + row * n;
    float gy = o.array(2)[o.offset(2) + row];
    float[] y = o.output();
    float total = CrossEntropyReference.coefficients(g, 3, o, row, scratch, c);
    float max = RowMath.max(o.array(0), in, n, scratch, 0);
    SoftmaxVector.exp(o.array(0), in, max, y, out, n);
    float sum = RowMath.sum(y, out, n, scratch, 0);
    int bound = Lanes.F.loopBound(n);
    gradient(y, out, sum, total, scratch, c, gy, bound);
    for (int k = bound; k < n; k++) {
      y[out + k] = CrossEntropyReference.gradient(y[out + k] / sum, total, scratch[c + k], gy);
    }
  }

  private static void gradient(
      float[] y, int at, float sum, float total, float[] c, int ic, float gy, int n) {
    FloatVector all = FloatVector.broadcast(Lanes.F, total);
    for (int k = 0; k < n; k += Lanes.N) {
      FloatVector p = FloatVector.fromArray(Lanes.F, y, at + k).div(sum);
      FloatVector own = FloatVector.fromArray(Lanes.F, c, ic + k).neg();
      p.fma(all, own).mul(gy).intoArray(y, at + k);
    }
  }
}
