package dev.loupe.formats.onnx;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// The parts of an ONNX graph while it is written: nodes, fixed values, names.
final class ExportedGraph {
  private final List<OnnxNode> nodes = new ArrayList<>();
  private final Map<String, OnnxTensor> initializers = new LinkedHashMap<>();
  private final Map<OnnxTensor, String> constants = new HashMap<>();
  private final Map<String, OnnxValueInfo> values = new LinkedHashMap<>();
  private final Set<String> names = new HashSet<>();

  /// Keeps names for values that are not nodes'.
  void reserve(String name) {
    names.add(name);
  }

  /// Writes a node with one output.
  ///
  /// @param path of the layer, such as `layer1.0.conv1`
  /// @return the name of its output
  String node(
      String path, String operator, List<String> inputs, Map<String, OnnxAttribute> attributes) {
    String prefix = path.isEmpty() ? "" : "/" + path.replace('.', '/');
    String name = prefix + "/" + operator;
    for (int i = 1; !names.add(name); i++) {
      name = prefix + "/" + operator + "_" + i;
    }
    String output = name + "_output_0";
    // In the order of the alphabet, as in PyTorch, so that the same model gives the same bytes.
    nodes.add(new OnnxNode(name, "", operator, inputs, List.of(output), new TreeMap<>(attributes)));
    return output;
  }

  /// Writes a node without attributes.
  String node(String path, String operator, String... inputs) {
    return node(path, operator, List.of(inputs), Map.of());
  }

  /// Adds a fixed value under its own name, once.
  String initializer(OnnxTensor tensor) {
    initializers.putIfAbsent(tensor.name(), tensor);
    return tensor.name();
  }

  /// Whether there is a fixed value of this name.
  boolean hasInitializer(String name) {
    return initializers.containsKey(name);
  }

  /// A small fixed value without a name of its own; the same one is written once.
  String constant(OnnxTensor tensor) {
    return constants.computeIfAbsent(
        tensor,
        t -> {
          String name = "constant_" + constants.size();
          ByteBuffer bytes = t.bytes();
          return initializer(new OnnxTensor(name, t.type(), t.sizes(), bytes));
        });
  }

  /// A fixed scalar.
  String scalar(float value) {
    return constant(OnnxTensor.of("", List.of(), value));
  }

  /// A fixed list of integers, such as axes.
  String longs(List<Long> values) {
    long[] array = values.stream().mapToLong(Long::longValue).toArray();
    return constant(OnnxTensor.of("", List.of(array.length), array));
  }

  /// Notes the sizes of a value.
  void sizes(String name, List<OnnxDim> dims) {
    values.putIfAbsent(
        name, new OnnxValueInfo(name, Optional.of(OnnxType.FLOAT), Optional.of(dims)));
  }

  /// The finished graph.
  ///
  /// @param output the name of the value that is the result; it is renamed to that of `result`
  OnnxGraph build(String name, OnnxValueInfo input, String output, OnnxValueInfo result) {
    boolean fixed = output.equals(input.name()) || initializers.containsKey(output);
    String last = fixed ? node("", "Identity", output) : output;
    Set<String> read = new HashSet<>(Set.of(last));
    List<OnnxNode> renamed =
        read(read).stream()
            .map(
                n ->
                    new OnnxNode(
                        n.name(),
                        n.domain(),
                        n.operator(),
                        renamed(n.inputs(), last, result.name()),
                        renamed(n.outputs(), last, result.name()),
                        n.attributes()))
            .toList();
    List<OnnxValueInfo> inner =
        values.values().stream()
            .filter(v -> !v.name().equals(last) && !v.name().equals(input.name()))
            .filter(v -> read.contains(v.name()))
            .toList();
    return new OnnxGraph(
        name,
        renamed,
        initializers.values().stream().filter(t -> read.contains(t.name())).toList(),
        List.of(input),
        List.of(result),
        inner);
  }

  /// The nodes that somebody reads, and the names of all that is read.
  private List<OnnxNode> read(Set<String> names) {
    List<OnnxNode> used = new ArrayList<>();
    for (OnnxNode n : nodes.reversed()) {
      if (n.outputs().stream().anyMatch(names::contains)) {
        used.addFirst(n);
        names.addAll(n.inputs());
      }
    }
    return used;
  }

  private static List<String> renamed(List<String> list, String from, String to) {
    return list.stream().map(n -> n.equals(from) ? to : n).toList();
  }
}
