package dev.loupe.kernel;

/// Where the largest value of each window lies, in the order N, C, spatial.
public final class PoolIndicesReference implements Kernel {
  private final PoolGeometry g;
  private final boolean columnMajor;
  private final Pieces pieces;

  /// @param g where the windows lie
  /// @param columnMajor whether the outermost spatial axis counts fastest
  public PoolIndicesReference(PoolGeometry g, boolean columnMajor) {
    this.g = g;
    this.columnMajor = columnMajor;
    this.pieces = Pieces.of(g.batch() * g.windows(), (long) g.taps() * g.channels());
  }

  @Override
  public int pieces(int phase) {
    return pieces.count();
  }

  @Override
  public long outputStart(int piece) {
    return (long) pieces.from(piece) * g.channels();
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    int widths = g.width().output();
    int heights = g.height().output();
    int places = g.inputSize() / g.channels();
    for (int row = pieces.from(piece); row < pieces.to(piece); row++) {
      int n = row / g.windows();
      int window = row % g.windows();
      int sample = o.offset(0) + n * g.inputSize();
      for (int c = 0; c < g.channels(); c++) {
        int best =
            best(
                o.array(0),
                sample + c,
                window / widths / heights,
                window / widths % heights,
                window % widths);
        o.output()[o.outputOffset() + row * g.channels() + c] =
            best < 0 ? -1 : (n * g.channels() + c) * places + best;
      }
    }
  }

  /// The place of the first largest value, or of the last NaN; -1 in a window over padding alone.
  private int best(float[] x, int base, int od, int oh, int ow) {
    PoolAxis ds = g.depth();
    PoolAxis hs = g.height();
    PoolAxis ws = g.width();
    float most = 0;
    int best = -1;
    for (int d = ds.starts()[od]; d < ds.ends()[od]; d += ds.step()) {
      for (int h = hs.starts()[oh]; h < hs.ends()[oh]; h += hs.step()) {
        for (int w = ws.starts()[ow]; w < ws.ends()[ow]; w += ws.step()) {
          float v = x[base + ((d * hs.input() + h) * ws.input() + w) * g.channels()];
          if (best < 0 || v > most || Float.isNaN(v)) {
            most = v;
            best =
                columnMajor
                    ? (w * hs.input() + h) * ds.input() + d
                    : (d * hs.input() + h) * ws.input() + w;
          }
        }
      }
    }
    return best;
  }
}
