package dev.loupe.kernel;

import java.util.List;
import jdk.incubator.vector.FloatVector;

/// Computes a grid of one tap that reads and writes pixels as they lie, with channels in the lanes:
/// for few channels, where [PixelLanes] would spend more on taking the pixels apart than on the
/// sums.
///
/// A piece is a range of pixels. Each value is one chain of fused multiply-adds in the order of the
/// channels, as in the other ways.
final class PointLanes implements GridKernel {
  private static final int ROWS = 8;
  private static final int WANTED_PIECES = 16;
  private static final int MOST_PIXELS = 512;
  // Tiles to the one that is read ahead.
  private static final int AHEAD = 2;

  private final GridSpace s;
  private final int pixels;
  private final int pixelsOfPiece;
  private final int fromChannels;
  private final int toChannels;

  /// Whether a grid is for this kernel.
  static boolean takes(GridSpace s) {
    boolean point = s.grid().taps() == 1 && s.groups() == 1 && s.whole();
    for (TapAxis axis : List.of(s.grid().depth(), s.grid().height(), s.grid().width())) {
      point &= axis.sourceStep() == 1 && axis.spread() == 0 && axis.least() == 0;
    }
    return Lanes.N < 16
        && point
        && s.batch() * s.grid().pixels() >= ROWS
        && s.fromSizes().equals(s.toSizes())
        && s.toChannels() <= Lanes.N;
  }

  PointLanes(GridSpace s) {
    this.s = s;
    this.pixels = s.batch() * s.grid().pixels();
    this.fromChannels = s.fromChannels();
    this.toChannels = s.toChannels();
    int tiles = Math.clamp(pixels / (WANTED_PIECES * ROWS), 1, MOST_PIXELS / ROWS);
    this.pixelsOfPiece = tiles * ROWS;
  }

  @Override
  public int panels() {
    return 1;
  }

  @Override
  public int first(int panel) {
    return 0;
  }

  @Override
  public int columns(int panel) {
    return Lanes.N;
  }

  @Override
  public int pieces() {
    return Pieces.parts(pixels, pixelsOfPiece);
  }

  @Override
  public int scratch() {
    return Lanes.ALIGNED + ROWS * Lanes.N;
  }

  @Override
  public long outputStart(int piece) {
    return (long) piece * pixelsOfPiece * toChannels;
  }

  @Override
  public void run(int piece, Operands o, float[] scratch) {
    int begin = piece * pixelsOfPiece;
    int end = Math.min(pixels, begin + pixelsOfPiece);
    int b = o.workspaceOffset() + s.packedStart();
    int at = Lanes.ALIGNED;
    for (int p = begin; p < end; p += ROWS) {
      int a = o.offset(0) + p * fromChannels;
      int c = o.outputOffset() + p * toChannels;
      if ((end - p - ROWS + 1) * toChannels >= Lanes.N) {
        // What a pixel has too much the next one writes anew.
        scratch[0] =
            tile(
                o.array(0),
                a,
                fromChannels,
                fromChannels,
                o.workspace(),
                b,
                o.output(),
                c,
                toChannels);
      } else if (p + ROWS <= end) {
        tile(o.array(0), a, fromChannels, fromChannels, o.workspace(), b, scratch, at, Lanes.N);
        VectorRows.copy(scratch, at, Lanes.N, o.output(), c, toChannels, ROWS, toChannels);
      } else {
        // The last pixels, one by one: all rows are the same.
        for (int m = 0; m < end - p; m++) {
          int pixel = a + m * fromChannels;
          tile(o.array(0), pixel, 0, fromChannels, o.workspace(), b, scratch, at, Lanes.N);
          System.arraycopy(scratch, at, o.output(), c + m * toChannels, toChannels);
        }
      }
    }
  }

  /// 8 pixels: `c[m][n] = sum over k of a[m][k] * b[k][n]`.
  ///
  /// @return something of the pixels of a later tile, which are read in order with each channel, as
  ///     the processor foresees; to be kept, else the compiler leaves the reading out
  private static float tile(
      float[] a, int a0, int step, int count, float[] b, int b0, float[] c, int c0, int cStep) {
    int n = Lanes.N;
    int a1 = a0 + step;
    int a2 = a1 + step;
    int a3 = a2 + step;
    int a4 = a3 + step;
    int a5 = a4 + step;
    int a6 = a5 + step;
    int a7 = a6 + step;
    FloatVector x0 = FloatVector.zero(Lanes.F);
    FloatVector x1 = FloatVector.zero(Lanes.F);
    FloatVector x2 = FloatVector.zero(Lanes.F);
    FloatVector x3 = FloatVector.zero(Lanes.F);
    FloatVector x4 = FloatVector.zero(Lanes.F);
    FloatVector x5 = FloatVector.zero(Lanes.F);
    FloatVector x6 = FloatVector.zero(Lanes.F);
    FloatVector x7 = FloatVector.zero(Lanes.F);
    int ahead = (int) Math.min(a0 + (long) AHEAD * ROWS * count, a.length - (long) ROWS * count);
    float sum = 0;
    for (int k = 0; k < count; k++) {
      sum += a[ahead + ROWS * k];
      FloatVector u = FloatVector.fromArray(Lanes.F, b, b0 + k * n);
      x0 = FloatVector.broadcast(Lanes.F, a[a0 + k]).fma(u, x0);
      x1 = FloatVector.broadcast(Lanes.F, a[a1 + k]).fma(u, x1);
      x2 = FloatVector.broadcast(Lanes.F, a[a2 + k]).fma(u, x2);
      x3 = FloatVector.broadcast(Lanes.F, a[a3 + k]).fma(u, x3);
      x4 = FloatVector.broadcast(Lanes.F, a[a4 + k]).fma(u, x4);
      x5 = FloatVector.broadcast(Lanes.F, a[a5 + k]).fma(u, x5);
      x6 = FloatVector.broadcast(Lanes.F, a[a6 + k]).fma(u, x6);
      x7 = FloatVector.broadcast(Lanes.F, a[a7 + k]).fma(u, x7);
    }
    x0.intoArray(c, c0);
    x1.intoArray(c, c0 + cStep);
    x2.intoArray(c, c0 + 2 * cStep);
    x3.intoArray(c, c0 + 3 * cStep);
    x4.intoArray(c, c0 + 4 * cStep);
    x5.intoArray(c, c0 + 5 * cStep);
    x6.intoArray(c, c0 + 6 * cStep);
    x7.intoArray(c, c0 + 7 * cStep);
    return sum;
  }
}
