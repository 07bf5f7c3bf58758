package dev.loupe.formats.onnx;

import java.util.List;

/// A graph of operations.
///
/// @param name for people
/// @param nodes in an order in which they can run
/// @param initializers values of inputs or of names that no node writes
/// @param inputs what the graph reads; older files list initializers too
/// @param outputs what it computes
/// @param values what else is known of values inside
public record OnnxGraph(
    String name,
    List<OnnxNode> nodes,
    List<OnnxTensor> initializers,
    List<OnnxValueInfo> inputs,
    List<OnnxValueInfo> outputs,
    List<OnnxValueInfo> values) {
  /// Copies the lists.
  public OnnxGraph {
    nodes = List.copyOf(nodes);
    initializers = List.copyOf(initializers);
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    values = List.copyOf(values);
  }
}
