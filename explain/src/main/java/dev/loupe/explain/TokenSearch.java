package dev.loupe.explain;

import dev.loupe.graph.Graph;
import dev.loupe.graph.Node;
import dev.loupe.graph.Source;
import dev.loupe.graph.op.Arithmetic;
import dev.loupe.graph.op.Attention;
import dev.loupe.graph.op.Convolution;
import dev.loupe.graph.op.MatrixMultiply;
import dev.loupe.graph.op.Pool;
import dev.loupe.graph.op.Reshape;
import dev.loupe.graph.op.Softmax;
import dev.loupe.nn.Network;
import dev.loupe.tensor.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds attention in a graph, whoever wrote it, and names the values that explanations need, most
/// of which are of no layer.
final class TokenSearch {
  // Class tokens, a teacher's, and registers: more are tokens of another kind.
  private static final int MOST_LEADING = 16;
  static final String POSITIONS = "positions of tokens";

  private final Graph graph;
  private final Map<String, Integer> names = new LinkedHashMap<>();
  private final List<AttentionLayer> attentions = new ArrayList<>();
  private final List<Node> nodes = new ArrayList<>();

  private TokenSearch(Graph graph) {
    this.graph = graph;
    for (Node n : graph.nodes()) {
      switch (n.op()) {
        case Attention a -> fused(n, a.heads());
        case Softmax s when written(n, s) -> written(n);
        default -> {}
      }
    }
  }

  /// What was found.
  ///
  /// @param names of values, with their nodes
  /// @param attentions all of them
  /// @param tokens empty where there is no attention, or the places of its tokens are not known
  /// @param positions the node whose value is added to tokens for their positions
  record Found(
      Map<String, Integer> names,
      List<AttentionLayer> attentions,
      Optional<Tokens> tokens,
      Optional<Node> positions) {
    /// The graph with the names among its layers.
    Graph named(Graph graph) {
      Map<String, Integer> all = new LinkedHashMap<>(graph.layers());
      all.putAll(names);
      return new Graph(graph.nodes(), graph.outputs(), all, graph.effects());
    }
  }

  static Found in(Graph graph) {
    TokenSearch search = new TokenSearch(graph);
    if (search.nodes.isEmpty()) {
      return new Found(Map.of(), List.of(), Optional.empty(), Optional.empty());
    }
    Optional<Tokens> tokens = search.tokens();
    Optional<Node> positions = tokens.flatMap(search::positions);
    positions.ifPresent(p -> search.names.put(POSITIONS, p.id()));
    return new Found(search.names, List.copyOf(search.attentions), tokens, positions);
  }

  private String path(Node n) {
    return n.path().isEmpty() ? "attention." + nodes.size() : n.path();
  }

  private void fused(Node n, int heads) {
    String path = path(n);
    String read = "queries, keys and values of " + path;
    String given = "heads of " + path;
    names.put(read, n.inputs().getFirst());
    names.put(given, n.id());
    attentions.add(new AttentionLayer.Fused(path, heads, read, given));
    nodes.add(n);
  }

  private void written(Node n) {
    String path = path(n);
    String weights = "weights of " + path;
    names.put(weights, n.id());
    attentions.add(new AttentionLayer.Written(path, n.shape().size(1), weights));
    nodes.add(n);
  }

  /// A softmax over tokens for each token that values are multiplied with.
  private boolean written(Node n, Softmax s) {
    Shape shape = n.shape();
    return !s.log()
        && shape.rank() == 4
        && shape.size(2) == shape.size(3)
        && graph.nodes().stream()
            .anyMatch(
                m -> m.op() instanceof MatrixMultiply && m.inputs().getFirst().equals(n.id()));
  }

  private static int count(Node attention) {
    return attention.op() instanceof Attention
        ? attention.shape().size(1)
        : attention.shape().size(3);
  }

  /// The places are those of the last convolution or pooling before the first attention.
  private Optional<Tokens> tokens() {
    int count = count(nodes.getFirst());
    if (nodes.stream().anyMatch(n -> count(n) != count)) {
      return Optional.empty();
    }
    int rank = graph.input(Network.INPUT).shape().rank();
    boolean[] before = before(nodes.getFirst());
    for (Node n : graph.nodes().reversed()) {
      boolean windowed = n.op() instanceof Convolution || n.op() instanceof Pool;
      if (before[n.id()] && windowed && n.shape().rank() == rank) {
        Shape places = n.shape().range(1, rank - 1);
        long leading = count - places.elements();
        return leading < 0 || leading > MOST_LEADING
            ? Optional.empty()
            : Optional.of(
                new Tokens(
                    attentions,
                    (int) leading,
                    places,
                    pooling(count),
                    read(count, n.shape().channels())));
      }
    }
    return Optional.empty();
  }

  private boolean[] before(Node last) {
    boolean[] found = new boolean[graph.nodes().size()];
    found[last.id()] = true;
    for (Node n : graph.nodes().reversed()) {
      if (found[n.id()]) {
        n.inputs().forEach(i -> found[i] = true);
      }
    }
    return found;
  }

  /// A softmax over the tokens behind the last attention.
  private Optional<String> pooling(int count) {
    int last = nodes.getLast().id();
    Optional<Node> softmax =
        graph.nodes().stream()
            .filter(n -> n.id() > last && n.op() instanceof Softmax s && !s.log())
            .filter(n -> n.shape().rank() == 3 && n.shape().size(1) * n.shape().size(2) == count)
            .findFirst();
    softmax.ifPresent(n -> names.put("worth of tokens", n.id()));
    return softmax.map(n -> "worth of tokens");
  }

  /// The tokens that the last attention's queries, keys and values are made of: what the last
  /// product with weights before it reads, however its rows lie.
  private Optional<String> read(int count, int width) {
    Node last = nodes.getLast();
    boolean[] before = before(last);
    for (Node n : graph.nodes().subList(0, last.id()).reversed()) {
      if (before[n.id()] && n.op() instanceof MatrixMultiply && source(n.inputs().get(1))) {
        return tokens(n.inputs().getFirst(), last.shape().size(0), count, width);
      }
    }
    return Optional.empty();
  }

  private Optional<String> tokens(int from, int batch, int count, int width) {
    Shape wanted = Shape.of(batch, count, width);
    Node n = graph.node(from);
    while (!n.shape().equals(wanted)) {
      if (!(n.op() instanceof Reshape)) {
        return Optional.empty();
      }
      n = graph.node(n.inputs().getFirst());
    }
    int id = n.id();
    String path =
        graph.layers().entrySet().stream()
            .filter(l -> l.getValue() == id)
            .map(Map.Entry::getKey)
            .findFirst()
            .orElse("tokens of " + attentions.getLast().path());
    names.put(path, id);
    return Optional.of(path);
  }

  private boolean source(int id) {
    return graph.node(id).op() instanceof Source;
  }

  /// What is added to the tokens before the first attention and does not depend on the input.
  private Optional<Node> positions(Tokens tokens) {
    boolean[] before = before(nodes.getFirst());
    boolean[] varies = new boolean[graph.nodes().size()];
    Optional<Node> found = Optional.empty();
    for (Node n : graph.nodes()) {
      varies[n.id()] =
          n.op() instanceof Source.Input || n.inputs().stream().anyMatch(i -> varies[i]);
      if (found.isEmpty() && before[n.id()] && varies[n.id()] && n.op().equals(Arithmetic.ADD)) {
        found =
            n.inputs().stream()
                .filter(i -> !varies[i])
                .map(graph::node)
                .filter(p -> ofTokens(p.shape(), tokens))
                .findFirst();
      }
    }
    return found;
  }

  private static boolean ofTokens(Shape s, Tokens tokens) {
    return s.rank() > 1
        && s.elements() == (long) s.size(-2) * s.size(-1)
        && (s.size(-2) == tokens.count() || s.size(-2) == tokens.places().length());
  }
}
