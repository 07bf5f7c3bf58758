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
  DIVIDE
}
