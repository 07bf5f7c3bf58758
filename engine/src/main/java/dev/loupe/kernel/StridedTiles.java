package dev.loupe.kernel;

/// Transposes by tiles: reads along the axis that is unbroken in the input, writes along the one
/// that is unbroken in the output, so that each line of either is used up while it is in cache.
///
/// Pieces: runs of tiles. A tile is up to 32 lines of the one by up to 256 values of the other.
public final class StridedTiles implements Kernel {
  private static final int LINES = 32;
  private static final int LENGTH = 256;

  private final StridedGeometry g;
  private final int across;
  private final int outStep;
  private final int lineTiles;
  private final int lengthTiles;
  private final int[] outSteps;
  private final Pieces pieces;

  /// @param geometry where to read; the innermost step is not 1
  public StridedTiles(StridedGeometry geometry) {
    this.g = withLines(geometry);
    int rank = g.sizes().length;
    this.outSteps = new int[rank];
    int step = 1;
    int smallest = 0;
    for (int i = rank - 1; i >= 0; i--) {
      outSteps[i] = step;
      step *= g.sizes()[i];
      smallest = g.steps()[i] < g.steps()[smallest] ? i : smallest;
    }
    // Where nothing is unbroken in the input (a slice of a transposition), the nearest there is.
    this.across = smallest == rank - 1 ? 0 : smallest;
    this.outStep = outSteps[across];
    this.lineTiles = tiles(g.sizes()[across], LINES);
    this.lengthTiles = tiles(g.inner(), LENGTH);
    long cost = (long) Math.min(LINES, g.sizes()[across]) * Math.min(LENGTH, g.inner());
    int outer = g.rows() / g.sizes()[across];
    this.pieces = Pieces.of(outer * lineTiles * lengthTiles, cost);
  }

  @Override
  public int pieces(int phase) {
    return pieces.count();
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    for (int tile = pieces.from(piece); tile < pieces.to(piece); tile++) {
      int inner = tile % lengthTiles * LENGTH;
      int line = tile / lengthTiles % lineTiles * LINES;
      int rest = tile / lengthTiles / lineTiles;
      int from = o.offset(0) + g.offset();
      int to = o.outputOffset();
      for (int i = g.sizes().length - 2; i >= 0; i--) {
        if (i != across) {
          from += rest % g.sizes()[i] * g.steps()[i];
          to += rest % g.sizes()[i] * outSteps[i];
          rest /= g.sizes()[i];
        }
      }
      int lines = Math.min(LINES, g.sizes()[across] - line);
      int length = Math.min(LENGTH, g.inner() - inner);
      int inStep = g.steps()[across];
      from += line * inStep + inner * g.innerStep();
      to += line * outStep + inner;
      if (length < 8) {
        narrow(o.array(0), from, inStep, o.output(), to, lines, length);
      } else {
        wide(o.array(0), from, inStep, o.output(), to, lines, length);
      }
    }
  }

  private void wide(float[] x, int from, int inStep, float[] y, int to, int lines, int length) {
    int step = g.innerStep();
    int l = 0;
    // Four lines at a time: four neighbours are read where one line would read one value.
    for (; l + 4 <= lines && inStep == 1; l += 4) {
      int a = to + l * outStep;
      int b = a + outStep;
      int c = b + outStep;
      int d = c + outStep;
      int at = from + l;
      for (int i = 0; i < length; i++, at += step) {
        y[a + i] = x[at];
        y[b + i] = x[at + 1];
        y[c + i] = x[at + 2];
        y[d + i] = x[at + 3];
      }
    }
    for (; l < lines; l++) {
      int a = to + l * outStep;
      int at = from + l * inStep;
      for (int i = 0; i < length; i++, at += step) {
        y[a + i] = x[at];
      }
    }
  }

  private void narrow(float[] x, int from, int inStep, float[] y, int to, int lines, int length) {
    int step = g.innerStep();
    for (int i = 0; i < length; i++) {
      int at = from + i * step;
      int out = to + i;
      for (int l = 0; l < lines; l++) {
        y[out + l * outStep] = x[at + l * inStep];
      }
    }
  }

  private static StridedGeometry withLines(StridedGeometry g) {
    return g.sizes().length > 1
        ? g
        : new StridedGeometry(g.offset(), new int[] {1, g.inner()}, new int[] {1, g.innerStep()});
  }

  private static int tiles(int size, int tile) {
    return (size + tile - 1) / tile;
  }
}
