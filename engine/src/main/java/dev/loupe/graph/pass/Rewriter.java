package dev.loupe.graph.pass;

import dev.loupe.graph.Computation;
import dev.loupe.graph.Graph;
import dev.loupe.graph.GraphBuilder;
import dev.loupe.graph.Node;
import dev.loupe.graph.Source;
import dev.loupe.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Copies a graph node by node into a new one, with changes.
final class Rewriter {
  private final Graph graph;
  private final GraphBuilder builder = new GraphBuilder();
  private final Map<Integer, Value> values = new HashMap<>();

  Rewriter(Graph graph) {
    this.graph = graph;
  }

  /// Copies a node as it is.
  void copy(Node n) {
    builder.path(n.path());
    put(
        n,
        switch (n.op()) {
          case Source.Input in -> builder.input(in.label(), in.shape());
          case Source.Variable v -> builder.variable(v);
          case Source.Constant c -> builder.constant(c.value());
          case Computation c -> apply(n.path(), c, inputs(n));
        });
  }

  /// Writes a new node.
  Value apply(String path, Computation op, List<Value> inputs) {
    builder.path(path);
    return builder.apply(op, inputs.toArray(Value[]::new));
  }

  /// The new value stands for the old node from now on.
  void put(Node old, Value value) {
    values.put(old.id(), value);
  }

  /// What stands for an old node.
  Value get(int id) {
    Value v = values.get(id);
    if (v == null) {
      throw new IllegalStateException("node " + id + " was left out but is read");
    }
    return v;
  }

  /// What stands for the inputs of an old node.
  List<Value> inputs(Node n) {
    return inputs(n, 0);
  }

  /// The same from some input on.
  List<Value> inputs(Node n, int from) {
    List<Value> all = new ArrayList<>();
    n.inputs().subList(from, n.inputs().size()).forEach(i -> all.add(get(i)));
    return all;
  }

  /// The new graph. Layers whose value was left out are forgotten.
  Graph build() {
    graph.outputs().forEach((name, id) -> builder.output(name, get(id)));
    graph.effects().forEach(id -> builder.effect(get(id)));
    graph
        .layers()
        .forEach(
            (path, id) -> {
              @Nullable Value v = values.get(id);
              if (v != null) {
                builder.layer(path, v);
              }
            });
    return builder.build();
  }

  /// How often each value is read, counting the caller as a reader of the outputs.
  static int[] uses(Graph graph) {
    int[] uses = new int[graph.nodes().size()];
    graph.nodes().forEach(n -> n.inputs().forEach(i -> uses[i]++));
    graph.outputs().values().forEach(i -> uses[i]++);
    return uses;
  }
}
