package dev.loupe.formats.onnx;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One operation of a graph.
///
/// @param name for people; may be empty
/// @param domain of the operator; empty for ONNX's own
/// @param operator such as `Conv`
/// @param inputs names of values; empty where an optional one is left out
/// @param outputs names of values; empty where an optional one is left out
/// @param attributes by name
public record OnnxNode(
    String name,
    String domain,
    String operator,
    List<String> inputs,
    List<String> outputs,
    Map<String, OnnxAttribute> attributes) {
  /// Copies the lists.
  public OnnxNode {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
  }

  /// The name, or where there is none the first output's.
  public String label() {
    return name.isEmpty() && !outputs.isEmpty() ? outputs.getFirst() : name;
  }
}
