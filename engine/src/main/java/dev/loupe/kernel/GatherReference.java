package dev.loupe.kernel;

/// `out[i] = table[indices[i]]`; NaN where an index is not one of the table's.
public final class GatherReference implements Kernel {
  private final int size;
  private final int length;

  /// @param size the length of the table
  /// @param length how many indices
  public GatherReference(int size, int length) {
    this.size = size;
    this.length = length;
  }

  @Override
  public int pieces(int phase) {
    return 1;
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    for (int i = 0; i < length; i++) {
      float index = o.array(1)[o.offset(1) + i];
      int at = (int) index;
      boolean known = at == index && at >= 0 && at < size;
      o.output()[o.outputOffset() + i] = known ? o.array(0)[o.offset(0) + at] : Float.NaN;
    }
  }
}
