package dev.loupe.kernel;

import jdk.incubator.vector.FloatVector;

/// Resizing row by row: the input rows that an output row mixes are mixed into scratch, whole rows
/// at a time, and that row is then stretched along the width, channels in the lanes.
///
/// Where only one input row is read it is not copied. Pieces: runs of output rows.
public final class UpsampleVector implements Kernel {
  private final UpsampleGeometry g;
  private final int length;
  private final Pieces pieces;

  /// @param g which inputs every output mixes
  public UpsampleVector(UpsampleGeometry g) {
    this.g = g;
    this.length = g.width().input() * g.channels();
    int rows = g.batch() * g.depth().output() * g.height().output();
    this.pieces = Pieces.of(rows, 3L * g.width().output() * g.channels());
  }

  @Override
  public int pieces(int phase) {
    return pieces.count();
  }

  @Override
  public int scratch() {
    return 2 * length;
  }

  @Override
  public long outputStart(int piece) {
    return (long) pieces.from(piece) * g.width().output() * g.channels();
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    float[] x = o.array(0);
    for (int row = pieces.from(piece); row < pieces.to(piece); row++) {
      int oh = row % g.height().output();
      int od = row / g.height().output() % g.depth().output();
      int sample = row / g.height().output() / g.depth().output();
      int base = o.offset(0) + sample * g.inputSize();
      int low = g.height().low()[oh];
      int high = g.height().high()[oh];
      float dw = g.depth().weights()[od];
      float hw = g.height().weights()[oh];
      float[] source = x;
      int at = base + start(g.depth().low()[od], low);
      if (dw != 0) {
        source = scratch;
        at = 0;
        mix(x, base, od, low, dw, scratch, 0);
        if (hw != 0) {
          mix(x, base, od, high, dw, scratch, length);
          mixRows(scratch, 0, scratch, length, hw, scratch, 0, length);
        }
      } else if (hw != 0) {
        source = scratch;
        int other = base + start(g.depth().low()[od], high);
        mixRows(x, at, x, other, hw, scratch, 0, length);
        at = 0;
      }
      int out = o.outputOffset() + row * g.width().output() * g.channels();
      stretch(source, at, g.width(), g.channels(), o.output(), out);
    }
  }

  private int start(int d, int h) {
    return (d * g.height().input() + h) * length;
  }

  private void mix(float[] x, int base, int od, int h, float weight, float[] out, int io) {
    int low = base + start(g.depth().low()[od], h);
    int high = base + start(g.depth().high()[od], h);
    mixRows(x, low, x, high, weight, out, io, length);
  }

  private static void mixRows(
      float[] a, int ia, float[] b, int ib, float weight, float[] out, int io, int n) {
    float rest = 1 - weight;
    FloatVector w = FloatVector.broadcast(Lanes.F, weight);
    FloatVector v = FloatVector.broadcast(Lanes.F, rest);
    int bound = Lanes.F.loopBound(n);
    int i = 0;
    for (; i < bound; i += Lanes.N) {
      FloatVector low = FloatVector.fromArray(Lanes.F, a, ia + i).mul(v);
      w.fma(FloatVector.fromArray(Lanes.F, b, ib + i), low).intoArray(out, io + i);
    }
    for (; i < n; i++) {
      out[io + i] = Math.fma(weight, b[ib + i], rest * a[ia + i]);
    }
  }

  private static void stretch(
      float[] x, int ix, UpsampleAxis axis, int channels, float[] y, int out) {
    for (int o = 0; o < axis.output(); o++) {
      int low = ix + axis.low()[o] * channels;
      float weight = axis.weights()[o];
      if (weight == 0) {
        System.arraycopy(x, low, y, out + o * channels, channels);
      } else {
        int high = ix + axis.high()[o] * channels;
        mixRows(x, low, x, high, weight, y, out + o * channels, channels);
      }
    }
  }
}
