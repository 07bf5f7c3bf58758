package dev.loupe.kernel;

/// Each value becomes the sum of those up to it along an axis, added one after the other.
public final class CumulativeReference implements Kernel {
  private final CumulativeGeometry g;

  /// @param g which values go together
  public CumulativeReference(CumulativeGeometry g) {
    this.g = g;
  }

  @Override
  public int pieces(int phase) {
    return 1;
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    for (int block = 0; block < g.outer(); block++) {
      block(g, o, block);
    }
  }

  /// The sums of one block.
  static void block(CumulativeGeometry g, Operands o, int block) {
    int start = block * g.steps() * g.inner();
    for (int c = 0; c < g.inner(); c++) {
      float sum = 0;
      for (int step = 0; step < g.steps(); step++) {
        int row = g.reverse() ? g.steps() - 1 - step : step;
        int i = start + row * g.inner() + c;
        float x = o.array(0)[o.offset(0) + i];
        o.output()[o.outputOffset() + i] = g.exclusive() ? sum : sum + x;
        sum += x;
      }
    }
  }
}
