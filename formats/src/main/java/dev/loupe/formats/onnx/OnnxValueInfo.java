package dev.loupe.formats.onnx;

import java.util.List;
import java.util.Optional;

/// What is known of a value of a graph.
///
/// @param name of the value
/// @param type of its elements; empty where it is not said
/// @param dims its sizes; empty where even their number is not said
public record OnnxValueInfo(String name, Optional<OnnxType> type, Optional<List<OnnxDim>> dims) {
  /// Copies the list.
  public OnnxValueInfo {
    dims = dims.map(List::copyOf);
  }
}
