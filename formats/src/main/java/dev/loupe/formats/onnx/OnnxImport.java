package dev.loupe.formats.onnx;

import dev.loupe.graph.Graph;
import dev.loupe.graph.ParameterSource;
import dev.loupe.graph.Parameters;
import dev.loupe.graph.Source.Variable;
import dev.loupe.nn.Conv;
import dev.loupe.nn.Dense;
import dev.loupe.nn.GlobalAveragePool;
import dev.loupe.nn.Network;
import dev.loupe.nn.Sequential;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// A model of an ONNX file as a network that can be run, looked into, trained and written again.
///
/// A softmax at the end is left out, so that the network answers with logits, as all of Loupe's do.
///
/// @param network of one input and one output
/// @param parameters the file's initializers
/// @param softmax whether a softmax was left out
public record OnnxImport(Network network, Parameters parameters, boolean softmax) {
  /// Reads a file.
  ///
  /// @param input a sample, spatial..., channels, where the file does not say its sizes
  /// @throws LoupeException if the file is broken, has operators that Loupe does not have, or sizes
  ///     that are nowhere said
  public static OnnxImport of(Path file, Optional<Shape> input) {
    OnnxModel model = OnnxReader.read(file);
    try {
      return of(model, input);
    } catch (LoupeException e) {
      throw e.at(file.toString());
    }
  }

  /// The same for a model that was read.
  public static OnnxImport of(OnnxModel file, Optional<Shape> input) {
    OnnxModel model = Constants.lifted(file);
    Shape sample = sample(model, input);
    Optional<OnnxModel> bare = withoutSoftmax(model);
    OnnxModel used = bare.orElse(model);
    Network network = new Network(sample, OnnxLayer.of(used, sample));
    Graph graph = network.inference(1);
    return new OnnxImport(network, Parameters.of(graph, Weights.source(used)), bare.isPresent());
  }

  /// How many values the network answers with, at each place.
  public int outputs() {
    return logits(network.inference(1)).channels();
  }

  /// The same network for another number of classes: the dense layer at its end, or the 1x1
  /// convolution before the mean of all places, is a new one with random weights, named `head`.
  ///
  /// @throws LoupeException if the network ends with something else
  public OnnxImport withOutputs(int classes) {
    if (classes == outputs()) {
      return this;
    }
    OnnxLayer.Headless headless =
        ((OnnxLayer) network.layer())
            .withoutHead()
            .orElseThrow(
                () ->
                    LoupeException.of("the network has another number of classes")
                        .expected(
                            classes
                                + " outputs, or a dense layer or a 1x1 convolution at the end to be"
                                + " replaced")
                        .got(outputs() + " outputs, and neither at the end"));
    Sequential changed = Sequential.of().with("", headless.body());
    changed =
        headless.places()
            ? changed.with("head", Conv.of(classes, 1)).with("pool", GlobalAveragePool.of())
            : changed.with("head", Dense.of(classes));
    Network next = new Network(network.input(), changed);
    Set<String> kept =
        parameters.variables().stream().map(Variable::path).collect(Collectors.toSet());
    ParameterSource old = ParameterSource.copyOf(parameters);
    ParameterSource random = ParameterSource.random(Seed.of(0));
    Graph graph = next.inference(1);
    Parameters all =
        Parameters.of(graph, (v, into) -> (kept.contains(v.path()) ? old : random).load(v, into));
    return new OnnxImport(next, all, softmax);
  }

  /// Whether it answers at many places rather than once.
  public boolean maps() {
    return logits(network.inference(1)).rank() > 2;
  }

  private static Shape logits(Graph graph) {
    int id = Objects.requireNonNull(graph.outputs().get(Network.LOGITS));
    return graph.node(id).shape();
  }

  /// The only input.
  static OnnxValueInfo input(OnnxModel model) {
    List<OnnxValueInfo> inputs = Weights.inputs(model);
    if (inputs.size() != 1) {
      throw LoupeException.of("a network has one input")
          .expected("a model with one input that no initializer fills")
          .got(inputs.size() + ": " + inputs.stream().map(OnnxValueInfo::name).toList())
          .fix("run the model with 'loupe run', which takes several");
    }
    return inputs.getFirst();
  }

  /// Whether the file has N, spatial..., C: it begins with a transposition to N, C, spatial...
  static boolean channelsLast(OnnxModel model) {
    String name = input(model).name();
    List<OnnxNode> readers =
        model.graph().nodes().stream().filter(n -> n.inputs().contains(name)).toList();
    if (readers.size() != 1 || !readers.getFirst().operator().equals("Transpose")) {
      return false;
    }
    return readers.getFirst().attributes().get("perm") instanceof OnnxAttribute.Wholes w
        && w.values().size() > 2
        && w.values().get(1) == w.values().size() - 1;
  }

  private static Shape sample(OnnxModel model, Optional<Shape> given) {
    OnnxValueInfo info = input(model);
    List<OnnxDim> dims = info.dims().orElse(List.of());
    if (dims.isEmpty() && given.isPresent()) {
      return given.get();
    }
    if (dims.size() < 2) {
      throw LoupeException.of("the input '" + info.name() + "' holds no samples")
          .expected("a batch of samples, at least two axes")
          .got(Texts.dims(dims));
    }
    List<OnnxDim> axes = new ArrayList<>(dims.subList(1, dims.size()));
    if (!channelsLast(model)) {
      axes.add(axes.removeFirst());
    }
    if (given.isPresent() && given.get().rank() != axes.size()) {
      throw LoupeException.of("the input '" + info.name() + "' has other axes")
          .expected(axes.size() + " axes, channels last")
          .got(given.get().toString());
    }
    List<Integer> sizes = new ArrayList<>();
    for (int i = 0; i < axes.size(); i++) {
      int axis = i;
      if (axes.get(i) instanceof OnnxDim.Fixed f) {
        sizes.add(f.size());
      } else {
        sizes.add(
            given
                .map(s -> s.size(axis))
                .orElseThrow(
                    () ->
                        LoupeException.of("the file does not say how large an input is")
                            .expected("sizes for " + Texts.dims(dims))
                            .fix("give a size, such as --size 224x224")));
      }
    }
    return Shape.of(sizes);
  }

  /// The model up to what a softmax at its end reads; empty if there is none.
  private static Optional<OnnxModel> withoutSoftmax(OnnxModel model) {
    OnnxGraph g = model.graph();
    if (g.outputs().isEmpty()) {
      return Optional.empty();
    }
    String output = g.outputs().getFirst().name();
    Optional<OnnxNode> last =
        g.nodes().stream()
            .filter(n -> n.outputs().contains(output) && n.operator().equals("Softmax"))
            .findFirst();
    return last.map(
        n -> {
          OnnxValueInfo logits =
              new OnnxValueInfo(n.inputs().getFirst(), Optional.empty(), Optional.empty());
          OnnxGraph bare =
              new OnnxGraph(
                  g.name(), g.nodes(), g.initializers(), g.inputs(), List.of(logits), g.values());
          return new OnnxModel(
              model.irVersion(),
              model.producer(),
              model.opsets(),
              bare,
              model.functions(),
              model.metadata());
        });
  }
}
