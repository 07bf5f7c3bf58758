package dev.loupe.formats;

import dev.loupe.graph.Graph;
import dev.loupe.graph.Node;
import dev.loupe.graph.Source;
import dev.loupe.graph.Source.Variable;
import dev.loupe.graph.op.Reshape;
import dev.loupe.graph.op.Transpose;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import java.util.Optional;

/// Finds what a dense layer's inputs were before they became one vector.
final class Flattened {
  private Flattened() {}

  /// The shape that was flattened channels first into the inputs of a dense weight: N, spatial...,
  /// channels; empty if nothing was, or if the order makes no difference.
  ///
  /// @throws LoupeException if something with weights of its own stands between
  static Optional<Shape> before(Graph network, Variable weight) {
    for (Node node : network.nodes()) {
      boolean reads =
          node.inputs().size() > 1
              && network.node(node.inputs().get(1)).op() instanceof Variable v
              && v.path().equals(weight.path());
      if (reads) {
        return traced(network, network.node(node.inputs().get(0)), weight);
      }
    }
    return Optional.empty();
  }

  private static Optional<Shape> traced(Graph network, Node from, Variable weight) {
    Node node = from;
    Shape vector = node.shape();
    boolean weighted = false;
    while (!(node.op() instanceof Source)) {
      Node input = network.node(node.inputs().get(0));
      if (node.op() instanceof Reshape) {
        if (!(input.op() instanceof Transpose)) {
          return Optional.empty();
        }
        if (weighted) {
          throw LoupeException.of("a layer with weights stands between flattening and dense")
              .expected("none: Keras orders its numbers in another way")
              .at(weight.path());
        }
        return Optional.of(network.node(input.inputs().get(0)).shape());
      }
      if (!input.shape().equals(vector)) {
        return Optional.empty();
      }
      weighted |= node.inputs().stream().anyMatch(i -> network.node(i).op() instanceof Variable);
      node = input;
    }
    return Optional.empty();
  }
}
