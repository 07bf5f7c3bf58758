package dev.loupe.kernel;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/// The gradient of a local response normalisation, row of channels by row, channels in the lanes.
///
/// Scratch holds the squares and the chain terms `gy x / (t^beta t)` of a row between zeros, then
/// t, then t^beta. Pieces: runs of rows.
public final class LocalResponseNormBackVector implements Kernel {
  private final LocalResponseNormGeometry g;
  private final Pieces pieces;

  /// @param g sizes and constants
  public LocalResponseNormBackVector(LocalResponseNormGeometry g) {
    this.g = g;
    this.pieces = Pieces.of(g.rows(), (long) g.channels() * 2 * (g.size() + 8));
  }

  @Override
  public int pieces(int phase) {
    return pieces.count();
  }

  @Override
  public int scratch() {
    return 2 * LocalResponseNormVector.padded(g) + 3 * g.channels();
  }

  @Override
  public long outputStart(int piece) {
    return (long) pieces.from(piece) * g.channels();
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    int n = g.channels();
    int chain = LocalResponseNormVector.padded(g);
    int base = 2 * chain;
    int power = base + n;
    int sum = power + n;
    float factor = LocalResponseNormBackReference.factor(g);
    Arrays.fill(scratch, 0, base, 0);
    for (int row = pieces.from(piece); row < pieces.to(piece); row++) {
      int x = o.offset(0) + row * n;
      int gy = o.offset(1) + row * n;
      int terms = chain + g.above();
      LocalResponseNormVector.bases(g, o.array(0), x, scratch, scratch, base);
      LocalResponseNormVector.powers(g, scratch, base, scratch, power);
      LocalResponseNormVector.product(scratch, power, scratch, base, scratch, base, n);
      LocalResponseNormVector.product(o.array(1), gy, o.array(0), x, scratch, terms, n);
      LocalResponseNormVector.divide(scratch, terms, scratch, base, scratch, terms, n);
      LocalResponseNormVector.sums(scratch, chain, g.size(), scratch, sum, n);
      LocalResponseNormVector.divide(o.array(1), gy, scratch, power, scratch, power, n);
      combine(
          factor, o.array(0), x, scratch, sum, power, o.output(), o.outputOffset() + row * n, n);
    }
  }

  /// `factor x sum + gy / t^beta`.
  private static void combine(
      float factor, float[] x, int ix, float[] s, int sum, int direct, float[] out, int io, int n) {
    FloatVector f = FloatVector.broadcast(Lanes.F, factor);
    int i = 0;
    for (; i < Lanes.F.loopBound(n); i += Lanes.N) {
      f.mul(FloatVector.fromArray(Lanes.F, x, ix + i))
          .fma(
              FloatVector.fromArray(Lanes.F, s, sum + i),
              FloatVector.fromArray(Lanes.F, s, direct + i))
          .intoArray(out, io + i);
    }
    for (; i < n; i++) {
      out[io + i] = Math.fma(factor * x[ix + i], s[sum + i], s[direct + i]);
    }
  }
}
