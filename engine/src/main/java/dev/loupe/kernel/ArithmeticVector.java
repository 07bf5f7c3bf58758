package dev.loupe.kernel;

import jdk.incubator.vector.FloatVector;

/// `out[i] = a[i] op b[i]` with broadcasting, along the innermost merged axis.
///
/// Pieces: runs of rows; where there is one row, parts of it. An operand with step 0 is a broadcast
/// vector that stays in its register for the row.
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
    for (int r = from; r < to; r++) {
      row(o, g.start(r, g.firstSteps()), g.start(r, g.secondSteps()), r * g.inner(), g.inner());
    }
  }

  private void row(Operands o, int a, int b, int out, int n) {
    row(
        kind,
        o.array(0),
        o.offset(0) + a,
        aStep,
        o.array(1),
        o.offset(1) + b,
        bStep,
        o.output(),
        o.outputOffset() + out,
        n);
  }

  private static void row(
      ArithmeticKind kind,
      float[] a,
      int ia,
      int aStep,
      float[] b,
      int ib,
      int bStep,
      float[] out,
      int io,
      int n) {
    int bound = Lanes.F.loopBound(n);
    int i = 0;
    if (bound > 0) {
      FloatVector x = FloatVector.broadcast(Lanes.F, a[ia]);
      FloatVector y = FloatVector.broadcast(Lanes.F, b[ib]);
      for (; i < bound; i += Lanes.N) {
        if (aStep != 0) {
          x = FloatVector.fromArray(Lanes.F, a, ia + i);
        }
        if (bStep != 0) {
          y = FloatVector.fromArray(Lanes.F, b, ib + i);
        }
        FloatVector z =
            switch (kind) {
              case ADD -> x.add(y);
              case SUBTRACT -> x.sub(y);
              case MULTIPLY -> x.mul(y);
              case DIVIDE -> x.div(y);
            };
        z.intoArray(out, io + i);
      }
    }
    for (; i < n; i++) {
      out[io + i] = ArithmeticReference.apply(kind, a[ia + i * aStep], b[ib + i * bStep]);
    }
  }
}
