package dev.loupe.graph.pass;

import dev.loupe.graph.Graph;
import java.util.List;

/// The passes that a graph goes through before it is planned.
public final class Passes {
  private static final List<Pass> INFERENCE =
      List.of(new DropDeadValues(), new FoldBatchNorm(), new FuseEpilogues(), new DropDeadValues());
  private static final List<Pass> TRAINING = List.of(new DropDeadValues(), new FuseEpilogues());

  private Passes() {}

  /// For a graph that only answers.
  public static Graph inference(Graph graph) {
    return run(INFERENCE, graph);
  }

  /// For a graph with gradients.
  public static Graph training(Graph graph) {
    return run(TRAINING, graph);
  }

  private static Graph run(List<Pass> passes, Graph graph) {
    Graph g = graph;
    for (Pass p : passes) {
      g = p.apply(g);
    }
    return g;
  }
}
