package dev.loupe.graph.pass;

import dev.loupe.graph.Computation;
import dev.loupe.graph.Graph;
import dev.loupe.graph.Node;
import dev.loupe.graph.Value;
import dev.loupe.graph.op.Arithmetic;
import dev.loupe.graph.op.BatchNorm;
import dev.loupe.graph.op.Convolution;
import dev.loupe.graph.op.MatrixMultiply;
import dev.loupe.graph.op.NormScale;
import java.util.List;

/// Turns a convolution or dense layer followed by batch normalisation in use into one with other
/// weights and a bias: `(x w - mean) s + beta = x (w s) + (beta - mean s)` with `s = gamma /
/// sqrt(variance + epsilon)`. The new weights depend on variables alone, so a program computes them
/// once. A bias between the two is taken into the shift.
public record FoldBatchNorm() implements Pass {
  @Override
  public Graph apply(Graph graph) {
    int[] uses = Rewriter.uses(graph);
    Node[] folded = new Node[graph.nodes().size()];
    boolean[] skipped = new boolean[graph.nodes().size()];
    for (Node n : graph.nodes()) {
      if (n.op() instanceof BatchNorm) {
        Node producer = graph.node(n.inputs().get(0));
        boolean biased = isBias(graph, producer) && uses[producer.id()] == 1;
        Node product = biased ? graph.node(producer.inputs().get(0)) : producer;
        if (foldable(product) && uses[product.id()] == 1) {
          folded[n.id()] = product;
          skipped[product.id()] = true;
          skipped[producer.id()] = true;
        }
      }
    }
    Rewriter r = new Rewriter(graph);
    for (Node n : graph.nodes()) {
      Node product = folded[n.id()];
      if (product != null) {
        r.put(n, fold(r, graph, n, product));
      } else if (!skipped[n.id()]) {
        r.copy(n);
      }
    }
    return r.build();
  }

  private static boolean foldable(Node n) {
    return n.op() instanceof Convolution || n.op().equals(MatrixMultiply.PLAIN);
  }

  /// Whether a node adds a vector over the channels to something foldable.
  private static boolean isBias(Graph graph, Node n) {
    return n.op().equals(Arithmetic.ADD)
        && foldable(graph.node(n.inputs().get(0)))
        && graph.node(n.inputs().get(1)).shape().rank() == 1;
  }

  private static Value fold(Rewriter r, Graph graph, Node norm, Node product) {
    String path = norm.path();
    Computation op = (Computation) product.op();
    float epsilon = ((BatchNorm) norm.op()).epsilon();
    List<Value> in = r.inputs(norm, 1);
    Value gamma = in.get(0);
    Value beta = in.get(1);
    Value mean = in.get(2);
    Value variance = in.get(3);
    Value x = r.get(product.inputs().get(0));
    Value weights = r.get(product.inputs().get(1));

    Value scale = r.apply(path, new NormScale(epsilon), List.of(gamma, variance));
    Node producer = graph.node(norm.inputs().get(0));
    if (producer.id() != product.id()) {
      Value bias = r.get(producer.inputs().get(1));
      mean = r.apply(path, Arithmetic.SUBTRACT, List.of(mean, bias));
    }
    Value down = r.apply(path, Arithmetic.MULTIPLY, List.of(mean, scale));
    Value shift = r.apply(path, Arithmetic.SUBTRACT, List.of(beta, down));
    Value scaled = r.apply(path, Arithmetic.MULTIPLY, List.of(weights, scale));
    Value y = r.apply(product.path(), op, List.of(x, scaled));
    return r.apply(path, Arithmetic.ADD, List.of(y, shift));
  }
}
