package dev.loupe.formats.onnx;

import dev.loupe.graph.Source.Layout;
import dev.loupe.graph.Source.Role;

/// What is known of a value while a graph is translated; asked for only as far as it is needed.
interface Held {
  /// Whether the value is the same in every run.
  boolean fixed();

  /// Whether it is made of what the model has learned.
  default boolean learned() {
    return false;
  }

  /// Whether only the host can compute it, when the program has run.
  default boolean late() {
    return false;
  }

  /// The value itself.
  ///
  /// @throws dev.loupe.tensor.LoupeException if it is not known before the graph runs
  Literal literal();

  /// The value in the graph that is being written.
  ///
  /// @throws dev.loupe.tensor.LoupeException if it can't be computed there
  Placed placed();

  /// The value in the graph, as a parameter with a role and a layout where it is an initializer.
  default Placed parameter(Role role, Layout layout) {
    return placed();
  }

  /// The sizes and the type, without computing the value where that can be avoided.
  default int[] dims() {
    return placed().dims();
  }

  /// The type of the elements.
  default OnnxType type() {
    return placed().type();
  }
}
