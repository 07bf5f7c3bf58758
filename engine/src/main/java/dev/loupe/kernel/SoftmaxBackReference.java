package dev.loupe.kernel;

/// The gradient of softmax or of its logarithm, row by row, in the natural order.
public final class SoftmaxBackReference implements Kernel {
  private final boolean log;
  private final int rows;
  private final int columns;

  /// @param log whether y is the logarithm
  /// @param rows how many rows
  /// @param columns the length of a row
  public SoftmaxBackReference(boolean log, int rows, int columns) {
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
    for (int row = 0; row < rows; row++) {
      int y = o.offset(0) + row * columns;
      int g = o.offset(1) + row * columns;
      int out = o.outputOffset() + row * columns;
      float sum = 0;
      for (int i = 0; i < columns; i++) {
        float gy = o.array(1)[g + i];
        sum = log ? sum + gy : Math.fma(o.array(0)[y + i], gy, sum);
      }
      for (int i = 0; i < columns; i++) {
        o.output()[out + i] = value(log, o.array(0)[y + i], o.array(1)[g + i], sum);
      }
    }
  }

  static float value(boolean log, float y, float g, float sum) {
    return log ? Math.fma(-ScalarMath.exp(y), sum, g) : y * (g - sum);
  }
}
