package dev.loupe.graph.pass;

import dev.loupe.graph.Graph;
import dev.loupe.graph.Node;
import dev.loupe.graph.Source;
import java.util.List;

/// Leaves out what no output and no effect depends on. Inputs stay, since callers write them.
public record DropDeadValues() implements Pass {
  @Override
  public Graph apply(Graph graph) {
    List<Node> nodes = graph.nodes();
    boolean[] alive = new boolean[nodes.size()];
    graph.outputs().values().forEach(i -> alive[i] = true);
    graph.effects().forEach(i -> alive[i] = true);
    for (Node n : nodes.reversed()) {
      alive[n.id()] |= n.op() instanceof Source.Input;
      if (alive[n.id()]) {
        n.inputs().forEach(i -> alive[i] = true);
      }
    }
    Rewriter r = new Rewriter(graph);
    nodes.stream().filter(n -> alive[n.id()]).forEach(r::copy);
    return r.build();
  }
}
