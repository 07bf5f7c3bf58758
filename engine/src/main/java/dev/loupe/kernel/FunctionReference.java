package dev.loupe.kernel;

/// `y[i] = f(x[i])`, one value after the other.
public final class FunctionReference implements Kernel {
  private final Function function;
  private final int length;

  /// @param function the function
  /// @param length how many values
  public FunctionReference(Function function, int length) {
    this.function = function;
    this.length = length;
  }

  @Override
  public int pieces(int phase) {
    return 1;
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    apply(function, o.array(0), o.offset(0), o.output(), o.outputOffset(), length);
  }

  /// Applies a function to `n` values of `in` from `inAt`; `out` may be the same range.
  static void apply(Function f, float[] in, int inAt, float[] out, int outAt, int n) {
    for (int i = 0; i < n; i++) {
      out[outAt + i] = value(f, in[inAt + i]);
    }
  }

  static float value(Function f, float x) {
    return switch (f) {
      case ABS -> Math.abs(x);
      case NEGATE -> -x;
      case SIGN -> x > 0 ? 1 : x < 0 ? -1 : x == 0 ? 0 : x;
      case FLOOR -> (float) Math.floor(x);
      case CEIL -> (float) Math.ceil(x);
      case ROUND -> (float) Math.rint(x);
      case EXP -> ScalarMath.exp(x);
      case LOG -> ScalarMath.log(x);
      case SQRT -> (float) Math.sqrt(x);
      case RECIPROCAL -> 1 / x;
      case ERF -> ScalarMath.erf(x);
      case SOFTPLUS -> softplus(x);
      case SOFTSIGN -> softsign(x);
      case NOT -> x == 0 ? 1 : 0;
      case IS_NAN -> Float.isNaN(x) ? 1 : 0;
      case IS_INF -> Float.isInfinite(x) ? 1 : 0;
      case SIN, COS, TAN, ASIN, ACOS, ATAN, SINH, COSH, ASINH, ACOSH, ATANH -> (float) angle(f, x);
    };
  }

  /// Seldom needed: in double precision, by the library's code that is the same on every machine.
  private static double angle(Function f, double x) {
    return switch (f) {
      case SIN -> StrictMath.sin(x);
      case COS -> StrictMath.cos(x);
      case TAN -> StrictMath.tan(x);
      case ASIN -> StrictMath.asin(x);
      case ACOS -> StrictMath.acos(x);
      case ATAN -> StrictMath.atan(x);
      case SINH -> StrictMath.sinh(x);
      case COSH -> StrictMath.cosh(x);
      case ASINH -> asinh(x);
      case ACOSH -> acosh(x);
      case ATANH -> atanh(x);
      default -> throw new IllegalArgumentException(f + " is not one of the angles");
    };
  }

  /// log(a + sqrt(a^2 + 1)), as `log(1 + ...)` without the cancellation near 0.
  private static double asinh(double x) {
    double a = Math.abs(x);
    // A float's square is finite in double precision.
    double rest = a * a / (1 + StrictMath.sqrt(a * a + 1));
    double y = Double.isInfinite(a) ? a : StrictMath.log1p(a + rest);
    return StrictMath.copySign(y, x);
  }

  /// log(x + sqrt(x^2 - 1)), in the same way; (x - 1) (x + 1) loses nothing near 1.
  private static double acosh(double x) {
    double y = StrictMath.log1p(x - 1 + StrictMath.sqrt((x - 1) * (x + 1)));
    return x < 1 ? Double.NaN : y;
  }

  /// log((1 + a) / (1 - a)) / 2
  private static double atanh(double x) {
    double a = Math.abs(x);
    return StrictMath.copySign(StrictMath.log1p(2 * a / (1 - a)) / 2, x);
  }

  /// max(x, 0) + log(1 + e^-|x|), which overflows nowhere.
  private static float softplus(float x) {
    return (x <= 0 ? 0 : x) + ScalarMath.log1p(ScalarMath.exp(-Math.abs(x)));
  }

  private static float softsign(float x) {
    return x / (1 + Math.abs(x));
  }
}
