package dev.loupe.kernel;

/// `y = min(limit, max(-limit, x))`; backward, the gradient where x is inside the limits, else 0.
public final class ClipValueReference implements Kernel {
  private final int length;
  private final float limit;
  private final boolean backward;

  /// @param length how many values there are
  /// @param limit the largest magnitude
  /// @param backward whether operand 1 holds the gradient of the output
  public ClipValueReference(int length, float limit, boolean backward) {
    this.length = length;
    this.limit = limit;
    this.backward = backward;
  }

  @Override
  public int pieces(int phase) {
    return 1;
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    range(o, limit, backward, 0, length);
  }

  /// The values `from` to `to`.
  static void range(Operands o, float limit, boolean backward, int from, int to) {
    for (int i = from; i < to; i++) {
      float x = o.array(0)[o.offset(0) + i];
      float y;
      if (backward) {
        y = Math.abs(x) <= limit ? o.array(1)[o.offset(1) + i] : 0;
      } else {
        y = Math.min(limit, Math.max(-limit, x));
      }
      o.output()[o.outputOffset() + i] = y;
    }
  }
}
