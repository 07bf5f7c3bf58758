package dev.loupe.explain.filter;

import dev.loupe.explain.LayerShape;
import dev.loupe.explain.Lens;
import dev.loupe.graph.Graph;
import dev.loupe.graph.Node;
import dev.loupe.graph.op.Activate;
import dev.loupe.graph.op.AdaptivePool;
import dev.loupe.graph.op.Convolution;
import dev.loupe.graph.op.ConvolutionBackData;
import dev.loupe.graph.op.MatrixMultiply;
import dev.loupe.graph.op.Pool;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Where the values of a network are worth a look: at the end of each run of layers that begins
/// with a window, so after normalisation and activation.
///
/// @param layer the last of the run that has places
/// @param node of its value
/// @param pooling whether the run begins with a pooling, else with a convolution
public record Stage(LayerShape layer, int node, boolean pooling) {
  /// The stages of a network, in its order.
  public static List<Stage> all(Lens lens) {
    Graph graph = lens.graph();
    int[] run = new int[graph.nodes().size()];
    List<Node> heads = new ArrayList<>();
    for (Node n : graph.nodes()) {
      if (head(n)) {
        heads.add(n);
      }
      run[n.id()] = heads.size();
    }
    Map<Integer, Stage> last = new LinkedHashMap<>();
    for (LayerShape layer : lens.layers()) {
      int id = graph.layers().getOrDefault(layer.path(), 0);
      boolean dense = run[id] == 0 || heads.get(run[id] - 1).op() instanceof MatrixMultiply;
      // Tokens lie in a row: only the layers that make them have places.
      boolean tokens = lens.attention().filter(t -> t.are(layer.shape())).isPresent();
      if (!layer.spatial() || tokens || dense) {
        continue;
      }
      boolean pooling = pools(heads.get(run[id] - 1));
      Stage known = last.get(run[id]);
      if (known == null || known.node() < id) {
        last.put(run[id], new Stage(layer, id, pooling));
      }
    }
    return last.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(Map.Entry::getValue)
        .toList();
  }

  /// At most so many convolutional stages, spread evenly from the first to the last.
  public static List<Stage> convolutions(Lens lens, int most) {
    List<Stage> all = all(lens).stream().filter(s -> !s.pooling()).toList();
    if (all.size() <= most) {
      return all;
    }
    List<Stage> some = new ArrayList<>();
    for (int i = 0; i < most; i++) {
      some.add(all.get(most == 1 ? 0 : Math.round((float) i * (all.size() - 1) / (most - 1))));
    }
    return some;
  }

  /// Its path.
  public String path() {
    return layer.path();
  }

  /// The path of the layer before the stage's activation, where there is one: its values have
  /// gradients where those after a rectifier have none.
  public String raised(Lens lens) {
    Graph graph = lens.graph();
    Node n = graph.node(node);
    while (n.op() instanceof Activate) {
      n = graph.node(n.inputs().getFirst());
    }
    int before = n.id();
    return graph.layers().entrySet().stream()
        .filter(l -> l.getValue() == before)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(path());
  }

  /// How many channels it has.
  public int channels() {
    return layer.shape().channels();
  }

  private static boolean head(Node n) {
    return n.op() instanceof Convolution
        || n.op() instanceof ConvolutionBackData
        || n.op() instanceof MatrixMultiply
        || pools(n);
  }

  private static boolean pools(Node n) {
    return n.op() instanceof Pool || n.op() instanceof AdaptivePool;
  }
}
