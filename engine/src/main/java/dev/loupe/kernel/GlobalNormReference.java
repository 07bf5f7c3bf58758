package dev.loupe.kernel;

import java.util.List;

/// The Euclidean length of all values of all inputs together, by a double sum.
public final class GlobalNormReference implements Kernel {
  private final List<Integer> lengths;

  /// @param lengths how many values each input has
  public GlobalNormReference(List<Integer> lengths) {
    this.lengths = List.copyOf(lengths);
  }

  @Override
  public int pieces(int phase) {
    return 1;
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    double sum = 0;
    for (int i = 0; i < lengths.size(); i++) {
      for (int j = 0; j < lengths.get(i); j++) {
        double x = o.array(i)[o.offset(i) + j];
        sum += x * x;
      }
    }
    o.output()[o.outputOffset()] = (float) Math.sqrt(sum);
  }
}
