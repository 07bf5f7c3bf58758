package dev.loupe.kernel;

import java.util.Arrays;

/// Regions of interest, bin by bin: the mean of samples on a regular grid, or the largest of the
/// weighted values that they are made of.
///
/// Inputs: x, regions, batch indices. A sample further than 1 outside is 0.
public final class RoiAlignReference implements Kernel {
  private final RoiGeometry g;
  private final Pieces pieces;

  /// @param g the tensor and the regions
  public RoiAlignReference(RoiGeometry g) {
    this.g = g;
    int samples = Math.max(2, g.samples());
    long cost = 4L * samples * samples * g.channels();
    this.pieces = Pieces.of(g.regions() * g.rows() * g.columns(), cost);
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
    for (int bin = pieces.from(piece); bin < pieces.to(piece); bin++) {
      int region = bin / (g.rows() * g.columns());
      int to = o.outputOffset() + bin * g.channels();
      int sample = LineGeometry.place(o.array(2)[o.offset(2) + region], g.batch());
      if (sample < 0) {
        Arrays.fill(o.output(), to, to + g.channels(), Float.NaN);
      } else {
        int row = bin / g.columns() % g.rows();
        bin(o, sample, o.offset(1) + 4 * region, row, bin % g.columns(), to);
      }
    }
  }

  private void bin(Operands o, int sample, int region, int row, int column, int to) {
    float[] r = o.array(1);
    float binH = g.bin(r[region + 1], r[region + 3], g.rows());
    float binW = g.bin(r[region], r[region + 2], g.columns());
    float top = g.start(r[region + 1]) + row * binH;
    float left = g.start(r[region]) + column * binW;
    int countH = g.samples(binH);
    int countW = g.samples(binW);
    float[] y = o.output();
    Arrays.fill(y, to, to + g.channels(), g.maximum() ? Float.NEGATIVE_INFINITY : 0);
    int from = o.offset(0) + sample * g.height() * g.width() * g.channels();
    int fromH = first(top, binH, countH);
    int toH = end(top, binH, countH, g.height());
    int fromW = first(left, binW, countW);
    int toW = end(left, binW, countW, g.width());
    long inside = 0;
    for (int i = fromH; i < toH; i++) {
      float h = top + (i + 0.5f) * binH / countH;
      for (int j = fromW; j < toW; j++) {
        float w = left + (j + 0.5f) * binW / countW;
        if (h >= -1 && h <= g.height() && w >= -1 && w <= g.width()) {
          sample(o.array(0), from, h, w, y, to);
          inside++;
        }
      }
    }
    float count = Math.max((float) countH * countW, 1);
    boolean zeros = inside < (long) countH * countW || inside == 0;
    for (int c = to; c < to + g.channels(); c++) {
      y[c] = g.maximum() ? (zeros ? Math.max(y[c], 0) : y[c]) : y[c] / count;
    }
  }

  /// The first of the samples of a bin that may lie inside: a region may be far larger than x.
  private static int first(float start, float bin, int count) {
    double first = Math.floor((-1.0 - start) / bin * count) - 1;
    return bin > 0 ? (int) Math.clamp(first, 0.0, count) : 0;
  }

  /// The end of those.
  private static int end(float start, float bin, int count, int size) {
    double end = Math.ceil(((double) size - start) / bin * count) + 1;
    return bin > 0 ? (int) Math.clamp(end, 0.0, count) : count;
  }

  private void sample(float[] x, int from, float h, float w, float[] y, int to) {
    int channels = g.channels();
    float inH = Math.min(Math.max(h, 0), g.height() - 1);
    float inW = Math.min(Math.max(w, 0), g.width() - 1);
    int h0 = (int) inH;
    int w0 = (int) inW;
    float below = inH - h0;
    float right = inW - w0;
    int down = h0 + 1 < g.height() ? g.width() * channels : 0;
    int across = w0 + 1 < g.width() ? channels : 0;
    int at = from + (h0 * g.width() + w0) * channels;
    float w1 = (1 - below) * (1 - right);
    float w2 = (1 - below) * right;
    float w3 = below * (1 - right);
    float w4 = below * right;
    for (int c = 0; c < channels; c++, at++) {
      float a = w1 * x[at];
      float b = w2 * x[at + across];
      float e = w3 * x[at + down];
      float f = w4 * x[at + down + across];
      y[to + c] =
          g.maximum()
              ? Math.max(y[to + c], Math.max(Math.max(a, b), Math.max(e, f)))
              : y[to + c] + (a + b + e + f);
    }
  }
}
