package dev.loupe.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loupe.tensor.Shape;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.Test;

/// Our transcendental functions against double precision, and vectors against scalars bit by bit,
/// over a sweep of the floats that meets every exponent, both signs, and all special values.
final class MathTest {
  // Odd, so that the low bits vary.
  private static final int STRIDE = 16_411;

  private interface FloatFunction {
    float apply(float x);
  }

  @Test
  void exp() {
    bound(1.1, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY, ScalarMath::exp, Math::exp);
    same(ScalarMath::exp, VectorMath::exp);
    assertThat(ScalarMath.exp(89)).isEqualTo(Float.POSITIVE_INFINITY);
    assertThat(ScalarMath.exp(-104)).isEqualTo(0);
    assertThat(ScalarMath.exp(-0f)).isEqualTo(1);
  }

  @Test
  void expm1() {
    bound(1, Float.NEGATIVE_INFINITY, 0, ScalarMath::expm1, Math::expm1);
    same(ScalarMath::expm1, VectorMath::expm1);
  }

  @Test
  void log() {
    bound(1, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY, ScalarMath::log, Math::log);
    same(ScalarMath::log, VectorMath::log);
    assertThat(ScalarMath.log(-0f)).isEqualTo(Float.NEGATIVE_INFINITY);
    assertThat(ScalarMath.log(-1)).isNaN();
    assertThat(ScalarMath.log(1)).isEqualTo(0);
  }

  @Test
  void log1p() {
    bound(1.5, 0, 1, ScalarMath::log1p, Math::log1p);
    same(ScalarMath::log1p, VectorMath::log1p);
  }

  @Test
  void tanh() {
    bound(2.6, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY, ScalarMath::tanh, Math::tanh);
    same(ScalarMath::tanh, VectorMath::tanh);
    assertThat(1 / ScalarMath.tanh(-0f)).isEqualTo(Float.NEGATIVE_INFINITY);
  }

  @Test
  void sigmoid() {
    DoubleUnaryOperator truth = x -> 1 / (1 + Math.exp(-x));
    bound(2.4, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY, ScalarMath::sigmoid, truth);
    same(ScalarMath::sigmoid, VectorMath::sigmoid);
  }

  @Test
  void erf() {
    bound(1.8, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY, ScalarMath::erf, MathTest::erf);
    same(ScalarMath::erf, VectorMath::erf);
    assertThat(1 / ScalarMath.erf(-0f)).isEqualTo(Float.NEGATIVE_INFINITY);
  }

  @Test
  void pow() {
    assertThat(ScalarMath.pow(0, 2.5f)).isEqualTo(0);
    assertThat(ScalarMath.pow(1, 2.5f)).isEqualTo(1);
    same(x -> ScalarMath.pow(x, 1.5f), x -> VectorMath.pow(x, 1.5f));
  }

  @Test
  void activationsHaveTheSameBitsInVectorsAndTails() {
    float[] x = new float[4099];
    for (int i = 0; i < x.length; i++) {
      x[i] = i % 97 == 0 ? special(i / 97) : (i - 2000) / 150f;
    }
    for (Activation.Kind kind : Activation.Kind.values()) {
      boolean slope = kind == Activation.Kind.LEAKY_RELU || kind == Activation.Kind.ELU;
      Activation a = new Activation(kind, slope ? 0.3f : 0);
      float[] vector = new float[x.length];
      float[] scalar = new float[x.length];
      ActivationVector.apply(a, x, 0, vector, 0, x.length);
      ActivationReference.apply(a, x, 0, scalar, 0, x.length);
      for (int i = 0; i < x.length; i++) {
        assertBits(kind + " of " + x[i], vector[i], scalar[i]);
      }
    }
  }

  @Test
  void functionsHaveTheSameBitsInVectorsAndTails() {
    float[] x = new float[4099];
    for (int i = 0; i < x.length; i++) {
      x[i] = i % 97 == 0 ? special(i / 97) : i % 5 == 0 ? i / 2f - 900 : (i - 2000) / 150f;
    }
    for (Function f : Function.values()) {
      float[] vector = new float[x.length];
      float[] scalar = new float[x.length];
      FunctionVector.apply(f, x, 0, vector, 0, x.length);
      FunctionReference.apply(f, x, 0, scalar, 0, x.length);
      for (int i = 0; i < x.length; i++) {
        assertBits(f + " of " + x[i], vector[i], scalar[i]);
      }
    }
  }

  /// What `numpy.exp` and its like give for these, in single precision.
  @Test
  void functionsAtTheirEdges() {
    float inf = Float.POSITIVE_INFINITY;
    edges(Function.SIGN, 0, 0, Float.NaN, 1, -1);
    edges(Function.FLOOR, 0, -0f, Float.NaN, inf, -inf);
    edges(Function.ROUND, 0, -0f, Float.NaN, inf, -inf);
    edges(Function.EXP, 1, 1, Float.NaN, inf, 0);
    edges(Function.LOG, -inf, -inf, Float.NaN, inf, Float.NaN);
    edges(Function.SQRT, 0, -0f, Float.NaN, inf, Float.NaN);
    edges(Function.RECIPROCAL, inf, -inf, Float.NaN, 0, -0f);
    edges(Function.ERF, 0, -0f, Float.NaN, 1, -1);
    edges(Function.SIN, 0, -0f, Float.NaN, Float.NaN, Float.NaN);
    edges(Function.ASINH, 0, -0f, Float.NaN, inf, -inf);
    edges(Function.ACOSH, Float.NaN, Float.NaN, Float.NaN, inf, Float.NaN);
    edges(Function.ATANH, 0, -0f, Float.NaN, Float.NaN, Float.NaN);
    edges(Function.SOFTPLUS, 0.6931472f, 0.6931472f, Float.NaN, inf, 0);
    edges(Function.NOT, 1, 1, 0, 0, 0);
    edges(Function.IS_NAN, 0, 0, 1, 0, 0);
    edges(Function.IS_INF, 0, 0, 0, 1, 1);
    assertThat(FunctionReference.value(Function.ROUND, 2.5f)).isEqualTo(2);
    assertThat(FunctionReference.value(Function.ROUND, -3.5f)).isEqualTo(-4);
    assertThat(1 / FunctionReference.value(Function.CEIL, -0.5f)).isEqualTo(-inf);
    assertThat(FunctionReference.value(Function.ATANH, 1)).isEqualTo(inf);
    assertThat(FunctionReference.value(Function.ACOSH, 1)).isEqualTo(0);
    assertThat(FunctionReference.value(Function.ACOSH, -1e9f)).isNaN();
  }

  private static void edges(Function f, float zero, float minus, float nan, float up, float down) {
    float inf = Float.POSITIVE_INFINITY;
    assertBits(f + " of 0", FunctionReference.value(f, 0), zero);
    assertBits(f + " of -0", FunctionReference.value(f, -0f), minus);
    assertBits(f + " of NaN", FunctionReference.value(f, Float.NaN), nan);
    assertBits(f + " of infinity", FunctionReference.value(f, inf), up);
    assertBits(f + " of -infinity", FunctionReference.value(f, -inf), down);
  }

  @Test
  void rareFunctions() {
    for (Function f : List.of(Function.ASINH, Function.ACOSH, Function.ATANH, Function.SOFTPLUS)) {
      DoubleUnaryOperator truth =
          switch (f) {
            case ASINH -> x -> Math.signum(x) * acosh(Math.sqrt(x * x + 1));
            case ACOSH -> MathTest::acosh;
            case ATANH -> x -> Math.log((1 + x) / (1 - x)) / 2;
            default -> x -> Math.log(1 + Math.exp(x));
          };
      // Where the plain formula is good in double precision.
      float low = f == Function.ACOSH ? 1.01f : 0.01f;
      float high = f == Function.ATANH ? 0.99f : f == Function.SOFTPLUS ? 30 : 1e30f;
      bound(
          f == Function.SOFTPLUS ? 2 : 0.51, low, high, x -> FunctionReference.value(f, x), truth);
    }
  }

  private static double acosh(double x) {
    return Math.log(x + Math.sqrt(x * x - 1));
  }

  @Test
  void arithmeticHasTheSameBitsInVectorsAndTails() {
    float[] a = new float[4099];
    float[] b = new float[a.length];
    for (int i = 0; i < a.length; i++) {
      a[i] = i % 7 == 0 ? special(i / 7) : (i - 2000) / 150f;
      b[i] = i % 11 == 0 ? special(i / 11) : i % 9 - 4;
    }
    for (ArithmeticKind kind : ArithmeticKind.values()) {
      for (boolean repeated : List.of(false, true)) {
        Shape second = repeated ? Shape.of() : Shape.of(b.length);
        BroadcastGeometry g = BroadcastGeometry.of(Shape.of(a.length), second);
        float[] vector = new float[a.length];
        ArithmeticVector kernel = new ArithmeticVector(kind, g);
        for (int piece = 0; piece < kernel.pieces(0); piece++) {
          kernel.run(0, piece, operands(a, b, vector), new float[kernel.scratch()]);
        }
        for (int i = 0; i < a.length; i++) {
          float y = repeated ? b[0] : b[i];
          String what = kind + " of " + a[i] + " and " + y;
          assertBits(what, vector[i], ArithmeticReference.apply(kind, a[i], y));
        }
      }
    }
  }

  private static Operands operands(float[] a, float[] b, float[] out) {
    return new Operands(new float[][] {a, b, out, {}}, new int[4]);
  }

  /// What `numpy.power`, `numpy.fmod` and `numpy.mod` give.
  @Test
  void powersAndRemaindersAtTheirEdges() {
    float inf = Float.POSITIVE_INFINITY;
    assertBits("1^nan", ArithmeticReference.apply(ArithmeticKind.POWER, 1, Float.NaN), 1);
    assertBits("-1^inf", ArithmeticReference.apply(ArithmeticKind.POWER, -1, inf), 1);
    assertBits("nan^0", ArithmeticReference.apply(ArithmeticKind.POWER, Float.NaN, 0), 1);
    assertBits("0^-1", ArithmeticReference.apply(ArithmeticKind.POWER, 0, -1), inf);
    assertBits("(-2)^0.5", ArithmeticReference.apply(ArithmeticKind.POWER, -2, 0.5f), Float.NaN);
    assertBits("-7 fmod 3", ArithmeticReference.apply(ArithmeticKind.REMAINDER, -7, 3), -1);
    assertBits("-7 mod 3", ArithmeticReference.apply(ArithmeticKind.MODULO, -7, 3), 2);
    assertBits("7 mod -3", ArithmeticReference.apply(ArithmeticKind.MODULO, 7, -3), -2);
    assertBits("6 mod -3", ArithmeticReference.apply(ArithmeticKind.MODULO, 6, -3), -0f);
    assertBits("1 mod 0", ArithmeticReference.apply(ArithmeticKind.MODULO, 1, 0), Float.NaN);
  }

  private static float special(int i) {
    float[] values = {
      0f,
      -0f,
      Float.NaN,
      Float.POSITIVE_INFINITY,
      Float.NEGATIVE_INFINITY,
      Float.MIN_VALUE,
      -Float.MIN_VALUE,
      Float.MAX_VALUE,
      -Float.MAX_VALUE,
      1e-39f,
      3,
      -3,
      6
    };
    return values[i % values.length];
  }

  /// Within some ULP of double precision between two bounds; NaN and infinity where double has
  /// them.
  private static void bound(
      double ulps, float low, float high, FloatFunction f, DoubleUnaryOperator truth) {
    double worst = 0;
    float at = 0;
    for (long bits = Integer.MIN_VALUE; bits <= Integer.MAX_VALUE; bits += STRIDE) {
      float x = Float.intBitsToFloat((int) bits);
      if (Float.isNaN(x)) {
        assertThat(f.apply(x)).isNaN();
      } else if (x >= low && x <= high) {
        double error = ulps(f.apply(x), truth.applyAsDouble(x));
        if (!(error <= worst)) {
          worst = error;
          at = x;
        }
      }
    }
    for (int i = 0; i < 13; i++) {
      float x = special(i);
      if (x >= low && x <= high) {
        assertThat(ulps(f.apply(x), truth.applyAsDouble(x))).isLessThanOrEqualTo(ulps);
      }
    }
    assertThat(worst).as("largest error in ULP, at " + at).isLessThanOrEqualTo(ulps);
  }

  private static double ulps(float value, double truth) {
    if (Double.isNaN(truth) || Double.isInfinite((float) truth)) {
      return Float.compare(value, (float) truth) == 0 ? 0 : Double.POSITIVE_INFINITY;
    }
    return Math.abs(value - truth) / Math.ulp((float) truth);
  }

  private static void same(FloatFunction scalar, UnaryOperator<FloatVector> vector) {
    float[] x = new float[Lanes.N];
    float[] y = new float[Lanes.N];
    int at = 0;
    for (long bits = Integer.MIN_VALUE; bits <= Integer.MAX_VALUE; bits += 15 * STRIDE) {
      x[at++] = Float.intBitsToFloat((int) bits);
      if (at == Lanes.N) {
        vector.apply(FloatVector.fromArray(Lanes.F, x, 0)).intoArray(y, 0);
        for (int i = 0; i < at; i++) {
          assertBits(String.valueOf(x[i]), y[i], scalar.apply(x[i]));
        }
        at = 0;
      }
    }
  }

  private static void assertBits(String what, float a, float b) {
    // All NaNs count as one.
    if (Float.floatToIntBits(a) != Float.floatToIntBits(b)) {
      assertThat(a).as(what).isEqualTo(b);
      assertThat(Float.floatToIntBits(a)).as(what).isEqualTo(Float.floatToIntBits(b));
    }
  }

  /// The series with positive terms only, and 1 where the rest is below double precision.
  private static double erf(double x) {
    if (Math.abs(x) > 6) {
      return Math.signum(x);
    }
    double term = x;
    double sum = x;
    for (int k = 3; k < 400; k += 2) {
      term *= 2 * x * x / k;
      sum += term;
    }
    return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
  }
}
