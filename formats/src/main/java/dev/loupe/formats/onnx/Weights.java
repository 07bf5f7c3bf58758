package dev.loupe.formats.onnx;

import dev.loupe.formats.FileLayout;
import dev.loupe.graph.ParameterSource;
import dev.loupe.nn.Scope;
import dev.loupe.tensor.LoupeException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The initializers of a model as parameters of a network: all that are floats, and more than one.
///
/// In a network that is kept as JSON the values are elsewhere; what remains of such an initializer
/// is an input of the graph with its name and sizes.
final class Weights {
  /// The metadata that lists, line by line, the inputs that are parameters.
  private static final String DECLARED = "loupe.parameters";

  private Weights() {}

  /// What the file holds, by name.
  static Map<String, Initializer> held(Scope scope, OnnxModel model) {
    Map<String, Initializer> held = new LinkedHashMap<>();
    for (OnnxTensor t : model.graph().initializers()) {
      boolean learned = t.type() == OnnxType.FLOAT && t.length() > 1;
      held.put(t.name(), learned ? Initializer.learned(scope, t) : Initializer.constant(scope, t));
    }
    for (OnnxValueInfo info : model.graph().inputs()) {
      if (declared(model).contains(info.name())) {
        List<Integer> sizes = new ArrayList<>();
        for (OnnxDim d : info.dims().orElse(List.of())) {
          sizes.add(d instanceof OnnxDim.Fixed f ? f.size() : 1);
        }
        held.put(info.name(), Initializer.declared(scope, info.name(), sizes));
      }
    }
    return held;
  }

  private static Set<String> declared(OnnxModel model) {
    String list = model.metadata().getOrDefault(DECLARED, "");
    return list.isEmpty() ? Set.of() : Set.copyOf(List.of(list.split("\n")));
  }

  /// What the graph reads beside what the file holds.
  static List<OnnxValueInfo> inputs(OnnxModel model) {
    Set<String> declared = declared(model);
    List<String> held = model.graph().initializers().stream().map(OnnxTensor::name).toList();
    return model.graph().inputs().stream()
        .filter(i -> !declared.contains(i.name()) && !held.contains(i.name()))
        .toList();
  }

  /// The model without the values of these parameters.
  static OnnxModel without(OnnxModel model, Set<String> parameters) {
    OnnxGraph g = model.graph();
    List<OnnxValueInfo> inputs = new ArrayList<>(inputs(model));
    List<OnnxTensor> kept = new ArrayList<>();
    for (OnnxTensor t : g.initializers()) {
      if (parameters.contains(t.name())) {
        List<OnnxDim> dims = new ArrayList<>();
        t.sizes().forEach(s -> dims.add(new OnnxDim.Fixed(s)));
        inputs.add(new OnnxValueInfo(t.name(), Optional.of(t.type()), Optional.of(dims)));
      } else {
        kept.add(t);
      }
    }
    OnnxGraph bare = new OnnxGraph(g.name(), g.nodes(), kept, inputs, g.outputs(), List.of());
    Map<String, String> metadata =
        Map.of(DECLARED, String.join("\n", parameters.stream().sorted().toList()));
    return new OnnxModel(
        model.irVersion(), model.producer(), model.opsets(), bare, model.functions(), metadata);
  }

  /// The values that the file holds.
  static ParameterSource source(OnnxModel model) {
    Map<String, OnnxTensor> tensors = new HashMap<>();
    model.graph().initializers().forEach(t -> tensors.put(t.name(), t));
    return (variable, into) -> {
      OnnxTensor t = tensors.get(variable.path());
      if (t == null) {
        throw LoupeException.of("the model has no initializer '" + variable.path() + "'");
      }
      FileLayout.read(variable.layout(), t.floats(), into);
    };
  }
}
