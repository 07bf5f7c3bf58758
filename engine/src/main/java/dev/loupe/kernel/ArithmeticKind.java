package dev.loupe.kernel;

/// What an arithmetic op does with two values.
public enum ArithmeticKind {
  /// a + b
  ADD,
  /// a - b
  SUBTRACT,
  /// a b
  MULTIPLY,
  /// a / b
  DIVIDE,
  /// the smaller; NaN where one is NaN
  MINIMUM,
  /// the larger; NaN where one is NaN
  MAXIMUM,
  /// a^b, as the function of C
  POWER,
  /// what is left of a after whole multiples of b, with the sign of a: `fmod` of C
  REMAINDER,
  /// the same with the sign of b, as in Python
  MODULO,
  /// 1 where a = b, else 0
  EQUAL,
  /// 1 where a < b, else 0
  LESS,
  /// 1 where a <= b, else 0
  LESS_OR_EQUAL,
  /// 1 where neither is 0, else 0
  AND,
  /// 1 where at least one is not 0, else 0
  OR,
  /// 1 where exactly one is not 0, else 0
  XOR;

  /// About how many operations one value takes: decides the size of a piece.
  int cost() {
    return switch (this) {
      case ADD, SUBTRACT, MULTIPLY, DIVIDE, MINIMUM, MAXIMUM -> 1;
      case EQUAL, LESS, LESS_OR_EQUAL, AND, OR, XOR -> 1;
      case POWER, REMAINDER, MODULO -> 64;
    };
  }
}
