package dev.loupe.formats.onnx;

import dev.loupe.formats.FileLayout;
import dev.loupe.graph.Initialiser;
import dev.loupe.graph.ParameterSource;
import dev.loupe.graph.Source.Layout;
import dev.loupe.graph.Source.Role;
import dev.loupe.graph.Value;
import dev.loupe.nn.Scope;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// The initializers of a model as parameters of a network.
final class Weights {
  private Weights() {}

  /// The initializers that training changes: floats, more than one.
  static Set<String> of(OnnxModel model) {
    return model.graph().initializers().stream()
        .filter(t -> t.type() == OnnxType.FLOAT && t.length() > 1)
        .map(OnnxTensor::name)
        .collect(Collectors.toSet());
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

  /// A parameter with the initializer's name, laid out in memory as its user needs it.
  static Placed variable(Scope scope, OnnxTensor t, Role role, Layout layout) {
    Shape file = Shape.of(t.sizes());
    int rank = file.rank();
    if (layout == Layout.PLAIN || rank < 2) {
      Value v = scope.parameter(t.name(), file, role, Layout.PLAIN, Initialiser.ZERO);
      return Placed.plain(v, t.type());
    }
    // As FileLayout has it: the first two axes come last, swapped.
    int[] order = new int[rank];
    int[] sizes = new int[rank];
    for (int i = 0; i < rank; i++) {
      order[i] = i < rank - 2 ? i + 2 : rank - 1 - i;
      sizes[i] = file.size(order[i]);
    }
    Value v = scope.parameter(t.name(), Shape.of(sizes), role, layout, Initialiser.ZERO);
    return new Placed(v, t.type(), order);
  }
}
