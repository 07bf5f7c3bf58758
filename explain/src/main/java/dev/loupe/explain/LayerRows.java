package dev.loupe.explain;

import dev.loupe.graph.Computation;
import dev.loupe.graph.Graph;
import dev.loupe.graph.Node;
import dev.loupe.graph.Source;
import dev.loupe.graph.op.Activate;
import dev.loupe.graph.op.AdaptivePool;
import dev.loupe.graph.op.Convolution;
import dev.loupe.graph.op.ConvolutionBackData;
import dev.loupe.graph.op.GroupStats;
import dev.loupe.graph.op.MatrixMultiply;
import dev.loupe.graph.op.Pool;
import dev.loupe.graph.op.Reshape;
import dev.loupe.kernel.PoolKind;
import dev.loupe.kernel.Window;
import dev.loupe.nn.ReceptiveFields;
import dev.loupe.tensor.Shape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// Gathers the nodes of a graph by the layers that wrote them.
public final class LayerRows {
  private LayerRows() {}

  /// The layers in the order in which they are done.
  ///
  /// @param graph a network in use, for one sample
  /// @param batch how many samples the bytes are for
  public static List<LayerRow> of(Graph graph, int batch) {
    Map<String, List<Node>> byPath = new LinkedHashMap<>();
    Map<String, Long> parameters = new LinkedHashMap<>();
    for (Node n : graph.nodes()) {
      switch (n.op()) {
        case Computation c -> {
          // A layer stands where its last op does, behind the layers that it is made of.
          List<Node> nodes =
              byPath.containsKey(n.path()) ? byPath.remove(n.path()) : new ArrayList<>();
          nodes.add(n);
          byPath.put(n.path(), nodes);
        }
        case Source.Variable v when v.role().trainable() ->
            parameters.merge(n.path(), v.shape().elements(), Long::sum);
        case Source s -> {}
      }
    }
    ReceptiveFields fields = ReceptiveFields.of(graph);
    List<LayerRow> rows = new ArrayList<>();
    byPath.forEach(
        (path, nodes) -> {
          Node last = nodes.getLast();
          long flops = nodes.stream().mapToLong(n -> flops(graph, n)).sum();
          Shape output = last.shape().range(Math.min(1, last.shape().rank()), last.shape().rank());
          rows.add(
              new LayerRow(
                  last.id(),
                  path.isEmpty() ? "(network)" : path,
                  operation(graph, nodes),
                  output,
                  parameters.getOrDefault(path, 0L),
                  flops,
                  4L * batch * output.elements(),
                  fields.field(last.id())));
        });
    return rows;
  }

  /// Floating point operations of a node.
  public static long flops(Graph graph, Node n) {
    return n.op() instanceof Computation c ? c.flops(graph.inputShapes(n), n.shape()) : 0;
  }

  /// An op that moves a window, or multiplies matrices, speaks for its layer; others are listed.
  private static String operation(Graph graph, List<Node> nodes) {
    Node most = nodes.stream().max(Comparator.comparingLong(n -> flops(graph, n))).orElseThrow();
    return switch (most.op()) {
      case Convolution c -> "convolution " + c.window() + groups(c.groups());
      case ConvolutionBackData t -> "transposed convolution " + t.window() + groups(t.groups());
      case Pool p -> pooling(p.kind()) + " " + p.window();
      case AdaptivePool a -> pooling(a.kind()) + " to " + Shape.of(a.sizes());
      case MatrixMultiply m -> "dense";
      default -> list(nodes);
    };
  }

  private static String list(List<Node> nodes) {
    Node last = nodes.getLast();
    if (last.op() instanceof Reshape && last.shape().rank() == 2) {
      return "flatten";
    }
    String ops =
        nodes.stream()
            .map(Node::op)
            .filter(op -> !(op instanceof GroupStats || op instanceof Reshape))
            .map(op -> op instanceof Activate a ? a.activation().toString() : words(op.name()))
            .distinct()
            .collect(Collectors.joining(", "));
    return ops.isEmpty() ? "reshape" : ops;
  }

  private static String groups(int groups) {
    return groups == 1 ? "" : " groups " + groups;
  }

  private static String pooling(PoolKind kind) {
    return kind == PoolKind.MAX ? "max pool" : "average pool";
  }

  /// `BatchNorm` as `batch norm`.
  private static String words(String name) {
    return name.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
  }

  /// Whether a node moves a window that is larger than its step: what makes things smaller.
  public static boolean shrinks(Window window) {
    return window.axes().stream().anyMatch(a -> a.stride() > 1);
  }
}
