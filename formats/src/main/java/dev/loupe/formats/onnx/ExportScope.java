package dev.loupe.formats.onnx;

import dev.loupe.graph.Computation;
import dev.loupe.graph.Graph;
import dev.loupe.graph.Node;
import dev.loupe.graph.Parameters;
import dev.loupe.graph.Source;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What the parts of an export share: Loupe's graph, the ONNX graph so far, and where each value of
/// the one is found in the other.
final class ExportScope {
  private final Graph graph;
  private final Graph larger;
  private final Parameters parameters;
  private final ExportedGraph out = new ExportedGraph();
  private final Map<Integer, ExportedValue> held = new HashMap<>();
  private final Map<ExportedValue, ExportedValue> turned = new HashMap<>();
  private final Map<Integer, List<Node>> readers = new TreeMap<>();

  /// Begins.
  ///
  /// @param graph for a batch of [Extents#SOME]
  /// @param larger the same for a batch of [Extents#MORE]
  /// @param wanted the nodes that the output depends on
  ExportScope(Graph graph, Graph larger, Parameters parameters, List<Node> wanted) {
    this.graph = graph;
    this.larger = larger;
    this.parameters = parameters;
    for (Node n : wanted) {
      n.inputs().stream()
          .distinct()
          .forEach(i -> readers.computeIfAbsent(i, _ -> new ArrayList<>()).add(n));
      if (n.op() instanceof Source.Variable v) {
        out.reserve(v.path());
      }
    }
  }

  /// The ONNX graph.
  ExportedGraph out() {
    return out;
  }

  /// The node of Loupe with an id.
  Node node(int id) {
    return graph.node(id);
  }

  /// The node that computes an input of another.
  Node input(Node n, int index) {
    return graph.node(n.inputs().get(index));
  }

  /// The nodes that read a value and whose own values are needed.
  List<Node> readers(Node n) {
    return readers.getOrDefault(n.id(), List.of());
  }

  /// The shape of a node's value.
  Extents extents(Node n) {
    return new Extents(n.shape(), larger.node(n.id()).shape());
  }

  /// Whether a node is written already.
  boolean done(Node n) {
    return held.containsKey(n.id());
  }

  /// Where a value is found; sources are written when they are first asked for.
  ExportedValue held(Node n) {
    ExportedValue known = held.get(n.id());
    if (known != null) {
      return known;
    }
    ExportedValue fresh =
        switch (n.op()) {
          case Source.Variable v -> variable(v);
          case Source.Constant c -> constant(c);
          case Source.Input _, Computation _ ->
              throw new IllegalStateException(n + " is read before it is written");
        };
    held.put(n.id(), fresh);
    return fresh;
  }

  /// The order in which a value is held.
  List<Integer> order(Node n) {
    return held(n).order();
  }

  /// The name of a value with its axes in an order; where it is held in another one, a node moves
  /// it, which all readers share.
  ///
  /// @param at the node that reads it
  String read(Node at, Node n, List<Integer> order) {
    ExportedValue have = held(n);
    if (have.order().equals(order)) {
      return have.name();
    }
    ExportedValue want = new ExportedValue(have.name(), order);
    return turned
        .computeIfAbsent(want, _ -> new ExportedValue(turn(at, n, have, order), order))
        .name();
  }

  private String turn(Node at, Node n, ExportedValue have, List<Integer> order) {
    List<Integer> place = ExportedValue.inverse(have.order());
    List<Long> permutation = order.stream().map(axis -> (long) place.get(axis)).toList();
    String name =
        out.node(
            at.path(),
            "Transpose",
            List.of(have.name()),
            Map.of("perm", new OnnxAttribute.Wholes(permutation)));
    out.sizes(name, extents(n).dims(order));
    return name;
  }

  /// The name of a value with its axes in the order batch, channels, spatial.
  String channelsFirst(Node at, Node n) {
    return read(at, n, ExportedValue.channelsFirst(n.shape().rank()));
  }

  /// Notes where a node's value is found.
  void hold(Node n, String name, List<Integer> order) {
    held.put(n.id(), new ExportedValue(name, order));
    if (!out.hasInitializer(name)) {
      out.sizes(name, extents(n).dims(order));
    }
  }

  /// Notes that a node needs nothing in ONNX: its readers don't ask for it.
  void skip(Node n) {
    held.put(n.id(), new ExportedValue("", ExportedValue.same(n.shape().rank())));
  }

  /// An error about a node.
  LoupeException refusal(Node n, String what) {
    return LoupeException.of(what).got(n.op().toString()).at(n.path());
  }

  private ExportedValue variable(Source.Variable v) {
    int rank = v.shape().rank();
    List<Integer> order =
        switch (v.layout()) {
          case PLAIN -> ExportedValue.same(rank);
          case CONVOLUTION, TRANSPOSED_CONVOLUTION, DENSE -> ExportedValue.weights(rank);
        };
    Tensor t = parameters.tensor(v.path());
    return new ExportedValue(out.initializer(tensor(v.path(), t, order)), order);
  }

  private ExportedValue constant(Source.Constant c) {
    List<Integer> order = ExportedValue.same(c.shape().rank());
    return new ExportedValue(out.constant(tensor("", c.value(), order)), order);
  }

  private static OnnxTensor tensor(String name, Tensor t, List<Integer> order) {
    Shape shape = t.shape();
    int[] strides = new int[shape.rank()];
    int stride = 1;
    for (int axis = shape.rank() - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= shape.size(axis);
    }
    ByteBuffer bytes = ByteBuffer.allocate(t.length() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    put(bytes, t, order, strides, 0, 0);
    List<Integer> sizes = order.stream().map(shape::size).toList();
    return new OnnxTensor(name, OnnxType.FLOAT, sizes, bytes.flip());
  }

  /// Writes the values from an axis of the file on.
  private static void put(
      ByteBuffer bytes, Tensor t, List<Integer> order, int[] strides, int axis, int from) {
    if (order.isEmpty()) {
      bytes.putFloat(t.get(from));
      return;
    }
    int size = t.shape().size(order.get(axis));
    int stride = strides[order.get(axis)];
    boolean last = axis == order.size() - 1;
    for (int i = 0; i < size; i++) {
      if (last) {
        bytes.putFloat(t.get(from + i * stride));
      } else {
        put(bytes, t, order, strides, axis + 1, from + i * stride);
      }
    }
  }
}
