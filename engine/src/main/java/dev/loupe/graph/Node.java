package dev.loupe.graph;

import dev.loupe.tensor.Shape;
import java.util.List;

/// One op with its inputs; it computes one value.
///
/// @param id its place in the graph's order
/// @param path the layer that wrote it, such as `layer1.0.conv1`
/// @param op what it computes
/// @param inputs the ids of the nodes whose values it reads, all smaller than `id`
/// @param shape the shape of its value
public record Node(int id, String path, Op op, List<Integer> inputs, Shape shape) {
  /// Copies the list.
  public Node {
    inputs = List.copyOf(inputs);
  }
}
