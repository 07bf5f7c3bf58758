package dev.loupe.kernel;

/// Transcendental functions of one float: our own polynomials, so that every machine and every
/// vector width gives the same bits. [VectorMath] does the same steps in the same order.
///
/// The bounds in ULP are what a test over a dense sweep of all floats has found and now holds.
/// The coefficients come from `testkit/scripts/polynomials.py`.
final class ScalarMath {
  /// Adding this leaves the nearest integer in the low bits of the sum (for less than 2^22).
  static final float ROUND = 0x1.8p23f;

  static final int ROUND_BITS = 0x4B400000;
  static final int ONE_BITS = 0x3F800000;
  static final float LOG2_E = 1.442695f;
  // ln 2 as the sum of two floats.
  static final float LN2_HIGH = 0.6931472f;
  static final float LN2_LOW = -1.9046542e-9f;
  // Beyond these exp is infinite, 0, and expm1 is -1.
  static final float EXP_HIGH = 89;
  static final float EXP_LOW = -104;
  static final float EXPM1_LOW = -40;

  // (e^r - 1 - r) / r^2 for |r| up to ln(2) / 2
  static final float E0 = 0.5f;
  static final float E1 = 0.16666539f;
  static final float E2 = 0.041666426f;
  static final float E3 = 0.008367152f;
  static final float E4 = 0.0013938773f;

  // (log(1 + f) - f + f^2 / 2) / f^3 for |f| up to 1/3
  static final float L0 = 0.33333215f;
  static final float L1 = -0.24999805f;
  static final float L2 = 0.20010436f;
  static final float L3 = -0.16680221f;
  static final float L4 = 0.14005543f;
  static final float L5 = -0.12187455f;
  static final float L6 = 0.13985594f;
  static final float L7 = -0.12879276f;
  static final int TWO_THIRDS_BITS = 0x3F2AAAAB;

  // -log(1 - erf(x)) / x - 1 for x from 0 to 4; erf is 1 beyond
  static final float T0 = 0.12837917f;
  static final float T1 = 0.63661957f;
  static final float T2 = 0.102776304f;
  static final float T3 = -0.019147823f;
  static final float T4 = -0.00016950456f;
  static final float T5 = 0.0016756773f;
  static final float T6 = -0.0006373643f;
  static final float T7 = 0.00011886171f;
  static final float T8 = -9.388026e-06f;
  static final float ERF_HIGH = 4;

  static final float THIRD = 1f / 3;

  private ScalarMath() {}

  /// e^x, within 1.1 ULP.
  static float exp(float x) {
    float c = Math.min(Math.max(x, EXP_LOW), EXP_HIGH);
    float n = Math.fma(c, LOG2_E, ROUND);
    float q = reduced(c, n - ROUND);
    // Two factors, so that results below the normal numbers round once and none overflows early.
    int k = Float.floatToRawIntBits(n);
    int h = k >> 1;
    return (1 + q) * power(h) * power(k - h);
  }

  /// e^x - 1 for x up to 0, within 1 ULP; undefined above.
  static float expm1(float x) {
    float c = Math.max(x, EXPM1_LOW);
    float n = Math.fma(c, LOG2_E, ROUND);
    float q = reduced(c, n - ROUND);
    float s = power(Float.floatToRawIntBits(n));
    return Math.fma(s, q, s - 1);
  }

  /// e^r - 1 for `r = x - n ln 2`.
  private static float reduced(float x, float n) {
    float r = Math.fma(-n, LN2_LOW, Math.fma(-n, LN2_HIGH, x));
    float p = Math.fma(E4, r, E3);
    p = Math.fma(p, r, E2);
    p = Math.fma(p, r, E1);
    p = Math.fma(p, r, E0);
    return Math.fma(p, r * r, r);
  }

  /// 2^k for k from -126 to 127 in the low 9 bits; those above are shifted out.
  private static float power(int k) {
    return Float.intBitsToFloat((k << 23) + ONE_BITS);
  }

  /// The natural logarithm, within 1 ULP; NaN below 0.
  static float log(float x) {
    boolean small = x < Float.MIN_NORMAL;
    float scaled = small ? x * 0x1p23f : x;
    int bits = Float.floatToRawIntBits(scaled) - TWO_THIRDS_BITS;
    float f = Float.intBitsToFloat((bits & 0x7FFFFF) + TWO_THIRDS_BITS) - 1;
    float e = Float.intBitsToFloat((bits >> 23) + ROUND_BITS) - ROUND;
    e = small ? e - 23 : e;
    float r = log1pSmall(f);
    r = Math.fma(e, LN2_HIGH, Math.fma(e, LN2_LOW, r));
    r = x < Float.POSITIVE_INFINITY ? r : x;
    r = x < 0 ? Float.NaN : r;
    return x == 0 ? Float.NEGATIVE_INFINITY : r;
  }

  /// log(1 + f) for |f| up to 1/3.
  private static float log1pSmall(float f) {
    float p = Math.fma(L7, f, L6);
    p = Math.fma(p, f, L5);
    p = Math.fma(p, f, L4);
    p = Math.fma(p, f, L3);
    p = Math.fma(p, f, L2);
    p = Math.fma(p, f, L1);
    p = Math.fma(p, f, L0);
    p = Math.fma(p, f, -0.5f);
    return Math.fma(p, f * f, f);
  }

  /// log(1 + x) for x from 0 to 1, within 1.5 ULP; the larger by way of `(1 + x) / 2`.
  static float log1p(float x) {
    boolean large = x >= THIRD;
    float r = log1pSmall(large ? (x - 1) * 0.5f : x);
    return large ? r + LN2_HIGH : r;
  }

  /// The hyperbolic tangent, within 2.6 ULP.
  static float tanh(float x) {
    float m = expm1(-2 * Math.abs(x));
    return withSign(-m / (2 + m), x);
  }

  /// 1 / (1 + e^-x), within 2.4 ULP.
  static float sigmoid(float x) {
    float e = exp(-Math.abs(x));
    return (x < 0 ? e : 1) / (1 + e);
  }

  /// The error function, within 1.8 ULP: `1 - e^-t` with a polynomial for t.
  static float erf(float x) {
    return withSign(erfOfAbs(Math.abs(x)), x);
  }

  /// The error function of a value that is not negative.
  static float erfOfAbs(float x) {
    float a = Math.min(x, ERF_HIGH);
    float p = Math.fma(T8, a, T7);
    p = Math.fma(p, a, T6);
    p = Math.fma(p, a, T5);
    p = Math.fma(p, a, T4);
    p = Math.fma(p, a, T3);
    p = Math.fma(p, a, T2);
    p = Math.fma(p, a, T1);
    p = Math.fma(p, a, T0);
    return -expm1(-Math.fma(p, a, a));
  }

  /// x^g for x of at least 0 and g above 0, by logarithms.
  static float pow(float x, float g) {
    return exp(g * log(x));
  }

  /// A value with the sign of another.
  private static float withSign(float value, float sign) {
    int bits = Float.floatToRawIntBits(sign) & Integer.MIN_VALUE;
    return Float.intBitsToFloat((Float.floatToRawIntBits(value) & Integer.MAX_VALUE) | bits);
  }
}
