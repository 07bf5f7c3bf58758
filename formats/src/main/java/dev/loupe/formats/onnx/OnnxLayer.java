package dev.loupe.formats.onnx;

import dev.loupe.graph.GraphBuilder;
import dev.loupe.graph.Source.Layout;
import dev.loupe.graph.Source.Role;
import dev.loupe.graph.Value;
import dev.loupe.nn.Layer;
import dev.loupe.nn.Scope;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A network that came as an ONNX graph: its initializers are parameters, under their names.
///
/// Input: N, spatial..., C, where the file has N, C, spatial...; or N, features. Output: the first
/// output of the file, spatial axes of size 1 left out.
///
/// @param model the graph without the values of the parameters, an ONNX file in Base64
public record OnnxLayer(String model) implements Layer {
  /// What may stand between a convolution that tells classes apart and the network's output.
  private static final Set<String> BEHIND_HEAD =
      Set.of("Flatten", "Reshape", "Squeeze", "GlobalAveragePool", "Relu", "Dropout", "Identity");

  /// The layer of a model, for samples of a shape.
  ///
  /// @param sample spatial..., channels
  /// @throws LoupeException if the model has several inputs, or operators that Loupe does not have
  static OnnxLayer of(OnnxModel whole, Shape sample) {
    GraphBuilder builder = new GraphBuilder();
    Scope scope = Scope.inference(builder);
    Translation translation = new Translation(scope, whole, 1);
    Value input = builder.input("sample", sample.prepend(1));
    Map<String, Held> outputs = translation.run(inputs(whole, input));
    outputs.values().iterator().next().placed();
    Set<String> parameters =
        translation.initializers().stream()
            .filter(i -> i.learned() && !i.read())
            .map(Initializer::name)
            .collect(Collectors.toSet());
    byte[] bytes = OnnxWriter.bytes(Weights.without(whole, parameters));
    return new OnnxLayer(Base64.getEncoder().encodeToString(bytes));
  }

  @Override
  public Value apply(Scope scope, Value input) {
    OnnxModel bare = read();
    OnnxValueInfo info = Weights.inputs(bare).getFirst();
    boolean single =
        info.dims()
            .filter(d -> !d.isEmpty() && d.getFirst().equals(new OnnxDim.Fixed(1)))
            .isPresent();
    int stretch = single ? input.shape().size(0) : 1;
    Map<String, Held> outputs = new Translation(scope, bare, stretch).run(inputs(bare, input));
    Placed first = outputs.values().iterator().next().placed();
    return flat(scope, first);
  }

  /// A network without the layer that tells classes apart.
  ///
  /// @param body the layers before it
  /// @param places whether that layer answers at each place, and the mean of the answers is taken
  record Headless(OnnxLayer body, boolean places) {}

  /// The layer up to what the head at its end reads: a dense layer, or a 1x1 convolution before the
  /// mean of all places, as SqueezeNet has. Empty if it ends with something else.
  Optional<Headless> withoutHead() {
    OnnxModel m = read();
    OnnxNode node = maker(m.graph(), m.graph().outputs().getFirst().name());
    if (node != null && node.operator().equals("Gemm")) {
      return Optional.of(new Headless(upTo(m, node.inputs().getFirst()), false));
    }
    boolean mean = false;
    while (node != null && BEHIND_HEAD.contains(node.operator())) {
      mean |= node.operator().equals("GlobalAveragePool");
      node = maker(m.graph(), node.inputs().getFirst());
    }
    return node != null && mean && pointwise(node)
        ? Optional.of(new Headless(upTo(m, node.inputs().getFirst()), true))
        : Optional.empty();
  }

  private static boolean pointwise(OnnxNode node) {
    return node.operator().equals("Conv")
        && (!(node.attributes().get("kernel_shape") instanceof OnnxAttribute.Wholes w)
            || w.values().stream().allMatch(size -> size == 1));
  }

  private static @Nullable OnnxNode maker(OnnxGraph graph, String value) {
    return graph.nodes().stream().filter(n -> n.outputs().contains(value)).findFirst().orElse(null);
  }

  private static OnnxLayer upTo(OnnxModel m, String value) {
    OnnxGraph g = m.graph();
    OnnxValueInfo features = new OnnxValueInfo(value, Optional.empty(), Optional.empty());
    OnnxGraph body =
        new OnnxGraph(
            g.name(), g.nodes(), g.initializers(), g.inputs(), List.of(features), List.of());
    OnnxModel bare =
        new OnnxModel(m.irVersion(), m.producer(), m.opsets(), body, m.functions(), m.metadata());
    return new OnnxLayer(Base64.getEncoder().encodeToString(OnnxWriter.bytes(bare)));
  }

  private OnnxModel read() {
    try {
      return OnnxReader.read("the graph", ByteBuffer.wrap(Base64.getDecoder().decode(model)));
    } catch (IllegalArgumentException e) {
      throw LoupeException.of("the graph of the network is no Base64").causedBy(e);
    }
  }

  /// The network's input as the file counts its axes.
  private static Map<String, Held> inputs(OnnxModel model, Value input) {
    OnnxValueInfo info = OnnxImport.input(model);
    int rank = input.shape().rank();
    int[] order =
        OnnxImport.channelsLast(model) ? Placed.identity(rank) : Placed.channelsLast(rank);
    return Map.of(info.name(), new Given(new Placed(input, OnnxType.FLOAT, order)));
  }

  private static Value flat(Scope scope, Placed p) {
    int[] dims = p.dims();
    if (p.rank() > 2 && Arrays.stream(dims, 2, dims.length).allMatch(d -> d == 1)) {
      return Layouts.plain(scope, Layouts.reshaped(scope, p, dims[0], dims[1])).value();
    }
    return Layouts.channelsLast(scope, p).value();
  }

  /// A value that is computed before.
  private record Given(Placed placed) implements Held {
    @Override
    public boolean fixed() {
      return false;
    }

    @Override
    public Literal literal() {
      throw new LoupeException("a size depends on the values of the input");
    }

    @Override
    public Placed parameter(Role role, Layout layout) {
      return placed;
    }
  }

  @Override
  public String toString() {
    return "ONNX graph";
  }
}
