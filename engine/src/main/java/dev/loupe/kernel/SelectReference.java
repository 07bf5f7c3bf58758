package dev.loupe.kernel;

/// `out[i] = a[i]` where `condition[i]` is not 0, else `b[i]`, one value after the other.
public final class SelectReference implements Kernel {
  private final SelectGeometry g;

  /// @param g how the inputs repeat
  public SelectReference(SelectGeometry g) {
    this.g = g;
  }

  @Override
  public int pieces(int phase) {
    return 1;
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    for (int row = 0; row < g.rows(); row++) {
      values(g, o, row, 0, g.inner());
    }
  }

  /// The values `from` to `to - 1` of a row.
  static void values(SelectGeometry g, Operands o, int row, int from, int to) {
    int condition = o.offset(0) + g.start(row, 0);
    int a = o.offset(1) + g.start(row, 1);
    int b = o.offset(2) + g.start(row, 2);
    int out = o.outputOffset() + row * g.inner();
    for (int i = from; i < to; i++) {
      boolean first = o.array(0)[condition + i * g.step(0)] != 0;
      o.output()[out + i] = first ? o.array(1)[a + i * g.step(1)] : o.array(2)[b + i * g.step(2)];
    }
  }
}
