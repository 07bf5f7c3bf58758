package dev.loupe.kernel;

/// The gradient of a local response normalisation, with `t[j]` what is raised to beta:
/// `gx[c] = gy[c] / t[c]^beta - 2 alpha beta / size x[c] sum gy[j] x[j] / (t[j]^beta t[j])`
/// over the channels j whose sum has c in it.
public final class LocalResponseNormBackReference implements Kernel {
  private final LocalResponseNormGeometry g;

  /// @param g sizes and constants
  public LocalResponseNormBackReference(LocalResponseNormGeometry g) {
    this.g = g;
  }

  @Override
  public int pieces(int phase) {
    return 1;
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    float[] x = o.array(0);
    float[] gy = o.array(1);
    float factor = factor(g);
    for (int row = 0; row < g.rows(); row++) {
      int ix = o.offset(0) + row * g.channels();
      int ig = o.offset(1) + row * g.channels();
      int out = o.outputOffset() + row * g.channels();
      for (int c = 0; c < g.channels(); c++) {
        int to = Math.min(g.channels() - 1, c + g.below());
        float sum = 0;
        for (int j = Math.max(0, c - g.above()); j <= to; j++) {
          float t = LocalResponseNormReference.base(g, x, ix, j);
          sum += gy[ig + j] * x[ix + j] / (g.power(t) * t);
        }
        float t = LocalResponseNormReference.base(g, x, ix, c);
        o.output()[out + c] = Math.fma(factor * x[ix + c], sum, gy[ig + c] / g.power(t));
      }
    }
  }

  /// `-2 alpha beta / size`.
  static float factor(LocalResponseNormGeometry g) {
    return -2 * g.alpha() * g.beta() / g.size();
  }
}
