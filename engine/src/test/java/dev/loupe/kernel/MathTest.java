package dev.loupe.kernel;

import static org.assertj.core.api.Assertions.assertThat;

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
