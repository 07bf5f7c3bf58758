package dev.loupe.cli;

import dev.loupe.explain.LayerRow;
import dev.loupe.explain.LayerRows;
import dev.loupe.graph.Graph;
import dev.loupe.graph.Source;
import dev.loupe.nn.Network;
import dev.loupe.nn.Network.Training;
import dev.loupe.nn.ReceptiveField;
import dev.loupe.tensor.LoupeException;
import dev.loupe.train.MemoryCheck;
import dev.loupe.train.MemoryNeed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// All that `summary` says about a network.
///
/// @param name of the model
/// @param network what is shown
/// @param batch samples a step
/// @param threads how many compute
/// @param layers its layers
/// @param weights the bytes of its parameters and running statistics
/// @param need what a training step needs; empty where a value is too large for one array
/// @param available the bytes that the JVM may use
/// @param largest the largest batch that can be trained in them
/// @param savings what it would need otherwise
record NetworkSummary(
    String name,
    Network network,
    int batch,
    int threads,
    List<LayerRow> layers,
    long weights,
    Optional<MemoryNeed> need,
    long available,
    OptionalInt largest,
    Savings savings) {
  /// A batch beyond which nobody asks.
  private static final int MOST = 1 << 16;

  /// Plans the network.
  static NetworkSummary of(String name, Network network, Training how, int batch, int threads) {
    Graph graph = network.inference(1);
    long weights = 0;
    for (Source.Variable v : graph.variables()) {
      weights += 4 * v.shape().elements();
    }
    List<LayerRow> layers = LayerRows.of(graph, batch);
    long available = MemoryCheck.available();
    return new NetworkSummary(
        name,
        network,
        batch,
        threads,
        layers,
        weights,
        need(network, how, batch, threads),
        available,
        largest(network, how, threads, available),
        Savings.of(graph, layers));
  }

  private static Optional<MemoryNeed> need(Network network, Training how, int batch, int threads) {
    try {
      return Optional.of(MemoryNeed.of(network, how, batch, threads));
    } catch (LoupeException | ArithmeticException e) {
      return Optional.empty();
    }
  }

  private static OptionalInt largest(Network network, Training how, int threads, long available) {
    try {
      return MemoryCheck.largestBatch(network, how, threads, available, MOST);
    } catch (LoupeException | ArithmeticException e) {
      return OptionalInt.empty();
    }
  }

  private long parameters() {
    return layers.stream().mapToLong(LayerRow::parameters).sum();
  }

  private long flops() {
    return layers.stream().mapToLong(LayerRow::flops).sum();
  }

  private long bytes() {
    return layers.stream().mapToLong(LayerRow::bytes).sum();
  }

  /// For people.
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("%s for %s, a batch of %d".formatted(name, network.input(), batch));
    lines.add("");
    Table table =
        new Table(
            3, "layer", "what it does", "output", "parameters", "FLOPs", "memory", "sees", "step");
    for (LayerRow row : layers) {
      table.row(
          row.path(),
          row.operation(),
          row.output().toString(),
          row.parameters() == 0 ? "" : Figures.whole(row.parameters()),
          Figures.count((double) row.flops()),
          Figures.bytes(row.bytes()),
          row.field().map(ReceptiveField::size).orElse(""),
          row.field().map(NetworkSummary::step).orElse(""));
    }
    table.row(
        "all",
        "",
        "",
        Figures.whole(parameters()),
        Figures.count((double) flops()),
        Figures.bytes(bytes()),
        "",
        "");
    lines.addAll(table.lines());
    lines.add("");
    lines.add("FLOPs are for one sample, memory is for the values of the batch.");
    lines.add(
        "sees: the part of the input, with padding, that one value depends on; step: how far it");
    lines.add("moves from one value to the next.");
    lines.add("");
    lines.addAll(memory());
    lines.addAll(convolutions());
    lines.addAll(poolings());
    return lines;
  }

  private static String step(ReceptiveField field) {
    return field.axes().stream().allMatch(a -> a.stride() == 0) ? "" : field.stride();
  }

  private List<String> memory() {
    List<String> lines = new ArrayList<>();
    lines.add("Memory, planned");
    lines.add("  weights             " + Figures.bytes(weights));
    need.ifPresentOrElse(
        n -> {
          lines.add("  to use it           " + Figures.bytes(n.evaluation() + weights));
          lines.add("  to train it         " + Figures.bytes(n.total()));
        },
        () -> lines.add("  a batch of " + batch + " has values too large for one array"));
    lines.add(
        "  largest batch       "
            + (largest.isEmpty()
                ? "none can be trained"
                : (largest.getAsInt() == MOST ? "more than " : "") + largest.getAsInt())
            + " in the "
            + Figures.bytes(available)
            + " that this JVM may use");
    return lines;
  }

  private List<String> convolutions() {
    if (savings.convolutions() == 0) {
      return List.of();
    }
    double times = savings.dense().doubleValue() / savings.shared().doubleValue();
    return List.of(
        "",
        "Why convolutions",
        "  weights of the %d convolutions: %s (%s), the same few for every place"
            .formatted(
                savings.convolutions(),
                Figures.count(savings.shared().doubleValue()),
                Figures.bytes(savings.shared().shiftLeft(2))),
        "  dense layers of the same sizes: %s (%s), %s times as many"
            .formatted(
                Figures.count(savings.dense().doubleValue()),
                Figures.bytes(savings.dense().shiftLeft(2)),
                Figures.count(times)));
  }

  private List<String> poolings() {
    if (savings.poolings() == 0) {
      return List.of();
    }
    return List.of(
        "",
        "Why pooling",
        "  with the %d poolings, a sample:  %s FLOPs, %s of values, %s parameters"
            .formatted(
                savings.poolings(),
                Figures.count(savings.flops()),
                Figures.bytes((long) savings.bytes()),
                Figures.count(savings.parameters())),
        "  if none made anything smaller:  %s FLOPs, %s of values, %s parameters"
            .formatted(
                Figures.count(savings.flopsUnpooled()),
                Figures.bytes((long) savings.bytesUnpooled()),
                Figures.count(savings.parametersUnpooled())));
  }

  /// For programs; bytes and FLOPs as in [LayerRow].
  Map<String, Object> json() {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (LayerRow row : layers) {
      Map<String, Object> r = new LinkedHashMap<>();
      r.put("path", row.path());
      r.put("operation", row.operation());
      r.put("output", row.output().sizes());
      r.put("parameters", row.parameters());
      r.put("flops", row.flops());
      r.put("bytes", row.bytes());
      row.field()
          .ifPresent(
              f -> {
                r.put("receptive_field", f.axes().stream().map(ReceptiveField.Axis::size).toList());
                r.put("stride", f.axes().stream().map(ReceptiveField.Axis::stride).toList());
              });
      rows.add(r);
    }
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("model", name);
    all.put("input", network.input().sizes());
    all.put("batch", batch);
    all.put("threads", threads);
    all.put("layers", rows);
    all.put("parameters", parameters());
    all.put("flops", flops());
    all.put("activation_bytes", bytes());
    all.put("weight_bytes", weights);
    all.put("inference_bytes", need.map(n -> n.evaluation() + weights).orElse(null));
    all.put("training_bytes", need.map(MemoryNeed::total).orElse(null));
    all.put("available_bytes", available);
    all.put("largest_batch", largest.isPresent() ? largest.getAsInt() : null);
    all.put("convolution_weights", savings.shared());
    all.put("dense_weights", savings.dense());
    all.put("flops_without_pooling", savings.flopsUnpooled());
    all.put("activation_bytes_without_pooling", savings.bytesUnpooled() * batch);
    all.put("parameters_without_pooling", savings.parametersUnpooled());
    return all;
  }
}
