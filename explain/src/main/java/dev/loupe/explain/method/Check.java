package dev.loupe.explain.method;

import dev.loupe.tensor.LoupeException;

/// What settings have in common.
final class Check {
  private Check() {}

  static void positive(String what, int value) {
    if (value < 1) {
      throw LoupeException.of("there are too few " + what)
          .expected("at least 1")
          .got(String.valueOf(value));
    }
  }
}
