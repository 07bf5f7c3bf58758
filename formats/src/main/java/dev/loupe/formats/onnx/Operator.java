package dev.loupe.formats.onnx;

import java.util.List;

/// How an operator is written into a graph of Loupe's.
@FunctionalInterface
interface Operator {
  /// Writes a node.
  ///
  /// @return its outputs, as many as are known
  /// @throws dev.loupe.tensor.LoupeException if Loupe can't compute it
  List<Placed> write(Call call);

  /// An operator with one output.
  interface Single {
    /// Writes a node.
    Placed write(Call call);
  }

  /// An operator with one output.
  static Operator of(Single single) {
    return call -> List.of(single.write(call));
  }
}
