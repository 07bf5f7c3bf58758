package dev.loupe.kernel;

import java.util.Arrays;

/// Samples of a tensor where a grid says, one place after the other.
///
/// Inputs: x, grid. The scratch holds the indices and weights of a place on each axis.
public final class GridSampleReference implements Kernel {
  private final SampleGeometry g;
  private final int taps;
  private final int combinations;
  private final Pieces pieces;

  /// @param g the tensor and the grid
  public GridSampleReference(SampleGeometry g) {
    this.g = g;
    this.taps = g.axes().get(0).mode().taps();
    int all = 1;
    for (int a = 0; a < g.axes().size(); a++) {
      all *= taps;
    }
    this.combinations = all;
    this.pieces = Pieces.of(g.batch() * g.places(), (long) combinations * g.channels());
  }

  @Override
  public int pieces(int phase) {
    return pieces.count();
  }

  @Override
  public int scratch() {
    return 2 * taps * g.axes().size();
  }

  @Override
  public long outputStart(int piece) {
    return (long) pieces.from(piece) * g.channels();
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    int rank = g.axes().size();
    for (int place = pieces.from(piece); place < pieces.to(piece); place++) {
      int coordinates = o.offset(1) + place * rank;
      for (int a = 0; a < rank; a++) {
        // A grid names the innermost axis first.
        float coordinate = o.array(1)[coordinates + rank - 1 - a];
        g.axes().get(a).taps(coordinate, scratch, 2 * taps * a);
      }
      int from = o.offset(0) + place / g.places() * g.sample();
      int to = o.outputOffset() + place * g.channels();
      Arrays.fill(o.output(), to, to + g.channels(), 0);
      for (int i = 0; i < combinations; i++) {
        combination(i, o.array(0), from, o.output(), to, scratch);
      }
    }
  }

  /// Adds one value of each axis' taps, of all channels.
  private void combination(int i, float[] x, int from, float[] y, int to, float[] scratch) {
    int at = 0;
    float weight = 1;
    for (int a = 0, left = combinations; a < g.axes().size(); a++) {
      left /= taps;
      int tap = 2 * taps * a + i / left % taps;
      if (scratch[tap] < 0) {
        return;
      }
      at = at * g.axes().get(a).size() + (int) scratch[tap];
      weight *= scratch[tap + taps];
    }
    for (int c = 0; c < g.channels(); c++) {
      y[to + c] = Math.fma(weight, x[from + at * g.channels() + c], y[to + c]);
    }
  }
}
