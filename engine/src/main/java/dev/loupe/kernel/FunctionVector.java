package dev.loupe.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// `y[i] = f(x[i])`: one loop a function, so that nothing is decided in it; the tail is the
/// reference's arithmetic, which has the same bits. So are all values of the functions that are
/// seldom needed.
public final class FunctionVector extends FlatKernel {
  private static final float WHOLE = 0x1p23f;

  private final Function function;

  /// @param function the function
  /// @param length how many values
  public FunctionVector(Function function, int length) {
    super(length, function.cost());
    this.function = function;
  }

  @Override
  void values(Operands o, int from, int to, float[] scratch) {
    int out = o.outputOffset() + from;
    apply(function, o.array(0), o.offset(0) + from, o.output(), out, to - from);
  }

  /// Applies a function to `n` values of `in` from `inAt`; `out` may be the same range.
  static void apply(Function f, float[] in, int inAt, float[] out, int outAt, int n) {
    int bound = Lanes.F.loopBound(n);
    switch (f) {
      case ABS -> abs(in, inAt, out, outAt, bound);
      case NEGATE -> negate(in, inAt, out, outAt, bound);
      case FLOOR -> floor(in, inAt, out, outAt, bound);
      case CEIL -> ceil(in, inAt, out, outAt, bound);
      case ROUND -> round(in, inAt, out, outAt, bound);
      case EXP -> exp(in, inAt, out, outAt, bound);
      case LOG -> log(in, inAt, out, outAt, bound);
      case SQRT -> sqrt(in, inAt, out, outAt, bound);
      case RECIPROCAL -> reciprocal(in, inAt, out, outAt, bound);
      case ERF -> erf(in, inAt, out, outAt, bound);
      case SOFTPLUS -> softplus(in, inAt, out, outAt, bound);
      case SOFTSIGN -> softsign(in, inAt, out, outAt, bound);
      case NOT -> not(in, inAt, out, outAt, bound);
      case SIGN, IS_NAN, IS_INF, SIN, COS, TAN, ASIN, ACOS, ATAN, SINH, COSH, ASINH, ACOSH, ATANH ->
          bound = 0;
    }
    FunctionReference.apply(f, in, inAt + bound, out, outAt + bound, n - bound);
  }

  private static void abs(float[] in, int inAt, float[] out, int outAt, int bound) {
    for (int i = 0; i < bound; i += Lanes.N) {
      load(in, inAt + i).abs().intoArray(out, outAt + i);
    }
  }

  private static void negate(float[] in, int inAt, float[] out, int outAt, int bound) {
    for (int i = 0; i < bound; i += Lanes.N) {
      load(in, inAt + i).neg().intoArray(out, outAt + i);
    }
  }

  // Zeros get the sign of x here, as NumPy has it; all others have it already.
  private static void floor(float[] in, int inAt, float[] out, int outAt, int bound) {
    for (int i = 0; i < bound; i += Lanes.N) {
      FloatVector x = load(in, inAt + i);
      FloatVector y = nearest(x);
      y = y.blend(y.sub(1), y.compare(VectorOperators.GT, x));
      VectorMath.withSign(y, x).intoArray(out, outAt + i);
    }
  }

  private static void ceil(float[] in, int inAt, float[] out, int outAt, int bound) {
    for (int i = 0; i < bound; i += Lanes.N) {
      FloatVector x = load(in, inAt + i);
      FloatVector y = nearest(x);
      y = y.blend(y.add(1), y.compare(VectorOperators.LT, x));
      VectorMath.withSign(y, x).intoArray(out, outAt + i);
    }
  }

  private static void round(float[] in, int inAt, float[] out, int outAt, int bound) {
    for (int i = 0; i < bound; i += Lanes.N) {
      FloatVector x = load(in, inAt + i);
      VectorMath.withSign(nearest(x), x).intoArray(out, outAt + i);
    }
  }

  private static void exp(float[] in, int inAt, float[] out, int outAt, int bound) {
    for (int i = 0; i < bound; i += Lanes.N) {
      VectorMath.exp(load(in, inAt + i)).intoArray(out, outAt + i);
    }
  }

  private static void log(float[] in, int inAt, float[] out, int outAt, int bound) {
    for (int i = 0; i < bound; i += Lanes.N) {
      VectorMath.log(load(in, inAt + i)).intoArray(out, outAt + i);
    }
  }

  private static void sqrt(float[] in, int inAt, float[] out, int outAt, int bound) {
    for (int i = 0; i < bound; i += Lanes.N) {
      load(in, inAt + i).sqrt().intoArray(out, outAt + i);
    }
  }

  private static void reciprocal(float[] in, int inAt, float[] out, int outAt, int bound) {
    FloatVector one = FloatVector.broadcast(Lanes.F, 1);
    for (int i = 0; i < bound; i += Lanes.N) {
      one.div(load(in, inAt + i)).intoArray(out, outAt + i);
    }
  }

  private static void erf(float[] in, int inAt, float[] out, int outAt, int bound) {
    for (int i = 0; i < bound; i += Lanes.N) {
      VectorMath.erf(load(in, inAt + i)).intoArray(out, outAt + i);
    }
  }

  private static void softplus(float[] in, int inAt, float[] out, int outAt, int bound) {
    for (int i = 0; i < bound; i += Lanes.N) {
      FloatVector x = load(in, inAt + i);
      FloatVector log = VectorMath.log1p(VectorMath.exp(x.abs().neg()));
      x.blend(0, x.compare(VectorOperators.LE, 0)).add(log).intoArray(out, outAt + i);
    }
  }

  private static void softsign(float[] in, int inAt, float[] out, int outAt, int bound) {
    for (int i = 0; i < bound; i += Lanes.N) {
      FloatVector x = load(in, inAt + i);
      x.div(x.abs().add(1)).intoArray(out, outAt + i);
    }
  }

  private static void not(float[] in, int inAt, float[] out, int outAt, int bound) {
    FloatVector zero = FloatVector.broadcast(Lanes.F, 0);
    for (int i = 0; i < bound; i += Lanes.N) {
      zero.blend(1, load(in, inAt + i).compare(VectorOperators.EQ, 0)).intoArray(out, outAt + i);
    }
  }

  private static FloatVector load(float[] in, int at) {
    return FloatVector.fromArray(Lanes.F, in, at);
  }

  /// The nearest integer, of two the even one: 2^23 leaves no room for a fraction. Larger values
  /// are integers already.
  private static FloatVector nearest(FloatVector x) {
    FloatVector a = x.abs();
    FloatVector y = a.add(WHOLE).sub(WHOLE);
    y = y.blend(y.neg(), x.compare(VectorOperators.LT, 0));
    return x.blend(y, a.compare(VectorOperators.LT, WHOLE));
  }
}
