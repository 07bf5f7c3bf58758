package dev.loupe.explain;

import dev.loupe.explain.TargetGradients.OfLayer;
import dev.loupe.graph.Computation;
import dev.loupe.graph.Graph;
import dev.loupe.graph.Parameters;
import dev.loupe.graph.Plan;
import dev.loupe.graph.Program;
import dev.loupe.graph.Source;
import dev.loupe.graph.pass.Passes;
import dev.loupe.kernel.Parallel;
import dev.loupe.nn.Network;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Nearest;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A network with its weights as explanations need it: what its layers give, and the gradients of
/// [targets][Target] in it. Of any network that Loupe has or reads.
///
/// Samples are as the network takes them: normalised. Programs are kept for what was asked last.
/// For one thread at a time.
public final class Lens {
  // Gradients need the values of all layers: few samples at a time keep the memory small.
  private static final int BATCH = 16;
  private static final int PROGRAMS = 8;
  private static final int NEAREST = 5;

  private final Network network;
  private final Parameters parameters;
  private final Parallel parallel;
  private final Graph single;
  private final TokenSearch.Found found;
  private final Map<String, LayerShape> layers = new LinkedHashMap<>();
  private final Map<String, LayerShape> inner = new LinkedHashMap<>();
  private final Recent<Integer, Graph> graphs = new Recent<>(PROGRAMS);
  private final Recent<Question, Probe> probes = new Recent<>(PROGRAMS);
  private final Recent<Reading, Program> readings = new Recent<>(PROGRAMS);

  /// What is read of a network in one run.
  private record Reading(int batch, List<String> layers) {}

  private Lens(Network network, Parameters parameters, Parallel parallel) {
    this.network = network;
    this.parameters = parameters;
    this.parallel = parallel;
    this.single = network.inference(1);
    single
        .layers()
        .forEach((path, id) -> layers.put(path, new LayerShape(path, sample(single, id))));
    this.found = TokenSearch.in(single);
    found.names().forEach((name, id) -> inner.put(name, new LayerShape(name, sample(single, id))));
  }

  /// A lens on a network.
  ///
  /// @param parameters its weights: shared, not copied
  /// @param parallel who computes
  /// @throws LoupeException if the layers don't fit together
  public static Lens of(Network network, Parameters parameters, Parallel parallel) {
    return new Lens(network, parameters, parallel);
  }

  /// The same network with other weights.
  public Lens with(Parameters others) {
    return new Lens(network, others, parallel);
  }

  /// The network.
  public Network network() {
    return network;
  }

  /// The weights; after changing them call [Parameters#touch].
  public Parameters parameters() {
    return parameters;
  }

  /// The graph that answers, for one sample.
  public Graph graph() {
    return single;
  }

  /// The layers with what they give for one sample, in the order of the network.
  public List<LayerShape> layers() {
    return List.copyOf(layers.values());
  }

  /// A layer.
  ///
  /// @throws LoupeException if there is none of that path, with the nearest ones
  public LayerShape layer(String path) {
    LayerShape layer = layers.get(path);
    if (layer != null) {
      return layer;
    }
    LayerShape named = inner.get(path);
    if (named == null) {
      throw unknown(path);
    }
    return named;
  }

  private LoupeException unknown(String path) {
    List<String> near =
        layers.keySet().stream()
            .sorted(Comparator.comparingInt(p -> Nearest.distance(path, p)))
            .limit(NEAREST)
            .toList();
    return LoupeException.of("the network has no layer '" + path + "'")
        .expected(
            layers.size() > NEAREST
                ? "one of %d, such as %s".formatted(layers.size(), String.join(", ", near))
                : "one of " + String.join(", ", layers.keySet()));
  }

  /// The layer that class activation maps are of: the last one that has several places and is not
  /// itself a pooling or only another order of values.
  ///
  /// @throws LoupeException if there is none, as in a network of dense layers
  public LayerShape lastSpatial() {
    return GraphLayers.last(single)
        .map(this::layer)
        .orElseThrow(
            () ->
                LoupeException.of("the network has no layer with places")
                    .expected("a convolution before the first dense layer")
                    .fix("choose a method that explains the input, such as saliency"));
  }

  /// The tokens that attention works on; empty if there is none, or their places are not known.
  public Optional<Tokens> attention() {
    return found.tokens();
  }

  /// The tokens that attention works on.
  ///
  /// @throws LoupeException if there is none, or the places of its tokens are not known
  public Tokens tokens() {
    return found
        .tokens()
        .orElseThrow(
            () ->
                LoupeException.of(
                        found.attentions().isEmpty()
                            ? "the network has no attention"
                            : "where the tokens of the network are from is not known")
                    .expected("a transformer over patches of its input, such as vit-tiny")
                    .fix("take a transformer, or a method for any network, such as gradcam"));
  }

  /// What is added to tokens for their positions: tokens, channels; of all tokens, or of those with
  /// a place. Empty if nothing is.
  public Optional<Tensor> positions() {
    return found
        .positions()
        .map(
            n -> {
              Tensor t =
                  switch (n.op()) {
                    case Source.Variable v -> parameters.tensor(v.path());
                    case Source.Constant c -> c.value();
                    case Source.Input i -> throw new IllegalStateException(n + " is an input");
                    case Computation c -> constant(TokenSearch.POSITIONS);
                  };
              return t.reshape(Shape.of(n.shape().size(-2), n.shape().size(-1)));
            });
  }

  /// A value that depends on no sample.
  private Tensor constant(String name) {
    Program p = readings.get(new Reading(1, List.of(name)), this::program);
    p.run();
    return Tensor.of(p.output(name).shape(), p.output(name).toArray());
  }

  /// What the network answers for one sample: classes, or spatial..., classes.
  public Shape output() {
    return sample(single, GraphLayers.logits(single));
  }

  /// How many numbers a target can be of: the classes of a network that tells classes apart.
  public int outputs() {
    return output().channels();
  }

  /// What the network answers for samples.
  ///
  /// @param samples N, spatial..., C, as the network takes them
  /// @return N, then as the network answers
  /// @throws LoupeException if the samples have another shape
  public Tensor logits(Tensor samples) {
    return read(samples, List.of(), List.of(Network.LOGITS)).values().iterator().next();
  }

  /// What layers give for samples.
  ///
  /// @param samples N, spatial..., C, as the network takes them
  /// @return for each path N, then as the layer gives it
  /// @throws LoupeException if there is no such layer, or the samples have another shape
  public Map<String, Tensor> values(Tensor samples, List<String> paths) {
    paths.forEach(this::layer);
    return read(samples, paths, paths);
  }

  /// The same of one layer.
  public Tensor value(Tensor samples, String path) {
    layer(path);
    return read(samples, List.of(path), List.of(path)).values().iterator().next();
  }

  /// The gradients of a target for the input.
  public TargetGradients gradients(Tensor samples, Target target, Rule rule) {
    return gradients(samples, target, new Question(1, target.layer(), true, List.of(), rule));
  }

  /// The gradients of a target for what a question wants, for any number of samples.
  ///
  /// @param samples N, spatial..., C, as the network takes them
  /// @param question its batch does not matter
  /// @throws LoupeException if there is no such layer or target, or the samples have another shape
  public TargetGradients gradients(Tensor samples, Target target, Question question) {
    checkSamples(samples.shape());
    int n = samples.shape().size(0);
    Probe probe =
        probe(
            new Question(
                Math.min(n, BATCH),
                question.at(),
                question.input(),
                question.layers(),
                question.rule()));
    probe.aim(target);
    float[] scores = new float[n];
    List<OfLayer> asked =
        question.layers().stream()
            .map(path -> new OfLayer(path, zeros(path, n), zeros(path, n)))
            .toList();
    Optional<Tensor> input =
        question.input() ? Optional.of(Tensor.zeros(samples.shape())) : Optional.empty();
    Chunks.each(
        samples,
        probe.input(),
        (from, count) -> {
          probe.run();
          for (int i = 0; i < count; i++) {
            scores[from + i] = probe.score(i);
          }
          for (OfLayer l : asked) {
            Chunks.copy(probe.value(l.path()), l.values(), from, count);
            Chunks.copy(probe.gradient(l.path()), l.gradients(), from, count);
          }
          input.ifPresent(into -> Chunks.copy(probe.gradient(), into, from, count));
        });
    return new TargetGradients(scores, input, asked);
  }

  private Tensor zeros(String path, int n) {
    return Tensor.zeros(layer(path).shape().prepend(n));
  }

  /// The program that answers a question, to be run again and again.
  ///
  /// @throws LoupeException if there is no such layer, or the rule is of no use for the network
  public Probe probe(Question question) {
    if (!question.at().isEmpty()) {
      layer(question.at());
    }
    question.layers().forEach(this::layer);
    return probes.get(question, q -> new Probe(q, program(ProbeGraph.of(forward(q.batch()), q))));
  }

  private Map<String, Tensor> read(Tensor samples, List<String> kept, List<String> outputs) {
    checkSamples(samples.shape());
    int n = samples.shape().size(0);
    Program p = readings.get(new Reading(Math.min(n, BATCH), kept), this::program);
    Map<String, Tensor> results = new LinkedHashMap<>();
    for (String name : outputs) {
      results.put(name, Tensor.zeros(p.output(name).item(0).shape().prepend(n)));
    }
    Chunks.each(
        samples,
        p.input(Network.INPUT),
        (from, count) -> {
          p.run();
          results.forEach((name, into) -> Chunks.copy(p.output(name), into, from, count));
        });
    return results;
  }

  private Program program(Reading reading) {
    Graph graph = forward(reading.batch());
    for (String path : reading.layers()) {
      graph = graph.retain(path);
    }
    return program(Passes.inference(graph));
  }

  private Program program(Graph graph) {
    return new Program(Plan.of(graph, Plan.Mode.FAST), parameters, parallel);
  }

  private Graph forward(int batch) {
    return graphs.get(batch, n -> found.names().isEmpty() ? graph(n) : named(graph(n)));
  }

  private Graph graph(int batch) {
    return batch == 1 ? single : network.inference(batch);
  }

  private static Graph named(Graph graph) {
    return TokenSearch.in(graph).named(graph);
  }

  private void checkSamples(Shape shape) {
    if (shape.rank() != network.input().rank() + 1
        || !shape.range(1, shape.rank()).equals(network.input())) {
      throw LoupeException.of("the samples don't fit the network")
          .expected("samples x " + network.input())
          .got(shape.toString());
    }
  }

  private static Shape sample(Graph graph, int id) {
    Shape shape = graph.node(id).shape();
    return shape.range(1, shape.rank());
  }

  /// What was used last, up to a number.
  private static final class Recent<K, V> {
    private final LinkedHashMap<K, V> kept = new LinkedHashMap<>(16, 0.75f, true);
    private final int most;

    Recent(int most) {
      this.most = most;
    }

    V get(K key, Function<K, V> make) {
      @Nullable V known = kept.get(key);
      if (known != null) {
        return known;
      }
      if (kept.size() >= most) {
        kept.pollFirstEntry();
      }
      V made = make.apply(key);
      kept.put(key, made);
      return made;
    }
  }
}
