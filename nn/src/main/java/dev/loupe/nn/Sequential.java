package dev.loupe.nn;

import dev.loupe.graph.Value;
import java.util.ArrayList;
import java.util.List;

/// Layers one after the other.
///
/// @param layers in order, each with its name
public record Sequential(List<Named> layers) implements Layer {
  /// Copies the list.
  public Sequential {
    layers = List.copyOf(layers);
  }

  /// A layer with the name that stands in its path.
  ///
  /// @param name without dots, such as `conv1` or `0`; where empty, the layer's parts lie right
  ///     under the path of the whole
  /// @param layer the layer
  public record Named(String name, Layer layer) {}

  /// Layers named `0`, `1`, ...
  public static Sequential of(Layer... layers) {
    List<Named> named = new ArrayList<>();
    for (Layer layer : layers) {
      named.add(new Named(String.valueOf(named.size()), layer));
    }
    return new Sequential(named);
  }

  /// The same with a further layer of a name.
  public Sequential with(String name, Layer layer) {
    List<Named> more = new ArrayList<>(layers);
    more.add(new Named(name, layer));
    return new Sequential(more);
  }

  @Override
  public Value apply(Scope scope, Value input) {
    Value v = input;
    for (Named n : layers) {
      v = n.name().isEmpty() ? n.layer().apply(scope, v) : scope.call(n.name(), n.layer(), v);
    }
    return v;
  }
}
