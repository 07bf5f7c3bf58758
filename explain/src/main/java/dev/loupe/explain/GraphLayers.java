package dev.loupe.explain;

import dev.loupe.graph.Graph;
import dev.loupe.graph.Node;
import dev.loupe.graph.Source;
import dev.loupe.graph.op.AdaptivePool;
import dev.loupe.graph.op.Pad;
import dev.loupe.graph.op.Pool;
import dev.loupe.graph.op.Reduce;
import dev.loupe.graph.op.Reshape;
import dev.loupe.graph.op.Slice;
import dev.loupe.graph.op.Transpose;
import dev.loupe.nn.Network;
import java.util.Map;
import java.util.Optional;

/// Finds values of layers in a graph.
final class GraphLayers {
  private GraphLayers() {}

  /// The path of the last layer that a map of places can be made of; of several with one value that
  /// of the outermost.
  static Optional<String> last(Graph graph) {
    int logits = logits(graph);
    boolean[] used = new boolean[graph.nodes().size()];
    used[logits] = true;
    for (Node n : graph.nodes().reversed()) {
      if (used[n.id()]) {
        n.inputs().forEach(i -> used[i] = true);
      }
    }
    Optional<String> best = Optional.empty();
    int latest = -1;
    for (Map.Entry<String, Integer> layer : graph.layers().entrySet()) {
      int id = layer.getValue();
      if (id >= latest && used[id] && id != logits && suits(graph.node(id))) {
        best = Optional.of(layer.getKey());
        latest = id;
      }
    }
    return best;
  }

  /// The node that the network answers with.
  static int logits(Graph graph) {
    return graph.outputs().getOrDefault(Network.LOGITS, 0);
  }

  /// The node of a layer that is known to be there.
  static int node(Graph graph, String path) {
    return graph.layers().getOrDefault(path, 0);
  }

  private static boolean suits(Node n) {
    long places = n.shape().elements() / n.shape().size(0) / n.shape().channels();
    return n.shape().rank() > 2
        && places > 1
        && !(n.op() instanceof Source)
        && !(n.op() instanceof Pool)
        && !(n.op() instanceof AdaptivePool)
        && !(n.op() instanceof Reduce)
        && !(n.op() instanceof Reshape)
        && !(n.op() instanceof Transpose)
        && !(n.op() instanceof Slice)
        && !(n.op() instanceof Pad);
  }
}
