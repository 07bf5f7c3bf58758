package dev.loupe.kernel;

/// Attention by the definition: for each query its scores, their softmax, the mean of the values.
public final class AttentionReference implements Kernel {
  private final AttentionGeometry g;

  /// @param g the problem
  public AttentionReference(AttentionGeometry g) {
    this.g = g;
  }

  @Override
  public int pieces(int phase) {
    return 1;
  }

  @Override
  public int scratch() {
    return g.tokens();
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    float[] x = o.array(0);
    for (int n = 0; n < g.batch(); n++) {
      for (int head = 0; head < g.heads(); head++) {
        for (int i = 0; i < g.tokens(); i++) {
          softmax(g, x, o.offset(0), n, head, i, scratch);
          for (int c = 0; c < g.size(); c++) {
            float sum = 0;
            for (int j = 0; j < g.tokens(); j++) {
              sum = Math.fma(scratch[j], x[o.offset(0) + g.value(n, head, j) + c], sum);
            }
            o.output()[o.outputOffset() + g.row(n, head, i) + c] = sum;
          }
        }
      }
    }
  }

  /// The softmax of the scores of a query.
  static void softmax(
      AttentionGeometry g, float[] x, int x0, int n, int head, int i, float[] into) {
    float max = Float.NEGATIVE_INFINITY;
    for (int j = 0; j < g.tokens(); j++) {
      into[j] = g.scale() * dot(x, x0 + g.query(n, head, i), x, x0 + g.key(n, head, j), g.size());
      max = Math.max(max, into[j]);
    }
    float sum = 0;
    for (int j = 0; j < g.tokens(); j++) {
      into[j] = ScalarMath.exp(into[j] - max);
      sum += into[j];
    }
    for (int j = 0; j < g.tokens(); j++) {
      into[j] /= sum;
    }
  }

  /// The sum of the products of `n` pairs, in order.
  static float dot(float[] a, int at, float[] b, int bt, int n) {
    float sum = 0;
    for (int c = 0; c < n; c++) {
      sum = Math.fma(a[at + c], b[bt + c], sum);
    }
    return sum;
  }
}
