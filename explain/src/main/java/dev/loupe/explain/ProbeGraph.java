package dev.loupe.explain;

import dev.loupe.graph.Gradients;
import dev.loupe.graph.Graph;
import dev.loupe.graph.GraphBuilder;
import dev.loupe.graph.Value;
import dev.loupe.graph.op.Arithmetic;
import dev.loupe.graph.op.Reduce;
import dev.loupe.graph.pass.GuideGradients;
import dev.loupe.graph.pass.Passes;
import dev.loupe.kernel.ReduceKind;
import dev.loupe.nn.Network;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Writes the graph that answers a question: the network, the sum of its values at the aim, and the
/// gradients of that sum. As samples don't meet in a network in use, each sample's gradient is that
/// of its own target.
final class ProbeGraph {
  private ProbeGraph() {}

  static Graph of(Graph forward, Question question) {
    GraphBuilder b = GraphBuilder.from(forward);
    int at =
        question.at().isEmpty()
            ? GraphLayers.logits(forward)
            : GraphLayers.node(forward, question.at());
    Value aimed = b.value(at);
    b.path("target");
    Value aim = b.input(Probe.AIM, aimed.shape());
    Value chosen = b.apply(Arithmetic.MULTIPLY, aimed, aim);
    List<Integer> axes = IntStream.range(0, aimed.shape().rank()).boxed().toList();
    Value sum = b.apply(new Reduce(ReduceKind.SUM, axes, false), chosen);
    List<Value> wanted = new ArrayList<>();
    if (question.input()) {
      wanted.add(b.value(forward.input(Network.INPUT).id()));
    }
    question.layers().forEach(p -> wanted.add(b.value(GraphLayers.node(forward, p))));
    List<Value> gradients = gradients(b, sum, wanted);
    Map<String, Integer> outputs = new LinkedHashMap<>();
    outputs.put(Probe.AIMED, at);
    if (question.input()) {
      outputs.put(Probe.INPUT_GRADIENT, gradients.getFirst().id());
    }
    for (int i = 0; i < question.layers().size(); i++) {
      String path = question.layers().get(i);
      int place = question.input() ? i + 1 : i;
      outputs.put(Probe.valueName(path), wanted.get(place).id());
      outputs.put(Probe.gradientName(path), gradients.get(place).id());
    }
    Graph all = b.build();
    Graph graph = new Graph(all.nodes(), outputs, all.layers(), List.of());
    if (!question.gradients()) {
      return Passes.inference(graph);
    }
    return Passes.training(
        switch (question.rule()) {
          case PLAIN -> graph;
          case GUIDED -> new GuideGradients().apply(graph);
        });
  }

  /// In the order in which they are wanted; two layers may have one value.
  private static List<Value> gradients(GraphBuilder b, Value sum, List<Value> wanted) {
    Map<Value, Value> known = Gradients.of(b, sum, wanted);
    return wanted.stream().map(v -> known.getOrDefault(v, v)).toList();
  }
}
