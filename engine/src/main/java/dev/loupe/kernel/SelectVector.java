package dev.loupe.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// `out[i] = a[i]` where `condition[i]` is not 0, else `b[i]`, along the innermost merged axis.
///
/// Where the condition stays, a row is a copy; an operand that stays is in its register. Pieces:
/// runs of rows; where there is one row, parts of it.
public final class SelectVector implements Kernel {
  private final SelectGeometry g;
  private final boolean oneRow;
  private final Pieces pieces;

  /// @param g how the inputs repeat
  public SelectVector(SelectGeometry g) {
    this.g = g;
    this.oneRow = g.rows() == 1;
    this.pieces = oneRow ? Pieces.of(g.inner(), 1).alignedTo(16) : Pieces.of(g.rows(), g.inner());
  }

  @Override
  public int pieces(int phase) {
    return pieces.count();
  }

  @Override
  public long outputStart(int piece) {
    return (long) pieces.from(piece) * (oneRow ? 1 : g.inner());
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    int from = pieces.from(piece);
    int to = pieces.to(piece);
    if (oneRow) {
      row(o, 0, from, to);
      return;
    }
    for (int r = from; r < to; r++) {
      row(o, r, 0, g.inner());
    }
  }

  private void row(Operands o, int row, int from, int to) {
    int n = to - from;
    int ic = o.offset(0) + g.start(row, 0) + from * g.step(0);
    int ia = o.offset(1) + g.start(row, 1) + from * g.step(1);
    int ib = o.offset(2) + g.start(row, 2) + from * g.step(2);
    int io = o.outputOffset() + row * g.inner() + from;
    if (g.step(0) == 0) {
      int chosen = o.array(0)[ic] != 0 ? 1 : 2;
      copy(o.array(chosen), chosen == 1 ? ia : ib, g.step(chosen), o.output(), io, n);
      return;
    }
    int bound = Lanes.F.loopBound(n);
    if (bound > 0) {
      vectors(o, ic, ia, ib, io, bound);
    }
    SelectReference.values(g, o, row, from + bound, to);
  }

  private void vectors(Operands o, int ic, int ia, int ib, int io, int n) {
    float[] c = o.array(0);
    float[] a = o.array(1);
    float[] b = o.array(2);
    if (g.step(1) != 0 && g.step(2) != 0) {
      both(c, ic, a, ia, b, ib, o.output(), io, n);
    } else if (g.step(1) != 0) {
      fixedSecond(c, ic, a, ia, b[ib], o.output(), io, n);
    } else if (g.step(2) != 0) {
      fixedFirst(c, ic, a[ia], b, ib, o.output(), io, n);
    } else {
      fixed(c, ic, a[ia], b[ib], o.output(), io, n);
    }
  }

  private static void copy(float[] from, int at, int step, float[] out, int io, int n) {
    if (step == 0) {
      java.util.Arrays.fill(out, io, io + n, from[at]);
    } else {
      System.arraycopy(from, at, out, io, n);
    }
  }

  private static void both(
      float[] c, int ic, float[] a, int ia, float[] b, int ib, float[] out, int io, int n) {
    for (int i = 0; i < n; i += Lanes.N) {
      var first = load(c, ic + i).compare(VectorOperators.NE, 0);
      load(b, ib + i).blend(load(a, ia + i), first).intoArray(out, io + i);
    }
  }

  private static void fixedSecond(
      float[] c, int ic, float[] a, int ia, float b, float[] out, int io, int n) {
    FloatVector y = FloatVector.broadcast(Lanes.F, b);
    for (int i = 0; i < n; i += Lanes.N) {
      var first = load(c, ic + i).compare(VectorOperators.NE, 0);
      y.blend(load(a, ia + i), first).intoArray(out, io + i);
    }
  }

  private static void fixedFirst(
      float[] c, int ic, float a, float[] b, int ib, float[] out, int io, int n) {
    for (int i = 0; i < n; i += Lanes.N) {
      var first = load(c, ic + i).compare(VectorOperators.NE, 0);
      load(b, ib + i).blend(a, first).intoArray(out, io + i);
    }
  }

  private static void fixed(float[] c, int ic, float a, float b, float[] out, int io, int n) {
    FloatVector y = FloatVector.broadcast(Lanes.F, b);
    for (int i = 0; i < n; i += Lanes.N) {
      var first = load(c, ic + i).compare(VectorOperators.NE, 0);
      y.blend(a, first).intoArray(out, io + i);
    }
  }

  private static FloatVector load(float[] a, int at) {
    return FloatVector.fromArray(Lanes.F, a, at);
  }
}
