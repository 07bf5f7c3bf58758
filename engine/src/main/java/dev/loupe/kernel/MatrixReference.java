package dev.loupe.kernel;

/// Matrix products by the definition.
public final class MatrixReference implements Kernel {
  private final MatrixGeometry g;

  /// @param g the problem
  public MatrixReference(MatrixGeometry g) {
    this.g = g;
  }

  @Override
  public int pieces(int phase) {
    return 1;
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    int at = o.outputOffset();
    for (int i = 0; i < g.batch(); i++) {
      for (int m = 0; m < g.rows(); m++) {
        for (int n = 0; n < g.columns(); n++) {
          float sum = 0;
          for (int k = 0; k < g.depth(); k++) {
            float a = o.array(0)[o.offset(0) + g.a(i, m, k)];
            float b = o.array(1)[o.offset(1) + g.b(i, k, n)];
            sum = Math.fma(a, b, sum);
          }
          o.output()[at++] = sum;
        }
      }
    }
  }
}
