package dev.loupe.graph.pass;

import dev.loupe.graph.Graph;

/// Makes a graph that computes the same with less work. The new graph is verified as it is made.
@FunctionalInterface
public interface Pass {
  /// The better graph.
  Graph apply(Graph graph);
}
