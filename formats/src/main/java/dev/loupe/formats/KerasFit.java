package dev.loupe.formats;

import dev.loupe.formats.KerasFile.Layer;
import dev.loupe.formats.KerasFile.Weight;
import dev.loupe.graph.Graph;
import dev.loupe.graph.Source.Layout;
import dev.loupe.graph.Source.Role;
import dev.loupe.graph.Source.Variable;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Weights of Keras by the names of a network: each of the network's layers takes the first layer
/// of the file that is left and has its kinds and shapes.
///
/// Keras's layouts are those that variables have in memory: kernel..., in, out. A dense layer
/// behind a flattening reads its inputs in another order: Keras flattens channels last.
final class KerasFit implements WeightFile {
  private static final Map<String, String> KINDS =
      Map.of(
          "kernel", "weight",
          "depthwise_kernel", "weight",
          "gamma", "weight",
          "bias", "bias",
          "beta", "bias",
          "moving_mean", "running_mean",
          "moving_variance", "running_var");

  private final KerasFile file;
  private final Graph network;
  private final Map<String, Taken> taken;

  /// A variable and what it gets.
  ///
  /// @param variable of the network
  /// @param weight of the file; null where Keras has none, as it scales by 1 or adds 0
  private record Taken(Variable variable, @Nullable Weight weight) {}

  private KerasFit(KerasFile file, Graph network, Map<String, Taken> taken) {
    this.file = file;
    this.network = network;
    this.taken = Collections.unmodifiableMap(taken);
  }

  /// @throws LoupeException if a layer of the network finds none, or one of the file is left
  static WeightFile of(KerasFile file, List<Layer> layers, Graph network) {
    List<Layer> left = new ArrayList<>(layers);
    Map<String, Taken> taken = new LinkedHashMap<>();
    for (List<Variable> own : layers(network)) {
      Layer match = left.stream().filter(l -> fits(l, own)).findFirst().orElse(null);
      if (match == null) {
        throw misfit(file, own, left);
      }
      left.remove(match);
      own.forEach(v -> taken.put(v.path(), new Taken(v, weight(match, v))));
    }
    if (!left.isEmpty()) {
      throw LoupeException.of("the file has layers that the network has not")
          .expected(layers.size() - left.size() + " layers with weights")
          .got("also " + left.stream().map(KerasFit::text).collect(Collectors.joining(", ")))
          .fix("take the network that the file was written for")
          .at(file.file().toString());
    }
    return new KerasFit(file, network, taken);
  }

  private static LoupeException misfit(KerasFile file, List<Variable> own, List<Layer> left) {
    String wanted =
        own.stream().map(v -> v.path() + " " + v.shape()).collect(Collectors.joining(", "));
    String rest = left.stream().map(KerasFit::text).collect(Collectors.joining("; "));
    return LoupeException.of("the file does not hold the weights of this network")
        .expected("a layer with " + wanted + " in Keras's order of sizes")
        .got(left.isEmpty() ? "no more layers" : "of those left, none fits: " + rest)
        .fix("take the network that the file was written for")
        .at(file.file().toString());
  }

  private static String text(Layer layer) {
    return layer.weights().stream()
        .map(w -> w.kind() + " " + w.sizes())
        .collect(Collectors.joining(", ", "'" + layer.name() + "' with ", ""));
  }

  /// The variables of each layer of a network, in their order.
  private static List<List<Variable>> layers(Graph network) {
    Map<String, List<Variable>> layers = new LinkedHashMap<>();
    for (Variable v : network.variables()) {
      if (v.role() != Role.OPTIMISER) {
        String path = v.path().substring(0, Math.max(0, v.path().lastIndexOf('.')));
        layers.computeIfAbsent(path, p -> new ArrayList<>()).add(v);
      }
    }
    return List.copyOf(layers.values());
  }

  private static boolean fits(Layer layer, List<Variable> own) {
    int used = 0;
    boolean normalises = layer.weights().stream().anyMatch(w -> w.kind().startsWith("moving_"));
    for (Variable v : own) {
      Weight w = weight(layer, v);
      String name = last(v);
      boolean spared = name.equals("bias") || (normalises && name.equals("weight"));
      if (w == null ? !spared : !sameShape(w, v)) {
        return false;
      }
      used += w == null ? 0 : 1;
    }
    return used == layer.weights().size() && used > 0;
  }

  private static boolean sameShape(Weight w, Variable v) {
    List<Integer> memory = list(v.shape());
    if (w.kind().equals("depthwise_kernel") && w.sizes().size() == memory.size()) {
      // kernel..., in, multiplier lies as kernel..., 1, in * multiplier does.
      int axes = memory.size() - 2;
      long out = (long) w.sizes().get(axes) * w.sizes().get(axes + 1);
      return w.sizes().subList(0, axes).equals(memory.subList(0, axes))
          && memory.get(axes) == 1
          && memory.get(axes + 1) == out;
    }
    return w.sizes().equals(memory);
  }

  private static @Nullable Weight weight(Layer layer, Variable v) {
    for (Weight w : layer.weights()) {
      if (last(v).equals(KINDS.get(w.kind()))) {
        return w;
      }
    }
    return null;
  }

  private static String last(Variable v) {
    return v.path().substring(v.path().lastIndexOf('.') + 1);
  }

  private static List<Integer> list(Shape shape) {
    return Arrays.stream(shape.sizes()).boxed().toList();
  }

  @Override
  public Path file() {
    return file.file();
  }

  @Override
  public Set<String> names() {
    return taken.keySet();
  }

  private Taken taken(String name) {
    Taken found = taken.get(name);
    if (found == null) {
      throw LoupeException.unknown("weight", name, taken.keySet()).at(file.file().toString());
    }
    return found;
  }

  @Override
  public List<Integer> sizes(String name) {
    Variable v = taken(name).variable();
    return list(FileLayout.file(v.layout(), v.shape()));
  }

  @Override
  public float[] values(String name) {
    Taken found = taken(name);
    Variable v = found.variable();
    Weight w = found.weight();
    float[] values = new float[v.shape().length()];
    if (w == null) {
      Arrays.fill(values, last(v).equals("weight") ? 1 : 0);
      return values;
    }
    float[] own = file.values(w.path());
    if (v.layout() == Layout.DENSE) {
      own = Flattened.before(network, v).map(x -> channelsFirst(w, x)).orElse(own);
    }
    for (int i = 0; i < values.length; i++) {
      values[i] = own[FileLayout.memoryIndex(v.layout(), v.shape(), i)];
    }
    return values;
  }

  /// The rows of a dense weight, from the order places, channels to channels, places.
  private float[] channelsFirst(Weight w, Shape x) {
    float[] own = file.values(w.path());
    int outputs = w.sizes().get(1);
    int channels = x.channels();
    int places = w.sizes().get(0) / channels;
    float[] turned = new float[own.length];
    for (int p = 0; p < places; p++) {
      for (int c = 0; c < channels; c++) {
        int from = (p * channels + c) * outputs;
        System.arraycopy(own, from, turned, (c * places + p) * outputs, outputs);
      }
    }
    return turned;
  }
}
