package dev.loupe.nn;

import dev.loupe.graph.Value;

/// Gives what it gets.
public record Identity() implements Layer {
  /// The layer.
  public static Identity of() {
    return new Identity();
  }

  @Override
  public Value apply(Scope scope, Value input) {
    return input;
  }
}
