package dev.loupe.explain.filter;

import dev.loupe.explain.Lens;
import dev.loupe.graph.Graph;
import dev.loupe.graph.Node;
import dev.loupe.graph.Source;
import dev.loupe.graph.op.Convolution;
import dev.loupe.kernel.Window;
import dev.loupe.nn.Network;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The filters of a convolution.
///
/// @param path of its layer
/// @param window how it slides
/// @param groups into how many parts the channels fall
/// @param weights kernel..., inputs of a group, filters; not copied
/// @param first whether it looks at the input of the network itself
public record FilterBank(String path, Window window, int groups, Tensor weights, boolean first) {
  /// All convolutions of a network, in its order.
  public static List<FilterBank> all(Lens lens) {
    List<FilterBank> banks = new ArrayList<>();
    Graph graph = lens.graph();
    int input = graph.input(Network.INPUT).id();
    for (Node n : graph.nodes()) {
      if (n.op() instanceof Convolution c) {
        int from = n.inputs().getFirst();
        weights(lens, graph.node(n.inputs().get(1)))
            .ifPresent(
                w ->
                    banks.add(
                        new FilterBank(path(graph, n), c.window(), c.groups(), w, from == input)));
      }
    }
    return banks;
  }

  /// The first convolution of a network.
  ///
  /// @throws LoupeException if it has none
  public static FilterBank first(Lens lens) {
    return all(lens).stream()
        .findFirst()
        .orElseThrow(
            () ->
                LoupeException.of("the network has no filters")
                    .expected("a convolution")
                    .fix("look at a network with one, such as lenet5"));
  }

  /// The convolution of a layer.
  ///
  /// @throws LoupeException if the layer is none
  public static FilterBank of(Lens lens, String path) {
    List<FilterBank> banks = all(lens);
    return banks.stream()
        .filter(b -> b.path().equals(path))
        .findFirst()
        .orElseThrow(
            () ->
                LoupeException.unknown(
                    "convolution", path, banks.stream().map(FilterBank::path).toList()));
  }

  /// The layer that wrote a node; in a graph from a file the layer whose value is the next.
  private static String path(Graph graph, Node node) {
    if (!node.path().isEmpty()) {
      return node.path();
    }
    return graph.layers().entrySet().stream()
        .filter(l -> l.getValue() >= node.id())
        .min(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .orElse("");
  }

  private static Optional<Tensor> weights(Lens lens, Node node) {
    return switch (node.op()) {
      case Source.Variable v -> Optional.of(lens.parameters().tensor(v.path()));
      case Source.Constant c -> Optional.of(c.value());
      default -> Optional.empty();
    };
  }

  /// How many filters there are.
  public int size() {
    return weights.shape().channels();
  }

  /// How many channels each filter sees.
  public int inputs() {
    return weights.shape().size(-2);
  }

  /// The number of spatial axes.
  public int rank() {
    return window.rank();
  }

  /// One filter: kernel..., inputs.
  ///
  /// @param index from 0
  public Tensor filter(int index) {
    return filter(weights, index);
  }

  /// One filter of many: kernel..., inputs.
  ///
  /// @param weights kernel..., inputs, filters
  /// @param index from 0
  static Tensor filter(Tensor weights, int index) {
    Shape shape = weights.shape().range(0, weights.shape().rank() - 1);
    Tensor filter = Tensor.zeros(shape);
    for (int i = 0; i < filter.length(); i++) {
      filter.set(i, weights.get(i * weights.shape().channels() + index));
    }
    return filter;
  }

  /// The sizes of the kernel.
  public int[] kernel() {
    return weights.shape().range(0, rank()).sizes();
  }

  /// Whether its filters have directions: one to three axes, each of at least 2.
  public boolean directed() {
    return rank() <= 3 && Arrays.stream(kernel()).allMatch(size -> size > 1);
  }
}
