package dev.loupe.nn;

import dev.loupe.graph.Value;

/// Zeroes values at random in training and scales the others by `1 / (1 - rate)`.
///
/// Input: any shape. Output: the same shape. In use it does nothing.
/// Source: Srivastava et al., Dropout, JMLR 2014.
///
/// @param rate the share that is dropped, from 0 up to but not 1
public record Dropout(float rate) implements Layer {
  /// Checks the rate.
  ///
  /// @throws dev.loupe.tensor.LoupeException if it is not in [0, 1)
  public Dropout {
    op(rate, 0);
  }

  /// Drops this share.
  public static Dropout of(float rate) {
    return new Dropout(rate);
  }

  @Override
  public Value apply(Scope scope, Value input) {
    boolean drops = scope.training() && rate > 0;
    return drops ? scope.apply(op(rate, scope.key()), input) : input;
  }

  private static dev.loupe.graph.op.Dropout op(float rate, long key) {
    return new dev.loupe.graph.op.Dropout(rate, key, false);
  }
}
