package dev.loupe.kernel;

/// `y[c] = x[c] / (k + alpha / size sum x[j]^2)^beta` over the neighbouring channels j.
public final class LocalResponseNormReference implements Kernel {
  private final LocalResponseNormGeometry g;

  /// @param g sizes and constants
  public LocalResponseNormReference(LocalResponseNormGeometry g) {
    this.g = g;
  }

  @Override
  public int pieces(int phase) {
    return 1;
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    int channels = g.channels();
    for (int row = 0; row < g.rows(); row++) {
      int x = o.offset(0) + row * channels;
      int y = o.outputOffset() + row * channels;
      for (int c = 0; c < channels; c++) {
        o.output()[y + c] = o.array(0)[x + c] / g.power(base(g, o.array(0), x, c));
      }
    }
  }

  /// `k + alpha / size sum x[j]^2` around channel c.
  static float base(LocalResponseNormGeometry g, float[] x, int row, int c) {
    int to = Math.min(g.channels() - 1, c + g.above());
    float sum = 0;
    for (int j = Math.max(0, c - g.below()); j <= to; j++) {
      sum += x[row + j] * x[row + j];
    }
    return g.base(sum);
  }
}
