package dev.loupe.graph;

import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Writes a [Graph], node by node, inferring and checking shapes as it goes.
public final class GraphBuilder {
  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, Integer> outputs = new LinkedHashMap<>();
  private final Map<String, Integer> layers = new LinkedHashMap<>();
  private final List<Integer> effects = new ArrayList<>();
  private final Map<String, Value> variables = new LinkedHashMap<>();
  private String path = "";

  /// An empty graph.
  public GraphBuilder() {}

  /// Goes on where a graph ends: its nodes keep their ids.
  public static GraphBuilder from(Graph graph) {
    GraphBuilder b = new GraphBuilder();
    b.nodes.addAll(graph.nodes());
    b.outputs.putAll(graph.outputs());
    b.layers.putAll(graph.layers());
    b.effects.addAll(graph.effects());
    for (Node n : graph.nodes()) {
      if (n.op() instanceof Source.Variable v) {
        b.variables.put(v.path(), b.value(n.id()));
      }
    }
    return b;
  }

  /// The layer path that nodes are written under.
  public String path() {
    return path;
  }

  /// Sets the layer path for the nodes that follow.
  public void path(String next) {
    path = next;
  }

  /// A value that the caller writes before each run.
  public Value input(String label, Shape shape) {
    for (Node n : nodes) {
      if (n.op() instanceof Source.Input in && in.label().equals(label)) {
        throw new IllegalArgumentException("the graph already has an input '" + label + "'");
      }
    }
    return append(new Source.Input(label, shape), List.of(), shape);
  }

  /// A variable; asking for the same path again gives the same value.
  public Value variable(Source.Variable variable) {
    Value known = variables.get(variable.path());
    if (known != null) {
      if (!known.shape().equals(variable.shape())) {
        throw LoupeException.of("two layers share the parameter '" + variable.path() + "'")
            .expected("one shape, " + known.shape())
            .got(variable.shape().toString())
            .fix("give one of the layers another name");
      }
      return known;
    }
    Value v = append(variable, List.of(), variable.shape());
    variables.put(variable.path(), v);
    return v;
  }

  /// A fixed value.
  public Value constant(Tensor value) {
    return append(new Source.Constant(value), List.of(), value.shape());
  }

  /// A fixed scalar.
  public Value constant(float value) {
    return constant(Tensor.scalar(value));
  }

  /// The value of an op.
  ///
  /// @throws LoupeException if the inputs don't fit the op, with the current layer path in front
  public Value apply(Computation op, Value... inputs) {
    List<Shape> shapes = Arrays.stream(inputs).map(Value::shape).toList();
    Shape shape;
    try {
      shape = op.infer(shapes);
    } catch (LoupeException e) {
      throw e.at(path);
    }
    return append(op, Arrays.stream(inputs).map(Value::id).toList(), shape);
  }

  /// Keeps a value for the caller, under a name.
  public void output(String name, Value value) {
    outputs.put(name, value.id());
  }

  /// Keeps a node although nobody reads its value, because it overwrites variables.
  public void effect(Value value) {
    effects.add(value.id());
  }

  /// Notes that a value is what the layer at a path computes.
  public void layer(String layerPath, Value value) {
    layers.put(layerPath, value.id());
  }

  /// Whether a value comes from outside the graph: an input, a variable, a constant.
  public boolean isSource(Value value) {
    return nodes.get(value.id()).op() instanceof Source;
  }

  /// The value of a node.
  public Value value(int id) {
    return new Value(id, nodes.get(id).shape());
  }

  Node node(int id) {
    return nodes.get(id);
  }

  int size() {
    return nodes.size();
  }

  /// The finished graph, verified.
  public Graph build() {
    return new Graph(nodes, outputs, layers, effects);
  }

  Value append(Op op, List<Integer> inputs, Shape shape) {
    Node n = new Node(nodes.size(), path, op, inputs, shape);
    nodes.add(n);
    return new Value(n.id(), shape);
  }
}
