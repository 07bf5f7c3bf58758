package dev.loupe.kernel;

/// A function of one value, as NumPy defines it: the parts that formulas are made of. Those that
/// stand between the layers of a network are in [Activation].
public enum Function {
  /// |x|
  ABS,
  /// -x
  NEGATE,
  /// 1 above 0, -1 below, 0 at 0
  SIGN,
  /// the largest integer that is not above x
  FLOOR,
  /// the smallest integer that is not below x
  CEIL,
  /// the nearest integer; of two, the even one
  ROUND,
  /// e^x
  EXP,
  /// the natural logarithm
  LOG,
  /// the square root
  SQRT,
  /// 1 / x
  RECIPROCAL,
  /// the error function
  ERF,
  /// the sine
  SIN,
  /// the cosine
  COS,
  /// the tangent
  TAN,
  /// the angle that has this sine
  ASIN,
  /// the angle that has this cosine
  ACOS,
  /// the angle that has this tangent
  ATAN,
  /// the hyperbolic sine
  SINH,
  /// the hyperbolic cosine
  COSH,
  /// the value that has this hyperbolic sine
  ASINH,
  /// the value that has this hyperbolic cosine
  ACOSH,
  /// the value that has this hyperbolic tangent
  ATANH,
  /// log(1 + e^x)
  SOFTPLUS,
  /// x / (1 + |x|)
  SOFTSIGN,
  /// 1 where x is 0, else 0
  NOT,
  /// 1 where x is not a number, else 0
  IS_NAN,
  /// 1 where x is infinite, else 0
  IS_INF;

  /// About how many operations one value takes: decides the size of a piece.
  int cost() {
    return switch (this) {
      case ABS, NEGATE, SIGN, FLOOR, CEIL, ROUND, SQRT, RECIPROCAL, SOFTSIGN, NOT, IS_NAN, IS_INF ->
          1;
      case EXP, LOG -> 4;
      case ERF, SOFTPLUS -> 8;
      case SIN, COS, TAN, ASIN, ACOS, ATAN, SINH, COSH, ASINH, ACOSH, ATANH -> 64;
    };
  }
}
