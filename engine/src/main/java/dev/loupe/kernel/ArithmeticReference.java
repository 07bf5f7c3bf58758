package dev.loupe.kernel;

/// `out[i] = a[i] op b[i]` with broadcasting, one value after the other.
public final class ArithmeticReference implements Kernel {
  private final ArithmeticKind kind;
  private final BroadcastGeometry g;

  /// @param kind what to compute
  /// @param g how the operands repeat
  public ArithmeticReference(ArithmeticKind kind, BroadcastGeometry g) {
    this.kind = kind;
    this.g = g;
  }

  @Override
  public int pieces(int phase) {
    return 1;
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    int last = g.sizes().length - 1;
    int at = o.outputOffset();
    for (int row = 0; row < g.rows(); row++) {
      int a = o.offset(0) + g.start(row, g.firstSteps());
      int b = o.offset(1) + g.start(row, g.secondSteps());
      for (int i = 0; i < g.inner(); i++) {
        float x = o.array(0)[a + i * g.firstSteps()[last]];
        float y = o.array(1)[b + i * g.secondSteps()[last]];
        o.output()[at++] = apply(kind, x, y);
      }
    }
  }

  static float apply(ArithmeticKind kind, float x, float y) {
    return switch (kind) {
      case ADD -> x + y;
      case SUBTRACT -> x - y;
      case MULTIPLY -> x * y;
      case DIVIDE -> x / y;
      case MINIMUM -> Math.min(x, y);
      case MAXIMUM -> Math.max(x, y);
      case POWER -> power(x, y);
      case REMAINDER -> x % y;
      case MODULO -> modulo(x, y);
      case EQUAL -> x == y ? 1 : 0;
      case LESS -> x < y ? 1 : 0;
      case LESS_OR_EQUAL -> x <= y ? 1 : 0;
      case AND -> x != 0 && y != 0 ? 1 : 0;
      case OR -> x != 0 || y != 0 ? 1 : 0;
      case XOR -> (x != 0) != (y != 0) ? 1 : 0;
    };
  }

  /// x^y; unlike Java's, 1 where x is 1, or x is -1 and y infinite (C23, F.10.4.5).
  private static float power(float x, float y) {
    if (y == 2) {
      return x * x;
    }
    if (y == 3) {
      return (float) ((double) x * x * x);
    }
    if (x == 1 || (x == -1 && Float.isInfinite(y))) {
      return 1;
    }
    return (float) StrictMath.pow(x, y);
  }

  private static float modulo(float x, float y) {
    float r = x % y;
    if (r == 0) {
      return Math.copySign(r, y);
    }
    return r < 0 == y < 0 ? r : r + y;
  }
}
