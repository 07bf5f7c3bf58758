package dev.loupe.kernel;

import java.util.Arrays;

/// The gradient of attention by the definition, query by query.
public final class AttentionBackReference implements Kernel {
  private final AttentionGeometry g;

  /// @param g the problem
  public AttentionBackReference(AttentionGeometry g) {
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
    int all = g.batch() * g.tokens() * 3 * g.width();
    Arrays.fill(o.output(), o.outputOffset(), o.outputOffset() + all, 0);
    for (int n = 0; n < g.batch(); n++) {
      for (int head = 0; head < g.heads(); head++) {
        for (int i = 0; i < g.tokens(); i++) {
          query(o, n, head, i, scratch);
        }
      }
    }
  }

  /// Adds what one query gives.
  private void query(Operands o, int n, int head, int i, float[] p) {
    float[] x = o.array(0);
    int x0 = o.offset(0);
    float[] gy = o.array(2);
    int row = o.offset(2) + g.row(n, head, i);
    AttentionReference.softmax(g, x, x0, n, head, i, p);
    float mean =
        AttentionReference.dot(gy, row, o.array(1), o.offset(1) + g.row(n, head, i), g.size());
    float[] out = o.output();
    int out0 = o.outputOffset();
    for (int j = 0; j < g.tokens(); j++) {
      float d = AttentionReference.dot(gy, row, x, x0 + g.value(n, head, j), g.size());
      float e = g.scale() * (p[j] * (d - mean));
      for (int c = 0; c < g.size(); c++) {
        int q = g.query(n, head, i) + c;
        int k = g.key(n, head, j) + c;
        int v = g.value(n, head, j) + c;
        out[out0 + q] = Math.fma(e, x[x0 + k], out[out0 + q]);
        out[out0 + k] = Math.fma(e, x[x0 + q], out[out0 + k]);
        out[out0 + v] = Math.fma(p[j], gy[row + c], out[out0 + v]);
      }
    }
  }
}
