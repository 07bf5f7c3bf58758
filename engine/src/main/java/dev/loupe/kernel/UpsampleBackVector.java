package dev.loupe.kernel;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/// The adjoint of resizing row by row: the output rows that read an input row are summed into
/// scratch with their weights, whole rows at a time, and that row is then gathered along the width.
///
/// Pieces: runs of input rows.
public final class UpsampleBackVector implements Kernel {
  private final UpsampleGeometry g;
  private final int length;
  private final Pieces pieces;

  /// @param g which inputs every output mixes
  public UpsampleBackVector(UpsampleGeometry g) {
    this.g = g;
    this.length = g.width().output() * g.channels();
    int rows = g.batch() * g.depth().input() * g.height().input();
    long readers = g.depth().output() * (long) g.height().output();
    long each = readers / (g.depth().input() * (long) g.height().input()) + 1;
    this.pieces = Pieces.of(rows, 2 * each * length);
  }

  @Override
  public int pieces(int phase) {
    return pieces.count();
  }

  @Override
  public int scratch() {
    return length;
  }

  @Override
  public long outputStart(int piece) {
    return (long) pieces.from(piece) * g.width().input() * g.channels();
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    UpsampleAxis depth = g.depth();
    UpsampleAxis height = g.height();
    for (int row = pieces.from(piece); row < pieces.to(piece); row++) {
      int h = row % height.input();
      int d = row / height.input() % depth.input();
      int sample = row / height.input() / depth.input();
      int base = o.offset(0) + sample * g.outputSize();
      Arrays.fill(scratch, 0, length, 0);
      for (int od = depth.from()[d]; od < depth.to()[d]; od++) {
        for (int oh = height.from()[h]; oh < height.to()[h]; oh++) {
          float weight = depth.weight(od, d) * height.weight(oh, h);
          int at = base + (od * height.output() + oh) * length;
          addScaled(o.array(0), at, weight, scratch, 0, length);
        }
      }
      int out = o.outputOffset() + row * g.width().input() * g.channels();
      gather(scratch, g.width(), g.channels(), o.output(), out);
    }
  }

  private static void gather(float[] x, UpsampleAxis axis, int channels, float[] y, int out) {
    Arrays.fill(y, out, out + axis.input() * channels, 0);
    for (int i = 0; i < axis.input(); i++) {
      for (int o = axis.from()[i]; o < axis.to()[i]; o++) {
        addScaled(x, o * channels, axis.weight(o, i), y, out + i * channels, channels);
      }
    }
  }

  private static void addScaled(float[] x, int ix, float weight, float[] y, int iy, int n) {
    FloatVector w = FloatVector.broadcast(Lanes.F, weight);
    int bound = Lanes.F.loopBound(n);
    int i = 0;
    for (; i < bound; i += Lanes.N) {
      w.fma(FloatVector.fromArray(Lanes.F, x, ix + i), FloatVector.fromArray(Lanes.F, y, iy + i))
          .intoArray(y, iy + i);
    }
    for (; i < n; i++) {
      y[iy + i] = Math.fma(weight, x[ix + i], y[iy + i]);
    }
  }
}
