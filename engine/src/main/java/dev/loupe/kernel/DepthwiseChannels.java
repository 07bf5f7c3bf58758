package dev.loupe.kernel;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/// The convolutions of [DepthwiseRows] and [DepthwiseSteps] where there are 16 registers: too few
/// for nine weights and what lies under a pixel. So four pixels of a row go along the channels
/// together, and both come from memory. Such a loop is long, and the compiler checks its indices
/// once.
///
/// What lies under a row of pixels is copied to the scratch, three rows of four, with zeros around
/// the plane: there is no border. Each value is the same chain as there, without an epilogue.
final class DepthwiseChannels {
  /// The fewest channels that are worth it.
  static final int LEAST = 32;

  /// The most floats of scratch.
  static final int MOST = 1 << 16;

  // Pixels of a tile, and rows that the scratch holds.
  private static final int PIXELS = 4;
  private static final int ROWS = 4;

  private DepthwiseChannels() {}

  /// Floats of scratch.
  static long scratch(DepthwiseLattice l, int across, int channels) {
    return Lanes.ALIGNED + (long) ROWS * under(l, across) * channels;
  }

  /// How many columns lie under a row of pixels.
  private static int under(DepthwiseLattice l, int across) {
    return across * (l.columns() - 1) + 3;
  }

  /// Computes some rows of pixels.
  ///
  /// @param across the stride along rows
  /// @param in what is read; the lattice starts in the plane at `in0`
  /// @param w0 the weights of the first tap; taps lie `channels` apart
  /// @param from the first row of the lattice
  /// @param to the end of the rows
  /// @param out what is written; the lattice starts in the plane at `out0`
  static void run(
      DepthwiseLattice l,
      int across,
      float[] in,
      int in0,
      float[] w,
      int w0,
      int channels,
      int from,
      int to,
      float[] out,
      int out0,
      float[] scratch) {
    int whole = Lanes.F.loopBound(channels);
    int line = under(l, across) * channels;
    int next = Integer.MIN_VALUE;
    for (int j = from; j < to; j++) {
      int h = l.down() * j - l.top();
      for (next = Math.max(next, h); next < h + 3; next++) {
        copy(l, in, in0, channels, next, scratch, line);
      }
      int v = out0 + j * l.targetLine();
      tiles(l, across, scratch, h, line, w, w0, channels, 0, whole, out, v);
      if (whole < channels) {
        // The last vector goes back over channels that are done.
        tiles(l, across, scratch, h, line, w, w0, channels, channels - Lanes.N, channels, out, v);
      }
    }
  }

  private static int row(int h, int line) {
    return Lanes.ALIGNED + h % ROWS * line;
  }

  /// Copies a row of the lattice; zeros outside.
  private static void copy(
      DepthwiseLattice l, float[] in, int in0, int channels, int h, float[] scratch, int line) {
    int to = row(h + ROWS, line);
    boolean inside = h >= 0 && h < l.height();
    int begin = inside ? l.left() * channels : line;
    int end = inside ? Math.min(line, begin + l.width() * channels) : line;
    int from = in0 + h * l.line();
    Arrays.fill(scratch, to, to + begin, 0);
    if (l.step() == channels) {
      System.arraycopy(in, inside ? from : 0, scratch, to + begin, end - begin);
    } else {
      for (int at = begin; at < end; at += channels) {
        System.arraycopy(in, from, scratch, to + at, channels);
        from += l.step();
      }
    }
    Arrays.fill(scratch, to + end, to + line, 0);
  }

  /// Computes some channels of a row of pixels.
  private static void tiles(
      DepthwiseLattice l,
      int across,
      float[] in,
      int h,
      int line,
      float[] w,
      int w0,
      int channels,
      int c,
      int end,
      float[] out,
      int v) {
    int u0 = row(h + ROWS, line);
    int u1 = row(h + 1 + ROWS, line);
    int u2 = row(h + 2 + ROWS, line);
    int step = l.targetStep();
    int pixels = l.columns() < PIXELS ? 1 : PIXELS;
    for (int k = 0; k < l.columns(); k += pixels) {
      // The last tile goes back over pixels that are done.
      int i = Math.min(k, l.columns() - pixels);
      int e = i * across * channels;
      int f = v + i * step;
      if (pixels == 1) {
        one(in, u0 + e, u1 + e, u2 + e, channels, w, w0, channels, c, end, out, f);
      } else if (across == 1) {
        four(in, u0 + e, u1 + e, u2 + e, channels, w, w0, channels, c, end, out, f, step);
      } else {
        wide(in, u0 + e, u1 + e, u2 + e, channels, w, w0, channels, c, end, out, f, step);
      }
    }
  }

  /// Four pixels.
  private static void four(
      float[] in,
      int u0,
      int u1,
      int u2,
      int step,
      float[] w,
      int w0,
      int wStep,
      int from,
      int to,
      float[] out,
      int v,
      int outStep) {
    FloatVector zero = FloatVector.zero(Lanes.F);
    for (int c = from; c < to; c += Lanes.N) {
      FloatVector t = FloatVector.fromArray(Lanes.F, w, w0 + c);
      FloatVector a00 = FloatVector.fromArray(Lanes.F, in, u0 + c);
      FloatVector x0 = a00.fma(t, zero);
      FloatVector a01 = FloatVector.fromArray(Lanes.F, in, u0 + step + c);
      FloatVector x1 = a01.fma(t, zero);
      FloatVector a02 = FloatVector.fromArray(Lanes.F, in, u0 + 2 * step + c);
      FloatVector x2 = a02.fma(t, zero);
      FloatVector a03 = FloatVector.fromArray(Lanes.F, in, u0 + 3 * step + c);
      FloatVector x3 = a03.fma(t, zero);
      t = FloatVector.fromArray(Lanes.F, w, w0 + wStep + c);
      x0 = a01.fma(t, x0);
      x1 = a02.fma(t, x1);
      x2 = a03.fma(t, x2);
      FloatVector a04 = FloatVector.fromArray(Lanes.F, in, u0 + 4 * step + c);
      x3 = a04.fma(t, x3);
      t = FloatVector.fromArray(Lanes.F, w, w0 + 2 * wStep + c);
      x0 = a02.fma(t, x0);
      x1 = a03.fma(t, x1);
      x2 = a04.fma(t, x2);
      FloatVector a05 = FloatVector.fromArray(Lanes.F, in, u0 + 5 * step + c);
      x3 = a05.fma(t, x3);
      t = FloatVector.fromArray(Lanes.F, w, w0 + 3 * wStep + c);
      FloatVector a10 = FloatVector.fromArray(Lanes.F, in, u1 + c);
      x0 = a10.fma(t, x0);
      FloatVector a11 = FloatVector.fromArray(Lanes.F, in, u1 + step + c);
      x1 = a11.fma(t, x1);
      FloatVector a12 = FloatVector.fromArray(Lanes.F, in, u1 + 2 * step + c);
      x2 = a12.fma(t, x2);
      FloatVector a13 = FloatVector.fromArray(Lanes.F, in, u1 + 3 * step + c);
      x3 = a13.fma(t, x3);
      t = FloatVector.fromArray(Lanes.F, w, w0 + 4 * wStep + c);
      x0 = a11.fma(t, x0);
      x1 = a12.fma(t, x1);
      x2 = a13.fma(t, x2);
      FloatVector a14 = FloatVector.fromArray(Lanes.F, in, u1 + 4 * step + c);
      x3 = a14.fma(t, x3);
      t = FloatVector.fromArray(Lanes.F, w, w0 + 5 * wStep + c);
      x0 = a12.fma(t, x0);
      x1 = a13.fma(t, x1);
      x2 = a14.fma(t, x2);
      FloatVector a15 = FloatVector.fromArray(Lanes.F, in, u1 + 5 * step + c);
      x3 = a15.fma(t, x3);
      t = FloatVector.fromArray(Lanes.F, w, w0 + 6 * wStep + c);
      FloatVector a20 = FloatVector.fromArray(Lanes.F, in, u2 + c);
      x0 = a20.fma(t, x0);
      FloatVector a21 = FloatVector.fromArray(Lanes.F, in, u2 + step + c);
      x1 = a21.fma(t, x1);
      FloatVector a22 = FloatVector.fromArray(Lanes.F, in, u2 + 2 * step + c);
      x2 = a22.fma(t, x2);
      FloatVector a23 = FloatVector.fromArray(Lanes.F, in, u2 + 3 * step + c);
      x3 = a23.fma(t, x3);
      t = FloatVector.fromArray(Lanes.F, w, w0 + 7 * wStep + c);
      x0 = a21.fma(t, x0);
      x1 = a22.fma(t, x1);
      x2 = a23.fma(t, x2);
      FloatVector a24 = FloatVector.fromArray(Lanes.F, in, u2 + 4 * step + c);
      x3 = a24.fma(t, x3);
      t = FloatVector.fromArray(Lanes.F, w, w0 + 8 * wStep + c);
      x0 = a22.fma(t, x0);
      x1 = a23.fma(t, x1);
      x2 = a24.fma(t, x2);
      FloatVector a25 = FloatVector.fromArray(Lanes.F, in, u2 + 5 * step + c);
      x3 = a25.fma(t, x3);
      x0.intoArray(out, v + c);
      x1.intoArray(out, v + outStep + c);
      x2.intoArray(out, v + 2 * outStep + c);
      x3.intoArray(out, v + 3 * outStep + c);
    }
  }

  /// Four pixels with a stride of 2.
  private static void wide(
      float[] in,
      int u0,
      int u1,
      int u2,
      int step,
      float[] w,
      int w0,
      int wStep,
      int from,
      int to,
      float[] out,
      int v,
      int outStep) {
    FloatVector zero = FloatVector.zero(Lanes.F);
    for (int c = from; c < to; c += Lanes.N) {
      FloatVector t = FloatVector.fromArray(Lanes.F, w, w0 + c);
      FloatVector a00 = FloatVector.fromArray(Lanes.F, in, u0 + c);
      FloatVector x0 = a00.fma(t, zero);
      FloatVector a02 = FloatVector.fromArray(Lanes.F, in, u0 + 2 * step + c);
      FloatVector x1 = a02.fma(t, zero);
      FloatVector a04 = FloatVector.fromArray(Lanes.F, in, u0 + 4 * step + c);
      FloatVector x2 = a04.fma(t, zero);
      FloatVector a06 = FloatVector.fromArray(Lanes.F, in, u0 + 6 * step + c);
      FloatVector x3 = a06.fma(t, zero);
      t = FloatVector.fromArray(Lanes.F, w, w0 + wStep + c);
      FloatVector a01 = FloatVector.fromArray(Lanes.F, in, u0 + step + c);
      x0 = a01.fma(t, x0);
      FloatVector a03 = FloatVector.fromArray(Lanes.F, in, u0 + 3 * step + c);
      x1 = a03.fma(t, x1);
      FloatVector a05 = FloatVector.fromArray(Lanes.F, in, u0 + 5 * step + c);
      x2 = a05.fma(t, x2);
      FloatVector a07 = FloatVector.fromArray(Lanes.F, in, u0 + 7 * step + c);
      x3 = a07.fma(t, x3);
      t = FloatVector.fromArray(Lanes.F, w, w0 + 2 * wStep + c);
      x0 = a02.fma(t, x0);
      x1 = a04.fma(t, x1);
      x2 = a06.fma(t, x2);
      FloatVector a08 = FloatVector.fromArray(Lanes.F, in, u0 + 8 * step + c);
      x3 = a08.fma(t, x3);
      t = FloatVector.fromArray(Lanes.F, w, w0 + 3 * wStep + c);
      FloatVector a10 = FloatVector.fromArray(Lanes.F, in, u1 + c);
      x0 = a10.fma(t, x0);
      FloatVector a12 = FloatVector.fromArray(Lanes.F, in, u1 + 2 * step + c);
      x1 = a12.fma(t, x1);
      FloatVector a14 = FloatVector.fromArray(Lanes.F, in, u1 + 4 * step + c);
      x2 = a14.fma(t, x2);
      FloatVector a16 = FloatVector.fromArray(Lanes.F, in, u1 + 6 * step + c);
      x3 = a16.fma(t, x3);
      t = FloatVector.fromArray(Lanes.F, w, w0 + 4 * wStep + c);
      FloatVector a11 = FloatVector.fromArray(Lanes.F, in, u1 + step + c);
      x0 = a11.fma(t, x0);
      FloatVector a13 = FloatVector.fromArray(Lanes.F, in, u1 + 3 * step + c);
      x1 = a13.fma(t, x1);
      FloatVector a15 = FloatVector.fromArray(Lanes.F, in, u1 + 5 * step + c);
      x2 = a15.fma(t, x2);
      FloatVector a17 = FloatVector.fromArray(Lanes.F, in, u1 + 7 * step + c);
      x3 = a17.fma(t, x3);
      t = FloatVector.fromArray(Lanes.F, w, w0 + 5 * wStep + c);
      x0 = a12.fma(t, x0);
      x1 = a14.fma(t, x1);
      x2 = a16.fma(t, x2);
      FloatVector a18 = FloatVector.fromArray(Lanes.F, in, u1 + 8 * step + c);
      x3 = a18.fma(t, x3);
      t = FloatVector.fromArray(Lanes.F, w, w0 + 6 * wStep + c);
      FloatVector a20 = FloatVector.fromArray(Lanes.F, in, u2 + c);
      x0 = a20.fma(t, x0);
      FloatVector a22 = FloatVector.fromArray(Lanes.F, in, u2 + 2 * step + c);
      x1 = a22.fma(t, x1);
      FloatVector a24 = FloatVector.fromArray(Lanes.F, in, u2 + 4 * step + c);
      x2 = a24.fma(t, x2);
      FloatVector a26 = FloatVector.fromArray(Lanes.F, in, u2 + 6 * step + c);
      x3 = a26.fma(t, x3);
      t = FloatVector.fromArray(Lanes.F, w, w0 + 7 * wStep + c);
      FloatVector a21 = FloatVector.fromArray(Lanes.F, in, u2 + step + c);
      x0 = a21.fma(t, x0);
      FloatVector a23 = FloatVector.fromArray(Lanes.F, in, u2 + 3 * step + c);
      x1 = a23.fma(t, x1);
      FloatVector a25 = FloatVector.fromArray(Lanes.F, in, u2 + 5 * step + c);
      x2 = a25.fma(t, x2);
      FloatVector a27 = FloatVector.fromArray(Lanes.F, in, u2 + 7 * step + c);
      x3 = a27.fma(t, x3);
      t = FloatVector.fromArray(Lanes.F, w, w0 + 8 * wStep + c);
      x0 = a22.fma(t, x0);
      x1 = a24.fma(t, x1);
      x2 = a26.fma(t, x2);
      FloatVector a28 = FloatVector.fromArray(Lanes.F, in, u2 + 8 * step + c);
      x3 = a28.fma(t, x3);
      x0.intoArray(out, v + c);
      x1.intoArray(out, v + outStep + c);
      x2.intoArray(out, v + 2 * outStep + c);
      x3.intoArray(out, v + 3 * outStep + c);
    }
  }

  /// A pixel.
  private static void one(
      float[] in,
      int u0,
      int u1,
      int u2,
      int step,
      float[] w,
      int w0,
      int wStep,
      int from,
      int to,
      float[] out,
      int v) {
    FloatVector zero = FloatVector.zero(Lanes.F);
    for (int c = from; c < to; c += Lanes.N) {
      FloatVector t = FloatVector.fromArray(Lanes.F, w, w0 + c);
      FloatVector a00 = FloatVector.fromArray(Lanes.F, in, u0 + c);
      FloatVector x0 = a00.fma(t, zero);
      t = FloatVector.fromArray(Lanes.F, w, w0 + wStep + c);
      FloatVector a01 = FloatVector.fromArray(Lanes.F, in, u0 + step + c);
      x0 = a01.fma(t, x0);
      t = FloatVector.fromArray(Lanes.F, w, w0 + 2 * wStep + c);
      FloatVector a02 = FloatVector.fromArray(Lanes.F, in, u0 + 2 * step + c);
      x0 = a02.fma(t, x0);
      t = FloatVector.fromArray(Lanes.F, w, w0 + 3 * wStep + c);
      FloatVector a10 = FloatVector.fromArray(Lanes.F, in, u1 + c);
      x0 = a10.fma(t, x0);
      t = FloatVector.fromArray(Lanes.F, w, w0 + 4 * wStep + c);
      FloatVector a11 = FloatVector.fromArray(Lanes.F, in, u1 + step + c);
      x0 = a11.fma(t, x0);
      t = FloatVector.fromArray(Lanes.F, w, w0 + 5 * wStep + c);
      FloatVector a12 = FloatVector.fromArray(Lanes.F, in, u1 + 2 * step + c);
      x0 = a12.fma(t, x0);
      t = FloatVector.fromArray(Lanes.F, w, w0 + 6 * wStep + c);
      FloatVector a20 = FloatVector.fromArray(Lanes.F, in, u2 + c);
      x0 = a20.fma(t, x0);
      t = FloatVector.fromArray(Lanes.F, w, w0 + 7 * wStep + c);
      FloatVector a21 = FloatVector.fromArray(Lanes.F, in, u2 + step + c);
      x0 = a21.fma(t, x0);
      t = FloatVector.fromArray(Lanes.F, w, w0 + 8 * wStep + c);
      FloatVector a22 = FloatVector.fromArray(Lanes.F, in, u2 + 2 * step + c);
      x0 = a22.fma(t, x0);
      x0.intoArray(out, v + c);
    }
  }
}
