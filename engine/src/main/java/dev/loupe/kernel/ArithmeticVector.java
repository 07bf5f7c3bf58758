package dev.loupe.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/// `out[i] = a[i] op b[i]` with broadcasting, along the innermost merged axis.
///
/// One loop for each op and each way that the operands move, so that nothing is decided in it: both
/// move, or one stays in its register; where that is seldom needed, it is repeated in scratch
/// memory instead. Powers and remainders are computed one by one, but for squares. Pieces: runs of
/// rows; where there is one row, parts of it.
public final class ArithmeticVector implements Kernel {
  private static final int BLOCK = 256;

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
    int cost = kind.cost();
    this.pieces =
        oneRow
            ? Pieces.of(g.inner(), cost).alignedTo(16)
            : Pieces.of(g.rows(), (long) cost * g.inner());
    this.aStep = g.firstSteps()[g.sizes().length - 1];
    this.bStep = g.secondSteps()[g.sizes().length - 1];
  }

  @Override
  public int pieces(int phase) {
    return pieces.count();
  }

  @Override
  public int scratch() {
    return BLOCK;
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
      row(o, from * aStep, from * bStep, from, to - from, scratch);
      return;
    }
    boolean flat = g.sizes().length == 2;
    for (int r = from; r < to; r++) {
      int a = flat ? r * g.firstSteps()[0] : g.start(r, g.firstSteps());
      int b = flat ? r * g.secondSteps()[0] : g.start(r, g.secondSteps());
      row(o, a, b, r * g.inner(), g.inner(), scratch);
    }
  }

  private void row(Operands o, int a, int b, int out, int n, float[] scratch) {
    float[] x = o.array(0);
    float[] y = o.array(1);
    int ix = o.offset(0) + a;
    int iy = o.offset(1) + b;
    int io = o.outputOffset() + out;
    int bound = vectors() ? Lanes.F.loopBound(n) : 0;
    if (kind == ArithmeticKind.POWER && bStep == 0 && aStep != 0 && y[iy] == 2) {
      bound = Lanes.F.loopBound(n);
      both(ArithmeticKind.MULTIPLY, x, ix, x, ix, o.output(), io, bound);
    } else if (bound > 0) {
      if (aStep == 0 && bStep == 0) {
        java.util.Arrays.fill(
            o.output(), io, io + bound, ArithmeticReference.apply(kind, x[ix], y[iy]));
      } else if (aStep == 0) {
        fixedFirst(kind, x[ix], y, iy, o.output(), io, bound, scratch);
      } else if (bStep == 0) {
        fixedSecond(kind, x, ix, y[iy], o.output(), io, bound, scratch);
      } else {
        both(kind, x, ix, y, iy, o.output(), io, bound);
      }
    }
    for (int i = bound; i < n; i++) {
      o.output()[io + i] = ArithmeticReference.apply(kind, x[ix + i * aStep], y[iy + i * bStep]);
    }
  }

  private boolean vectors() {
    return switch (kind) {
      case ADD, SUBTRACT, MULTIPLY, DIVIDE, MINIMUM, MAXIMUM -> true;
      case EQUAL, LESS, LESS_OR_EQUAL, AND, OR, XOR -> true;
      case POWER, REMAINDER, MODULO -> false;
    };
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
      case MINIMUM -> {
        for (int i = 0; i < n; i += Lanes.N) {
          load(a, ia + i).min(load(b, ib + i)).intoArray(out, io + i);
        }
      }
      case MAXIMUM -> {
        for (int i = 0; i < n; i += Lanes.N) {
          load(a, ia + i).max(load(b, ib + i)).intoArray(out, io + i);
        }
      }
      default -> truth(kind, a, ia, b, ib, out, io, n);
    }
  }

  /// Those that give 1 or 0.
  private static void truth(
      ArithmeticKind kind, float[] a, int ia, float[] b, int ib, float[] out, int io, int n) {
    FloatVector zero = FloatVector.broadcast(Lanes.F, 0);
    switch (kind) {
      case EQUAL -> {
        for (int i = 0; i < n; i += Lanes.N) {
          var yes = load(a, ia + i).compare(VectorOperators.EQ, load(b, ib + i));
          zero.blend(1, yes).intoArray(out, io + i);
        }
      }
      case LESS -> {
        for (int i = 0; i < n; i += Lanes.N) {
          var yes = load(a, ia + i).compare(VectorOperators.LT, load(b, ib + i));
          zero.blend(1, yes).intoArray(out, io + i);
        }
      }
      case LESS_OR_EQUAL -> {
        for (int i = 0; i < n; i += Lanes.N) {
          var yes = load(a, ia + i).compare(VectorOperators.LE, load(b, ib + i));
          zero.blend(1, yes).intoArray(out, io + i);
        }
      }
      case AND -> {
        for (int i = 0; i < n; i += Lanes.N) {
          var yes = set(load(a, ia + i)).and(set(load(b, ib + i)));
          zero.blend(1, yes).intoArray(out, io + i);
        }
      }
      case OR -> {
        for (int i = 0; i < n; i += Lanes.N) {
          var yes = set(load(a, ia + i)).or(set(load(b, ib + i)));
          zero.blend(1, yes).intoArray(out, io + i);
        }
      }
      case XOR -> {
        for (int i = 0; i < n; i += Lanes.N) {
          var yes = set(load(a, ia + i)).xor(set(load(b, ib + i)));
          zero.blend(1, yes).intoArray(out, io + i);
        }
      }
      default -> throw new IllegalArgumentException(kind + " is no comparison");
    }
  }

  // A vector that is made before the switch is an object where the compiler sees a way past its
  // use.
  private static void fixedSecond(
      ArithmeticKind kind,
      float[] a,
      int ia,
      float b,
      float[] out,
      int io,
      int n,
      float[] scratch) {
    switch (kind) {
      case ADD -> {
        FloatVector y = FloatVector.broadcast(Lanes.F, b);
        for (int i = 0; i < n; i += Lanes.N) {
          load(a, ia + i).add(y).intoArray(out, io + i);
        }
      }
      case SUBTRACT -> {
        FloatVector y = FloatVector.broadcast(Lanes.F, b);
        for (int i = 0; i < n; i += Lanes.N) {
          load(a, ia + i).sub(y).intoArray(out, io + i);
        }
      }
      case MULTIPLY -> {
        FloatVector y = FloatVector.broadcast(Lanes.F, b);
        for (int i = 0; i < n; i += Lanes.N) {
          load(a, ia + i).mul(y).intoArray(out, io + i);
        }
      }
      case DIVIDE -> {
        FloatVector y = FloatVector.broadcast(Lanes.F, b);
        for (int i = 0; i < n; i += Lanes.N) {
          load(a, ia + i).div(y).intoArray(out, io + i);
        }
      }
      default -> {
        java.util.Arrays.fill(scratch, 0, BLOCK, b);
        for (int i = 0; i < n; i += BLOCK) {
          both(kind, a, ia + i, scratch, 0, out, io + i, Math.min(BLOCK, n - i));
        }
      }
    }
  }

  private static void fixedFirst(
      ArithmeticKind kind,
      float a,
      float[] b,
      int ib,
      float[] out,
      int io,
      int n,
      float[] scratch) {
    switch (kind) {
      case ADD -> {
        FloatVector x = FloatVector.broadcast(Lanes.F, a);
        for (int i = 0; i < n; i += Lanes.N) {
          x.add(load(b, ib + i)).intoArray(out, io + i);
        }
      }
      case SUBTRACT -> {
        FloatVector x = FloatVector.broadcast(Lanes.F, a);
        for (int i = 0; i < n; i += Lanes.N) {
          x.sub(load(b, ib + i)).intoArray(out, io + i);
        }
      }
      case MULTIPLY -> {
        FloatVector x = FloatVector.broadcast(Lanes.F, a);
        for (int i = 0; i < n; i += Lanes.N) {
          x.mul(load(b, ib + i)).intoArray(out, io + i);
        }
      }
      case DIVIDE -> {
        FloatVector x = FloatVector.broadcast(Lanes.F, a);
        for (int i = 0; i < n; i += Lanes.N) {
          x.div(load(b, ib + i)).intoArray(out, io + i);
        }
      }
      default -> {
        java.util.Arrays.fill(scratch, 0, BLOCK, a);
        for (int i = 0; i < n; i += BLOCK) {
          both(kind, scratch, 0, b, ib + i, out, io + i, Math.min(BLOCK, n - i));
        }
      }
    }
  }

  private static FloatVector load(float[] a, int at) {
    return FloatVector.fromArray(Lanes.F, a, at);
  }

  private static VectorMask<Float> set(FloatVector x) {
    return x.compare(VectorOperators.NE, 0);
  }
}
