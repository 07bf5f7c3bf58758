package dev.loupe.kernel;

import java.util.Arrays;

/// Copies the inside of every row at once and its borders unit by unit. Pieces: runs of rows.
public final class PadCopy implements Kernel {
  private final PadGeometry g;
  private final int before;
  private final Pieces pieces;

  /// @param g where the values come from
  public PadCopy(PadGeometry g) {
    this.g = g;
    this.before = inside(g);
    this.pieces = Pieces.of(g.rows(), (long) g.length() * g.unit());
  }

  /// Where the input begins in a row of the output: there the input's indices run to the end.
  private static int inside(PadGeometry g) {
    int[] columns = g.sources()[g.sources().length - 1];
    int size = g.inputLength();
    for (int b = 0; b + size <= columns.length; b++) {
      int i = 0;
      while (i < size && columns[b + i] == i) {
        i++;
      }
      if (i == size) {
        return b;
      }
    }
    throw new IllegalArgumentException("a row without its input: " + g);
  }

  @Override
  public int pieces(int phase) {
    return pieces.count();
  }

  @Override
  public long outputStart(int piece) {
    return (long) pieces.from(piece) * g.length() * g.unit();
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    int unit = g.unit();
    int length = g.length() * unit;
    for (int row = pieces.from(piece); row < pieces.to(piece); row++) {
      int out = o.outputOffset() + row * length;
      int source = g.sourceRow(row);
      if (source < 0) {
        Arrays.fill(o.output(), out, out + length, g.value());
        continue;
      }
      int in = o.offset(0) + source * g.inputLength() * unit;
      border(o, in, out, 0, before);
      System.arraycopy(o.array(0), in, o.output(), out + before * unit, g.inputLength() * unit);
      border(o, in, out, before + g.inputLength(), g.length());
    }
  }

  private void border(Operands o, int in, int out, int from, int to) {
    int[] columns = g.sources()[g.sources().length - 1];
    int unit = g.unit();
    for (int i = from; i < to; i++) {
      int at = out + i * unit;
      if (columns[i] < 0) {
        Arrays.fill(o.output(), at, at + unit, g.value());
      } else {
        System.arraycopy(o.array(0), in + columns[i] * unit, o.output(), at, unit);
      }
    }
  }
}
