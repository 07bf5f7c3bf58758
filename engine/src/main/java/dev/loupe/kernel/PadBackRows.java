package dev.loupe.kernel;

import java.util.Arrays;

/// The adjoint of padding, for each row of the input over the rows of the output that were made
/// from it, in order. Pieces: runs of rows of the input, so that no two write the same value.
public final class PadBackRows implements Kernel {
  private final PadGeometry g;
  private final Pieces pieces;
  // The output's rows that row r of the input was repeated to: readers[first[r]] to first[r + 1].
  private final int[] first;
  private final int[] readers;

  /// @param g where the padded values came from
  public PadBackRows(PadGeometry g) {
    this.g = g;
    int inputRows = g.inputElements() / (g.inputLength() * g.unit());
    this.first = new int[inputRows + 1];
    int[] sources = new int[g.rows()];
    for (int row = 0; row < sources.length; row++) {
      sources[row] = g.sourceRow(row);
      if (sources[row] >= 0) {
        first[sources[row] + 1]++;
      }
    }
    for (int r = 0; r < inputRows; r++) {
      first[r + 1] += first[r];
    }
    this.readers = new int[first[inputRows]];
    int[] next = Arrays.copyOf(first, inputRows);
    for (int row = 0; row < sources.length; row++) {
      if (sources[row] >= 0) {
        readers[next[sources[row]]++] = row;
      }
    }
    this.pieces = Pieces.of(inputRows, (long) g.length() * g.unit());
  }

  @Override
  public int pieces(int phase) {
    return pieces.count();
  }

  @Override
  public long outputStart(int piece) {
    return (long) pieces.from(piece) * g.inputLength() * g.unit();
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    int[] columns = g.sources()[g.sources().length - 1];
    int unit = g.unit();
    int length = g.inputLength() * unit;
    for (int row = pieces.from(piece); row < pieces.to(piece); row++) {
      int to = o.outputOffset() + row * length;
      Arrays.fill(o.output(), to, to + length, 0);
      for (int r = first[row]; r < first[row + 1]; r++) {
        int from = o.offset(0) + readers[r] * g.length() * unit;
        for (int i = 0; i < columns.length; i++) {
          if (columns[i] >= 0) {
            add(o.array(0), from + i * unit, o.output(), to + columns[i] * unit, unit);
          }
        }
      }
    }
  }

  private static void add(float[] x, int from, float[] y, int to, int count) {
    for (int i = 0; i < count; i++) {
      y[to + i] += x[from + i];
    }
  }
}
