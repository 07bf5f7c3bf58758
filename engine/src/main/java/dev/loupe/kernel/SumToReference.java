package dev.loupe.kernel;

import dev.loupe.tensor.Shape;

/// Adds every value of the input, in order, to the place of the target that it was repeated from.
public final class SumToReference implements Kernel {
  private final BroadcastGeometry g;
  private final int length;

  /// @param input the shape that is summed
  /// @param target the shape that it is summed to
  public SumToReference(Shape input, Shape target) {
    this.g = BroadcastGeometry.of(input, target);
    this.length = target.length();
  }

  @Override
  public int pieces(int phase) {
    return 1;
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    int step = g.secondSteps()[g.sizes().length - 1];
    int out = o.outputOffset();
    java.util.Arrays.fill(o.output(), out, out + length, 0);
    int at = o.offset(0);
    for (int row = 0; row < g.rows(); row++) {
      int to = out + g.start(row, g.secondSteps());
      for (int i = 0; i < g.inner(); i++) {
        o.output()[to + i * step] += o.array(0)[at++];
      }
    }
  }
}
