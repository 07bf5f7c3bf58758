package dev.loupe.kernel;

import java.util.Arrays;

/// Maps the rows along an axis by a table, each output's row in the order of its taps.
public final class ResampleReference implements Kernel {
  private final LineGeometry g;
  private final Pieces pieces;
  private final float[] constants;
  // The taps of output o are those from first[o] to first[o + 1].
  private final int[] first;
  private final int[] indices;
  private final float[] weights;

  /// @param g the axis of x
  /// @param table what each output sums
  public ResampleReference(LineGeometry g, ResizeTable table) {
    this.g = g;
    int outputs = table.outputs().size();
    this.constants = new float[outputs];
    this.first = new int[outputs + 1];
    this.indices = new int[table.taps()];
    this.weights = new float[indices.length];
    int at = 0;
    for (int o = 0; o < outputs; o++) {
      constants[o] = table.outputs().get(o).constant();
      for (ResizeTable.Tap tap : table.outputs().get(o).taps()) {
        indices[at] = tap.index();
        weights[at++] = tap.weight();
      }
      first[o + 1] = at;
    }
    long cost = (long) g.inner() * (1 + indices.length / outputs);
    this.pieces = Pieces.of(g.outer() * outputs, cost);
  }

  @Override
  public int pieces(int phase) {
    return pieces.count();
  }

  @Override
  public long outputStart(int piece) {
    return (long) pieces.from(piece) * g.inner();
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    int inner = g.inner();
    int outputs = constants.length;
    for (int row = pieces.from(piece); row < pieces.to(piece); row++) {
      int output = row % outputs;
      int from = o.offset(0) + row / outputs * g.size() * inner;
      int to = o.outputOffset() + row * inner;
      int tap = first[output];
      int end = first[output + 1];
      if (end == tap + 1 && weights[tap] == 1 && constants[output] == 0) {
        System.arraycopy(o.array(0), from + indices[tap] * inner, o.output(), to, inner);
        continue;
      }
      Arrays.fill(o.output(), to, to + inner, constants[output]);
      for (; tap < end; tap++) {
        add(weights[tap], o.array(0), from + indices[tap] * inner, o.output(), to, inner);
      }
    }
  }

  private static void add(float weight, float[] x, int from, float[] y, int to, int count) {
    for (int i = 0; i < count; i++) {
      y[to + i] = Math.fma(weight, x[from + i], y[to + i]);
    }
  }
}
