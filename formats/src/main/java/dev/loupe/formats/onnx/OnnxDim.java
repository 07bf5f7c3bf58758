package dev.loupe.formats.onnx;

/// The size of an axis of a value: known, named, or neither.
public sealed interface OnnxDim {
  /// A number.
  ///
  /// @param size at least 0
  record Fixed(int size) implements OnnxDim {}

  /// A name that stands for one number everywhere in the graph, such as `batch`.
  ///
  /// @param name the name
  record Named(String name) implements OnnxDim {}

  /// Anything.
  record Free() implements OnnxDim {}
}
