package dev.loupe.kernel;

/// Adds a share of a gradient to what was accumulated: `a = g / count` in the first of `count`
/// runs, `a = a + g / count` in the others. The output is a too.
public final class AccumulateReference implements Kernel {
  private final int count;
  private final int length;

  /// @param count how many gradients make a mean
  /// @param length how many values
  public AccumulateReference(int count, int length) {
    this.count = count;
    this.length = length;
  }

  @Override
  public int pieces(int phase) {
    return 1;
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    range(o, first(o, count), share(count), 0, length);
  }

  /// Whether a run begins a new mean.
  static boolean first(Operands o, int count) {
    return o.step() % count == 0;
  }

  static float share(int count) {
    return 1f / count;
  }

  /// The values `from` to `to`. What an unfinished or older mean left is never read in a first run.
  static void range(Operands o, boolean first, float share, int from, int to) {
    float[] a = o.array(0);
    for (int i = from; i < to; i++) {
      int at = o.offset(0) + i;
      float g = o.array(1)[o.offset(1) + i];
      a[at] = first ? g * share : Math.fma(g, share, a[at]);
      o.output()[o.outputOffset() + i] = a[at];
    }
  }
}
