package dev.loupe.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import org.jspecify.annotations.Nullable;

/// Matrix products of a few rows, as a dense layer has for one sample: b is read once, where it
/// lies, four vectors of columns at a time. Each value is summed over k from first to last, as on
/// tiles.
final class MatrixRows implements Kernel {
  private static final int MOST_ROWS = 4;

  private final MatrixGeometry g;
  private final Pieces pieces;

  MatrixRows(MatrixGeometry g) {
    this.g = g;
    this.pieces = Pieces.of(g.columns(), (long) g.rows() * g.depth() / 4).alignedTo(4 * Lanes.N);
  }

  /// Why a product is not for this kernel, or null where it is.
  static @Nullable String refusal(MatrixGeometry g) {
    if (g.rows() > MOST_ROWS) {
      return "there are more than " + MOST_ROWS + " rows";
    }
    return g.transposeB() ? "b lies transposed" : null;
  }

  @Override
  public int pieces(int phase) {
    return g.batch() * pieces.count();
  }

  @Override
  public long outputStart(int piece) {
    if (g.rows() > 1) {
      return -1;
    }
    return (long) piece / pieces.count() * g.columns() + pieces.from(piece % pieces.count());
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    int i = piece / pieces.count();
    int first = pieces.from(piece % pieces.count());
    int end = pieces.to(piece % pieces.count());
    float[] a = o.array(0);
    float[] b = o.array(1);
    float[] c = o.output();
    int step = g.transposeA() ? g.rows() : 1;
    int n = g.columns();
    for (int m = 0; m < g.rows(); m++) {
      int a0 = o.offset(0) + g.a(i, m, 0);
      int out = o.outputOffset() + (i * g.rows() + m) * n;
      int column = first;
      for (; column + 4 * Lanes.N <= end; column += 4 * Lanes.N) {
        int b0 = o.offset(1) + g.b(i, 0, column);
        four(a, a0, step, g.depth(), b, b0, n, c, out + column);
      }
      for (; column < end; column += Lanes.N) {
        int b0 = o.offset(1) + g.b(i, 0, column);
        VectorMask<Float> real = Lanes.F.indexInRange(column, end);
        one(real, a, a0, step, g.depth(), b, b0, n, c, out + column);
      }
    }
  }

  private static void four(
      float[] a, int a0, int aStep, int k, float[] b, int b0, int bStep, float[] c, int c0) {
    int n = Lanes.N;
    FloatVector x = FloatVector.zero(Lanes.F);
    FloatVector y = FloatVector.zero(Lanes.F);
    FloatVector z = FloatVector.zero(Lanes.F);
    FloatVector w = FloatVector.zero(Lanes.F);
    for (int i = 0; i < k; i++) {
      FloatVector s = FloatVector.broadcast(Lanes.F, a[a0]);
      x = s.fma(FloatVector.fromArray(Lanes.F, b, b0), x);
      y = s.fma(FloatVector.fromArray(Lanes.F, b, b0 + n), y);
      z = s.fma(FloatVector.fromArray(Lanes.F, b, b0 + 2 * n), z);
      w = s.fma(FloatVector.fromArray(Lanes.F, b, b0 + 3 * n), w);
      a0 += aStep;
      b0 += bStep;
    }
    x.intoArray(c, c0);
    y.intoArray(c, c0 + n);
    z.intoArray(c, c0 + 2 * n);
    w.intoArray(c, c0 + 3 * n);
  }

  private static void one(
      VectorMask<Float> real,
      float[] a,
      int a0,
      int aStep,
      int k,
      float[] b,
      int b0,
      int bStep,
      float[] c,
      int c0) {
    FloatVector x = FloatVector.zero(Lanes.F);
    for (int i = 0; i < k; i++) {
      FloatVector s = FloatVector.broadcast(Lanes.F, a[a0]);
      x = s.fma(FloatVector.fromArray(Lanes.F, b, b0, real), x);
      a0 += aStep;
      b0 += bStep;
    }
    x.intoArray(c, c0, real);
  }
}
