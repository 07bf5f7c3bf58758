package dev.loupe.nn;

import dev.loupe.graph.Value;
import dev.loupe.graph.op.Affine;
import dev.loupe.tensor.LoupeException;

/// Multiplies every value by the same fixed number.
///
/// Input: any shape. Output: the same shape. Nothing is learned.
///
/// @param factor a finite number
public record Scale(float factor) implements Layer {
  /// Checks the factor.
  ///
  /// @throws LoupeException if it is not finite
  public Scale {
    if (!Float.isFinite(factor)) {
      throw LoupeException.of("the factor of a scaling is out of range")
          .expected("a finite number")
          .got(String.valueOf(factor));
    }
  }

  /// By this factor.
  public static Scale of(float factor) {
    return new Scale(factor);
  }

  @Override
  public Value apply(Scope scope, Value input) {
    return scope.apply(new Affine(factor, 0), input);
  }
}
