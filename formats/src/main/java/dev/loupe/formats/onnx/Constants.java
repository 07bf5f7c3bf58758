package dev.loupe.formats.onnx;

import java.util.ArrayList;
import java.util.List;

/// Weights that an exporter wrote as `Constant` nodes.
final class Constants {
  private Constants() {}

  /// The model with such weights as initializers, where they are parameters.
  static OnnxModel lifted(OnnxModel model) {
    OnnxGraph g = model.graph();
    List<OnnxNode> nodes = new ArrayList<>();
    List<OnnxTensor> initializers = new ArrayList<>(g.initializers());
    for (OnnxNode n : g.nodes()) {
      if (n.operator().equals("Constant")
          && n.domain().isEmpty()
          && n.outputs().size() == 1
          && n.attributes().get("value") instanceof OnnxAttribute.Values v
          && v.value().type() == OnnxType.FLOAT
          && v.value().length() > 1) {
        OnnxTensor t = v.value();
        initializers.add(new OnnxTensor(n.outputs().getFirst(), t.type(), t.sizes(), t.bytes()));
      } else {
        nodes.add(n);
      }
    }
    if (nodes.size() == g.nodes().size()) {
      return model;
    }
    OnnxGraph lifted =
        new OnnxGraph(g.name(), nodes, initializers, g.inputs(), g.outputs(), g.values());
    return new OnnxModel(
        model.irVersion(),
        model.producer(),
        model.opsets(),
        lifted,
        model.functions(),
        model.metadata());
  }
}
