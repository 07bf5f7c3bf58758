package dev.loupe.train;

import dev.loupe.data.array.NpzFile;
import dev.loupe.formats.KerasFile;
import dev.loupe.formats.WeightFile;
import dev.loupe.formats.WeightSource;
import dev.loupe.graph.Graph;
import dev.loupe.graph.Parameters;
import dev.loupe.graph.Source.Layout;
import dev.loupe.graph.Source.Role;
import dev.loupe.graph.Source.Variable;
import dev.loupe.nn.Network;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Weights that other programs wrote: safetensors, PyTorch's `.pt`, `.pth` and `.th`, Keras's `.h5`
/// and NumPy's `.npz`.
///
/// ```java
/// Parameters parameters = Weights.load(Path.of("resnet20.th"), network);
/// ```
public final class Weights {
  private Weights() {}

  /// Opens a file; what kind it is, is seen from its bytes, and NumPy's from its name.
  ///
  /// @throws dev.loupe.tensor.LoupeException if the file can't be read, is broken, or of another
  ///     kind
  public static WeightFile open(Path file) {
    return NpzFile.named(file) ? NpzWeights.open(file) : WeightFile.open(file);
  }

  /// The weights of a file for a network.
  ///
  /// @throws dev.loupe.tensor.LoupeException if the file does not have them all, in their shapes,
  ///     with a list of what is missing
  public static Parameters load(Path file, Network network) {
    return load(open(file), network);
  }

  /// The same of an open file.
  public static Parameters load(WeightFile file, Network network) {
    Graph graph = network.inference(1);
    return WeightSource.of(file, graph).parameters(graph);
  }

  /// How many classes the weights tell apart, where that can be seen: the outputs of the last
  /// weight that the network has.
  ///
  /// @param network the same one for any number of classes
  public static OptionalInt classes(WeightFile file, Network network) {
    if (file instanceof KerasFile keras) {
      return axis(keras.names().stream().reduce((a, b) -> b), keras, true, 1);
    }
    return network.inference(1).variables().stream()
        .filter(v -> v.role() == Role.WEIGHT)
        .reduce((a, b) -> b)
        .map(last -> axis(last, file, network, 0))
        .orElse(OptionalInt.empty());
  }

  /// How many channels the weights take, where that can be seen: the inputs of the first
  /// convolution.
  ///
  /// @param network the same one for any number of channels
  public static OptionalInt channels(WeightFile file, Network network) {
    if (file instanceof KerasFile keras) {
      return axis(keras.names().stream().findFirst(), keras, true, 2);
    }
    Optional<Variable> first =
        network.inference(1).variables().stream()
            .filter(v -> v.role() == Role.WEIGHT)
            .findFirst()
            .filter(v -> v.layout() == Layout.CONVOLUTION);
    return first.map(v -> axis(v, file, network, 1)).orElse(OptionalInt.empty());
  }

  private static OptionalInt axis(Variable v, WeightFile file, Network network, int axis) {
    WeightFile fitted = file.fitted(network.inference(1));
    boolean there = fitted.names().contains(v.path());
    return axis(there ? Optional.of(v.path()) : Optional.empty(), fitted, false, axis);
  }

  /// The size of an axis, counted from the first or from behind the last.
  private static OptionalInt axis(
      Optional<String> name, WeightFile file, boolean behind, int axis) {
    List<Integer> sizes = name.map(file::sizes).orElse(List.of());
    int at = behind ? sizes.size() - axis : axis;
    boolean there = at >= 0 && at < sizes.size() && sizes.get(at) > 0;
    return there ? OptionalInt.of(sizes.get(at)) : OptionalInt.empty();
  }
}
