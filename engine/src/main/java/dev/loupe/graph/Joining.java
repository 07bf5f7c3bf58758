package dev.loupe.graph;

import dev.loupe.kernel.KernelPolicy;
import dev.loupe.tensor.Shape;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Which values are written straight into their channels of a larger one, so that nothing is left
/// to do for the op that joins them.
///
/// All or none of its inputs: each is read by nobody else and comes from a kernel that can write
/// pixels apart.
///
/// @param whole for each node the node in whose value it lies, or itself
/// @param channels the first of its channels there
record Joining(int[] whole, int[] channels) {
  /// Nothing is joined.
  static Joining none(int size) {
    int[] self = new int[size];
    Arrays.setAll(self, i -> i);
    return new Joining(self, new int[size]);
  }

  /// Joins what can be joined.
  ///
  /// @param fixed values that are computed once
  static Joining of(Graph graph, boolean[] fixed, Slicing slicing, KernelPolicy policy) {
    Joining j = none(graph.nodes().size());
    Map<Integer, Integer> uses = new HashMap<>();
    graph.nodes().forEach(n -> n.inputs().forEach(i -> uses.merge(i, 1, Integer::sum)));
    graph.outputs().values().forEach(i -> uses.merge(i, 1, Integer::sum));
    for (Node n : graph.nodes()) {
      if (n.op() instanceof Computation c
          && !fixed[n.id()]
          && c.joinsChannels(graph.inputShapes(n))
          && n.inputs().stream()
              .allMatch(
                  i ->
                      !fixed[i]
                          && uses.getOrDefault(i, 0) == 1
                          && fits(graph, i, n, slicing, policy))) {
        int channel = 0;
        for (int i : n.inputs()) {
          j.whole[i] = n.id();
          j.channels[i] = channel;
          channel += graph.node(i).shape().channels();
        }
      }
    }
    return j;
  }

  /// Whether a value can be written into the joined one.
  private static boolean fits(
      Graph graph, int part, Node whole, Slicing slicing, KernelPolicy policy) {
    Node n = graph.node(part);
    List<Shape> shapes = graph.inputShapes(n);
    return n.op() instanceof Computation c
        && !c.view(shapes)
        && slicing.together(part, whole.id())
        && c.kernel(slicing.inputs(graph, n), slicing.value(n), policy)
            .kernel()
            .spaced(whole.shape().channels())
            .isPresent();
  }

  /// Whether a value lies in another.
  boolean lies(int id) {
    return whole[id] != id;
  }

  /// Whether others lie in a value.
  boolean holds(Node n) {
    return n.inputs().stream().anyMatch(i -> whole[i] == n.id());
  }
}
