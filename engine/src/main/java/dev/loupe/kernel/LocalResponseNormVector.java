package dev.loupe.kernel;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/// Local response normalisation, row of channels by row, channels in the lanes.
///
/// The squares of a row lie in scratch between zeros, so that the sums around all channels are the
/// same few shifted loads; adding those zeros changes no sum. `t^beta` is taken by square roots, or
/// value by value for other exponents. Pieces: runs of rows.
public final class LocalResponseNormVector implements Kernel {
  private final LocalResponseNormGeometry g;
  private final Pieces pieces;

  /// @param g sizes and constants
  public LocalResponseNormVector(LocalResponseNormGeometry g) {
    this.g = g;
    this.pieces = Pieces.of(g.rows(), (long) g.channels() * (g.size() + 8));
  }

  @Override
  public int pieces(int phase) {
    return pieces.count();
  }

  @Override
  public int scratch() {
    return padded(g) + 2 * g.channels();
  }

  @Override
  public long outputStart(int piece) {
    return (long) pieces.from(piece) * g.channels();
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    int channels = g.channels();
    int base = padded(g);
    Arrays.fill(scratch, 0, base, 0);
    for (int row = pieces.from(piece); row < pieces.to(piece); row++) {
      int x = o.offset(0) + row * channels;
      bases(g, o.array(0), x, scratch, scratch, base);
      powers(g, scratch, base, scratch, base + channels);
      divide(
          o.array(0),
          x,
          scratch,
          base + channels,
          o.output(),
          o.outputOffset() + row * channels,
          channels);
    }
  }

  /// The length of a row between its zeros.
  static int padded(LocalResponseNormGeometry g) {
    return g.channels() + g.size() - 1;
  }

  /// `k + alpha / size sum x[j]^2` for every channel; `squares` begins and ends with zeros.
  static void bases(
      LocalResponseNormGeometry g, float[] x, int ix, float[] squares, float[] out, int io) {
    int n = g.channels();
    product(x, ix, x, ix, squares, g.below(), n);
    sums(squares, 0, g.size(), out, io, n);
    float factor = g.alpha() / g.size();
    FloatVector f = FloatVector.broadcast(Lanes.F, factor);
    FloatVector k = FloatVector.broadcast(Lanes.F, g.k());
    int i = 0;
    for (; i < Lanes.F.loopBound(n); i += Lanes.N) {
      f.fma(FloatVector.fromArray(Lanes.F, out, io + i), k).intoArray(out, io + i);
    }
    for (; i < n; i++) {
      out[io + i] = Math.fma(factor, out[io + i], g.k());
    }
  }

  /// `out[c]`: the sum of `size` values from `x[c]` on, in order.
  static void sums(float[] x, int ix, int size, float[] out, int io, int n) {
    int c = 0;
    for (; c < Lanes.F.loopBound(n); c += Lanes.N) {
      FloatVector sum = FloatVector.zero(Lanes.F);
      for (int j = 0; j < size; j++) {
        sum = sum.add(FloatVector.fromArray(Lanes.F, x, ix + c + j));
      }
      sum.intoArray(out, io + c);
    }
    for (; c < n; c++) {
      float sum = 0;
      for (int j = 0; j < size; j++) {
        sum += x[ix + c + j];
      }
      out[io + c] = sum;
    }
  }

  /// `t^beta` for every channel.
  static void powers(LocalResponseNormGeometry g, float[] t, int it, float[] out, int io) {
    int n = g.channels();
    int i = 0;
    if (g.beta() == 0.75f) {
      for (; i < Lanes.F.loopBound(n); i += Lanes.N) {
        FloatVector root = FloatVector.fromArray(Lanes.F, t, it + i).sqrt();
        root.mul(root.sqrt()).intoArray(out, io + i);
      }
    }
    for (; i < n; i++) {
      out[io + i] = g.power(t[it + i]);
    }
  }

  static void product(float[] a, int ia, float[] b, int ib, float[] out, int io, int n) {
    int i = 0;
    for (; i < Lanes.F.loopBound(n); i += Lanes.N) {
      FloatVector.fromArray(Lanes.F, a, ia + i)
          .mul(FloatVector.fromArray(Lanes.F, b, ib + i))
          .intoArray(out, io + i);
    }
    for (; i < n; i++) {
      out[io + i] = a[ia + i] * b[ib + i];
    }
  }

  static void divide(float[] a, int ia, float[] b, int ib, float[] out, int io, int n) {
    int i = 0;
    for (; i < Lanes.F.loopBound(n); i += Lanes.N) {
      FloatVector.fromArray(Lanes.F, a, ia + i)
          .div(FloatVector.fromArray(Lanes.F, b, ib + i))
          .intoArray(out, io + i);
    }
    for (; i < n; i++) {
      out[io + i] = a[ia + i] / b[ib + i];
    }
  }
}
