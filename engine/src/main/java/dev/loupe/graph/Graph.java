package dev.loupe.graph;

import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// An immutable list of nodes in an order in which they can run.
///
/// Invariants, verified when a graph is made: a node's id is its index; it reads only nodes before
/// it; its shape is what its op infers; inputs and variables have unique names; a node that
/// overwrites a variable comes after every node that reads the old values.
///
/// @param nodes in running order
/// @param outputs the values that the caller reads, by name
/// @param layers the value of each layer, by path, in the order of the network
/// @param effects nodes that run although nobody reads their value
public record Graph(
    List<Node> nodes,
    Map<String, Integer> outputs,
    Map<String, Integer> layers,
    List<Integer> effects) {
  /// Copies and verifies.
  public Graph {
    nodes = List.copyOf(nodes);
    outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
    layers = Collections.unmodifiableMap(new LinkedHashMap<>(layers));
    effects = List.copyOf(effects);
    verify(nodes, outputs, layers, effects);
  }

  /// The node with an id.
  public Node node(int id) {
    return nodes.get(id);
  }

  /// The shapes of what a node reads.
  public List<Shape> inputShapes(Node node) {
    return node.inputs().stream().map(i -> nodes.get(i).shape()).toList();
  }

  /// The variables, in the order in which layers asked for them.
  public List<Source.Variable> variables() {
    return nodes.stream()
        .map(Node::op)
        .filter(Source.Variable.class::isInstance)
        .map(Source.Variable.class::cast)
        .toList();
  }

  /// The input with a label.
  ///
  /// @throws IllegalArgumentException if there is none
  public Node input(String label) {
    for (Node n : nodes) {
      if (n.op() instanceof Source.Input in && in.label().equals(label)) {
        return n;
      }
    }
    throw new IllegalArgumentException("the graph has no input '" + label + "'");
  }

  /// The same graph, with the value of a layer among the outputs, under the layer's path.
  ///
  /// @throws LoupeException if there is no such layer, with the nearest ones
  public Graph retain(String layerPath) {
    Integer id = layers.get(layerPath);
    if (id == null) {
      throw LoupeException.of("the network has no layer '" + layerPath + "'")
          .expected("one of " + String.join(", ", layers.keySet()));
    }
    Map<String, Integer> more = new LinkedHashMap<>(outputs);
    more.put(layerPath, id);
    return new Graph(nodes, more, layers, effects);
  }

  private static void verify(
      List<Node> nodes,
      Map<String, Integer> outputs,
      Map<String, Integer> layers,
      List<Integer> effects) {
    Set<String> names = new HashSet<>();
    Set<Integer> overwritten = new HashSet<>();
    for (int id = 0; id < nodes.size(); id++) {
      Node n = nodes.get(id);
      check(n.id() == id, n, "its id is not its index " + id);
      for (int i : n.inputs()) {
        check(i >= 0 && i < id, n, "it reads node " + i + ", which is not before it");
        check(!overwritten.contains(i), n, "it reads node " + i + ", which was overwritten");
      }
      switch (n.op()) {
        case Source s -> {
          check(n.inputs().isEmpty(), n, "a source has inputs");
          check(n.shape().equals(s.shape()), n, "its shape is not its source's");
          if (s instanceof Source.Input in) {
            check(names.add("input " + in.label()), n, "its label is not unique");
          } else if (s instanceof Source.Variable v) {
            check(names.add("variable " + v.path()), n, "its path is not unique");
          }
        }
        case Computation c -> {
          List<Shape> shapes = n.inputs().stream().map(i -> nodes.get(i).shape()).toList();
          Shape inferred = c.infer(shapes);
          check(inferred.equals(n.shape()), n, "its shape is not the inferred " + inferred);
          for (int i = 0; i < n.inputs().size(); i++) {
            if (c.overwrites(i)) {
              int target = n.inputs().get(i);
              check(
                  nodes.get(target).op() instanceof Source.Variable,
                  n,
                  "it overwrites node " + target + ", which is not a variable");
              overwritten.add(target);
            }
          }
        }
      }
    }
    for (int id : outputs.values()) {
      check(id >= 0 && id < nodes.size(), null, "output " + id + " does not exist");
    }
    for (int id : layers.values()) {
      check(id >= 0 && id < nodes.size(), null, "layer value " + id + " does not exist");
    }
    for (int id : effects) {
      check(id >= 0 && id < nodes.size(), null, "effect " + id + " does not exist");
    }
  }

  private static void check(
      boolean holds, @org.jspecify.annotations.Nullable Node node, String what) {
    if (!holds) {
      throw new IllegalStateException("broken graph: " + (node == null ? "" : node + ": ") + what);
    }
  }
}
