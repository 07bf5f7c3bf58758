package dev.loupe.cli;

import dev.loupe.explain.LayerRow;
import dev.loupe.explain.LayerRows;
import dev.loupe.graph.Graph;
import dev.loupe.graph.Node;
import dev.loupe.graph.Source;
import dev.loupe.graph.op.AdaptivePool;
import dev.loupe.graph.op.Convolution;
import dev.loupe.graph.op.ConvolutionBackData;
import dev.loupe.graph.op.MatrixMultiply;
import dev.loupe.graph.op.Pool;
import dev.loupe.tensor.Shape;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What a network would need without the two ideas that make convolutional networks small: one
/// small window of weights for all places, and pooling.
///
/// @param convolutions how many convolution layers there are
/// @param shared the weights that they have
/// @param dense the weights of dense layers with the same inputs and outputs: each value of the
///     output with a weight for each value of the input
/// @param poolings how many poolings make what follows smaller
/// @param flops of one sample, as the network is
/// @param flopsUnpooled of one sample, if each pooling kept its input's size
/// @param bytes of all layers' values for one sample, as the network is
/// @param bytesUnpooled the same, if each pooling kept its input's size
/// @param parameters as the network is
/// @param parametersUnpooled the same, if each pooling kept its input's size: the first dense layer
///     grows with what comes in
record Savings(
    int convolutions,
    BigInteger shared,
    BigInteger dense,
    int poolings,
    double flops,
    double flopsUnpooled,
    double bytes,
    double bytesUnpooled,
    double parameters,
    double parametersUnpooled) {

  /// Works it out for a network in use, for one sample.
  ///
  /// @param layers its layers
  static Savings of(Graph graph, List<LayerRow> layers) {
    Walk walk = new Walk(graph, layers);
    graph.nodes().forEach(walk::add);
    return new Savings(
        walk.convolutions,
        walk.shared,
        walk.dense,
        walk.poolings,
        walk.flops,
        walk.flopsUnpooled,
        walk.bytes,
        walk.bytesUnpooled,
        walk.parameters,
        walk.parametersUnpooled);
  }

  private static final class Walk {
    private final Graph graph;

    /// How many times more values each node's value would have.
    private final Map<Integer, Double> factors = new HashMap<>();

    /// The nodes whose values count.
    private final Set<Integer> values = new HashSet<>();

    private BigInteger shared = BigInteger.ZERO;
    private BigInteger dense = BigInteger.ZERO;
    private int convolutions;
    private int poolings;
    private double flops;
    private double flopsUnpooled;
    private double bytes;
    private double bytesUnpooled;
    private double parameters;
    private double parametersUnpooled;

    Walk(Graph graph, List<LayerRow> layers) {
      this.graph = graph;
      layers.forEach(row -> values.add(row.node()));
    }

    void add(Node n) {
      if (n.op() instanceof Source s) {
        if (s instanceof Source.Variable v && v.role().trainable()) {
          parameters += v.shape().elements();
          parametersUnpooled += v.shape().elements();
        }
        return;
      }
      double before =
          n.inputs().stream().mapToDouble(i -> factors.getOrDefault(i, 1.0)).max().orElse(1);
      double after = after(n, before);
      factors.put(n.id(), after);
      double own = LayerRows.flops(graph, n);
      flops += own;
      flopsUnpooled += own * Math.max(before, after);
      if (values.contains(n.id())) {
        bytes += 4.0 * n.shape().elements();
        bytesUnpooled += 4.0 * n.shape().elements() * after;
      }
    }

    private double after(Node n, double before) {
      Shape in = graph.node(n.inputs().getFirst()).shape();
      switch (n.op()) {
        case Convolution c -> convolution(in, n);
        case ConvolutionBackData t -> convolution(in, n);
        case Pool p -> {
          if (LayerRows.shrinks(p.window())) {
            poolings++;
            return before * in.elements() / n.shape().elements();
          }
        }
        case AdaptivePool a -> {
          return 1;
        }
        case MatrixMultiply m -> {
          parametersUnpooled += (before - 1) * graph.node(n.inputs().getLast()).shape().elements();
          return 1;
        }
        default -> {}
      }
      return before;
    }

    private void convolution(Shape in, Node n) {
      convolutions++;
      Shape weights = graph.node(n.inputs().getLast()).shape();
      shared = shared.add(BigInteger.valueOf(weights.elements()));
      BigInteger from = BigInteger.valueOf(in.elements());
      dense = dense.add(from.multiply(BigInteger.valueOf(n.shape().elements())));
    }
  }
}
