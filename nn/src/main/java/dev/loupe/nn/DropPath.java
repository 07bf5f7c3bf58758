package dev.loupe.nn;

import dev.loupe.graph.Value;

/// Zeroes whole samples at random in training and scales the others by `1 / (1 - rate)`:
/// stochastic depth.
///
/// Input: any shape. Output: the same shape. In use it does nothing.
/// Source: Huang et al., Deep Networks with Stochastic Depth, ECCV 2016.
///
/// @param rate the share that is dropped, from 0 up to but not 1
public record DropPath(float rate) implements Layer {
  /// Checks the rate.
  ///
  /// @throws dev.loupe.tensor.LoupeException if it is not in [0, 1)
  public DropPath {
    op(rate, 0);
  }

  /// Drops this share.
  public static DropPath of(float rate) {
    return new DropPath(rate);
  }

  @Override
  public Value apply(Scope scope, Value input) {
    boolean drops = scope.training() && rate > 0;
    return drops ? scope.apply(op(rate, scope.key()), input) : input;
  }

  private static dev.loupe.graph.op.Dropout op(float rate, long key) {
    return new dev.loupe.graph.op.Dropout(rate, key, true);
  }
}
