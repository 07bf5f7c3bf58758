package dev.loupe.kernel;

/// Softmax or its logarithm, row by row, in the natural order.
public final class SoftmaxReference implements Kernel {
  private final boolean log;
  private final int rows;
  private final int columns;

  /// @param log whether the logarithm is taken
  /// @param rows how many rows
  /// @param columns the length of a row
  public SoftmaxReference(boolean log, int rows, int columns) {
    this.log = log;
    this.rows = rows;
    this.columns = columns;
  }

  @Override
  public int pieces(int phase) {
    return 1;
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    float[] x = o.array(0);
    float[] y = o.output();
    for (int row = 0; row < rows; row++) {
      int in = o.offset(0) + row * columns;
      int out = o.outputOffset() + row * columns;
      float max = Float.NEGATIVE_INFINITY;
      for (int i = 0; i < columns; i++) {
        max = Math.max(max, x[in + i]);
      }
      float sum = 0;
      for (int i = 0; i < columns; i++) {
        sum += ScalarMath.exp(x[in + i] - max);
      }
      float logSum = ScalarMath.log(sum);
      for (int i = 0; i < columns; i++) {
        float z = x[in + i] - max;
        y[out + i] = log ? z - logSum : ScalarMath.exp(z) / sum;
      }
    }
  }
}
