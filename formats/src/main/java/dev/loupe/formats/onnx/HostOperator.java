package dev.loupe.formats.onnx;

import java.util.List;

/// How the value of an operator is found from values that are known: for sizes, indices and
/// settings, and for what has no size before the graph runs.
@FunctionalInterface
interface HostOperator {
  /// Computes a node.
  ///
  /// @return its outputs
  /// @throws dev.loupe.tensor.LoupeException if the inputs don't fit
  List<Literal> compute(Call call);

  /// An operator with one output.
  interface Single {
    /// Computes a node.
    Literal compute(Call call);
  }

  /// An operator with one output.
  static HostOperator of(Single single) {
    return call -> List.of(single.compute(call));
  }
}
