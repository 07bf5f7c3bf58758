package dev.loupe.kernel;

import jdk.incubator.vector.FloatVector;

/// `out[i] = a[i] op b[i]` with broadcasting, along the innermost merged axis.
///
/// One loop for each op and each way that the operands move, so that nothing is decided in it: both
/// move, or one stays in its register. Pieces: runs of rows; where there is one row, parts of it.
public final class ArithmeticVector implements Kernel {
  private final ArithmeticKind kind;
  private final BroadcastGeometry g;
  private final boolean oneRow;
  private final Pieces pieces;
  private final int aStep;
  private final int bStep;

  /// @param kind what to compute
  /// @param g how the operands repeat
  public ArithmeticVector(ArithmeticKind kind, BroadcastGeometry g) {
    this.kind = kind;
    this.g = g;
    this.oneRow = g.rows() == 1;
    this.pieces = oneRow ? Pieces.of(g.inner(), 1).alignedTo(16) : Pieces.of(g.rows(), g.inner());
    this.aStep = g.firstSteps()[g.sizes().length - 1];
    this.bStep = g.secondSteps()[g.sizes().length - 1];
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
      row(o, from * aStep, from * bStep, from, to - from);
      return;
    }
    boolean flat = g.sizes().length == 2;
    for (int r = from; r < to; r++) {
      int a = flat ? r * g.firstSteps()[0] : g.start(r, g.firstSteps());
      int b = flat ? r * g.secondSteps()[0] : g.start(r, g.secondSteps());
      row(o, a, b, r * g.inner(), g.inner());
    }
  }

  private void row(Operands o, int a, int b, int out, int n) {
    float[] x = o.array(0);
    float[] y = o.array(1);
    int ix = o.offset(0) + a;
    int iy = o.offset(1) + b;
    int io = o.outputOffset() + out;
    int bound = Lanes.F.loopBound(n);
    if (bound > 0) {
      if (aStep == 0) {
        fixedFirst(kind, x[ix], y, iy, bStep, o.output(), io, bound);
      } else if (bStep == 0) {
        fixedSecond(kind, x, ix, y[iy], o.output(), io, bound);
      } else {
        both(kind, x, ix, y, iy, o.output(), io, bound);
      }
    }
    for (int i = bound; i < n; i++) {
      o.output()[io + i] = ArithmeticReference.apply(kind, x[ix + i * aStep], y[iy + i * bStep]);
    }
  }

  private static void both(
      ArithmeticKind kind, float[] a, int ia, float[] b, int ib, float[] out, int io, int n) {
    switch (kind) {
      case ADD -> {
        for (int i = 0; i < n; i += Lanes.N) {
          load(a, ia + i).add(load(b, ib + i)).intoArray(out, io + i);
        }
      }
      case SUBTRACT -> {
        for (int i = 0; i < n; i += Lanes.N) {
          load(a, ia + i).sub(load(b, ib + i)).intoArray(out, io + i);
        }
      }
      case MULTIPLY -> {
        for (int i = 0; i < n; i += Lanes.N) {
          load(a, ia + i).mul(load(b, ib + i)).intoArray(out, io + i);
        }
      }
      case DIVIDE -> {
        for (int i = 0; i < n; i += Lanes.N) {
          load(a, ia + i).div(load(b, ib + i)).intoArray(out, io + i);
        }
      }
    }
  }

  private static void fixedSecond(
      ArithmeticKind kind, float[] a, int ia, float b, float[] out, int io, int n) {
    FloatVector y = FloatVector.broadcast(Lanes.F, b);
    switch (kind) {
      case ADD -> {
        for (int i = 0; i < n; i += Lanes.N) {
          load(a, ia + i).add(y).intoArray(out, io + i);
        }
      }
      case SUBTRACT -> {
        for (int i = 0; i < n; i += Lanes.N) {
          load(a, ia + i).sub(y).intoArray(out, io + i);
        }
      }
      case MULTIPLY -> {
        for (int i = 0; i < n; i += Lanes.N) {
          load(a, ia + i).mul(y).intoArray(out, io + i);
        }
      }
      case DIVIDE -> {
        for (int i = 0; i < n; i += Lanes.N) {
          load(a, ia + i).div(y).intoArray(out, io + i);
        }
      }
    }
  }

  /// @param bStep 1; 0 where both stay
  private static void fixedFirst(
      ArithmeticKind kind, float a, float[] b, int ib, int bStep, float[] out, int io, int n) {
    FloatVector x = FloatVector.broadcast(Lanes.F, a);
    if (bStep == 0) {
      java.util.Arrays.fill(out, io, io + n, ArithmeticReference.apply(kind, a, b[ib]));
      return;
    }
    switch (kind) {
      case ADD -> {
        for (int i = 0; i < n; i += Lanes.N) {
          x.add(load(b, ib + i)).intoArray(out, io + i);
        }
      }
      case SUBTRACT -> {
        for (int i = 0; i < n; i += Lanes.N) {
          x.sub(load(b, ib + i)).intoArray(out, io + i);
        }
      }
      case MULTIPLY -> {
        for (int i = 0; i < n; i += Lanes.N) {
          x.mul(load(b, ib + i)).intoArray(out, io + i);
        }
      }
      case DIVIDE -> {
        for (int i = 0; i < n; i += Lanes.N) {
          x.div(load(b, ib + i)).intoArray(out, io + i);
        }
      }
    }
  }

  private static FloatVector load(float[] a, int at) {
    return FloatVector.fromArray(Lanes.F, a, at);
  }
}
