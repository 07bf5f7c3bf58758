package dev.loupe.formats.onnx;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// An operator that the model itself defines.
///
/// @param domain of the operator
/// @param name of the operator
/// @param inputs names of what it reads
/// @param outputs names of what it computes
/// @param defaults attributes that a call may leave out
/// @param nodes in an order in which they can run
public record OnnxFunction(
    String domain,
    String name,
    List<String> inputs,
    List<String> outputs,
    Map<String, OnnxAttribute> defaults,
    List<OnnxNode> nodes) {
  /// Copies the lists.
  public OnnxFunction {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    defaults = Collections.unmodifiableMap(new LinkedHashMap<>(defaults));
    nodes = List.copyOf(nodes);
  }
}
