package dev.loupe.formats.onnx;

import dev.loupe.graph.Graph;
import dev.loupe.graph.GraphBuilder;
import dev.loupe.graph.Parameters;
import dev.loupe.graph.Plan;
import dev.loupe.graph.Program;
import dev.loupe.graph.op.Affine;
import dev.loupe.graph.pass.Passes;
import dev.loupe.kernel.Parallel;
import dev.loupe.nn.Scope;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A model compiled for inputs of certain sizes.
///
/// ```java
/// OnnxModel model = OnnxReader.read(Path.of("model.onnx"));
/// OnnxSession session = OnnxSession.of(model, Map.of("input", x), 2);
/// Map<String, OnnxTensor> outputs = session.run(Map.of("input", x));
/// ```
///
/// What the graph does with sizes, indices and other whole numbers is computed while it is
/// compiled; so inputs of whole numbers keep their values. Not safe for several threads at once.
public final class OnnxSession {
  private final Map<String, GraphInput> inputs;
  private final Map<String, Held> outputs;
  private final Map<Held, String> names = new HashMap<>();
  private final @Nullable Program program;

  private OnnxSession(
      Map<String, GraphInput> inputs,
      Map<String, Held> outputs,
      GraphBuilder builder,
      Scope scope,
      OnnxModel model,
      int threads) {
    this.inputs = inputs;
    this.outputs = outputs;
    for (Held output : outputs.values()) {
      keep(output, builder, scope);
    }
    if (names.isEmpty()) {
      program = null;
      return;
    }
    Graph graph = builder.build();
    Parameters parameters = Parameters.of(graph, Weights.source(model));
    Plan plan = Plan.of(Passes.inference(graph), Plan.Mode.FAST);
    program = new Program(plan, parameters, new Parallel(threads));
  }

  /// Compiles a model.
  ///
  /// @param samples a value for each input of the graph: sizes matter, and whole numbers
  /// @throws LoupeException if the model has operators that Loupe does not have, or an input does
  ///     not fit
  public static OnnxSession of(OnnxModel file, Map<String, OnnxTensor> samples, int threads) {
    OnnxModel model = Constants.lifted(file);
    GraphBuilder builder = new GraphBuilder();
    Scope scope = Scope.inference(builder);
    boolean pictures = model.graph().nodes().stream().anyMatch(OnnxSession::spatial);
    Map<String, GraphInput> inputs = new LinkedHashMap<>();
    List<OnnxValueInfo> wanted = Weights.inputs(model);
    for (OnnxValueInfo info : model.graph().inputs()) {
      OnnxTensor sample = samples.get(info.name());
      if (sample != null) {
        check(info, sample);
        inputs.put(info.name(), new GraphInput(builder, sample, pictures));
      } else if (wanted.contains(info)) {
        throw LoupeException.of("the input '" + info.name() + "' is not given")
            .expected("a value for each of " + wanted.stream().map(OnnxValueInfo::name).toList());
      }
    }
    refuseChance(model, samples);
    Translation translation = new Translation(scope, model, 1);
    Map<String, Held> outputs = translation.run(Map.copyOf(inputs));
    return new OnnxSession(inputs, outputs, builder, scope, model, threads);
  }

  /// A dropout that is told to drop draws random numbers that no other program can draw again.
  private static void refuseChance(OnnxModel model, Map<String, OnnxTensor> samples) {
    Map<String, OnnxTensor> known = new HashMap<>(samples);
    model.graph().initializers().forEach(t -> known.put(t.name(), t));
    for (OnnxNode n : model.graph().nodes()) {
      if (n.operator().equals("Constant")
          && n.attributes().get("value") instanceof OnnxAttribute.Values v) {
        known.put(n.outputs().getFirst(), v.value());
      }
      boolean told = n.operator().equals("Dropout") && n.inputs().size() > 2;
      if (told
          && on(known.get(n.inputs().get(2)))
          && (n.inputs().get(1).isEmpty() || on(known.get(n.inputs().get(1))))) {
        throw LoupeException.of("Dropout '" + n.label() + "': it is told to drop values at random")
            .fix("import the network, and train it");
      }
    }
  }

  private static boolean on(@Nullable OnnxTensor t) {
    return t != null && t.length() == 1 && Literal.of(t).single() != 0;
  }

  private static boolean spatial(OnnxNode n) {
    return n.operator().contains("Conv")
        || n.operator().contains("Pool")
        || n.operator().equals("BatchNormalization");
  }

  private static void check(OnnxValueInfo info, OnnxTensor sample) {
    List<OnnxDim> dims = info.dims().orElse(null);
    boolean fits = dims == null || dims.size() == sample.sizes().size();
    for (int i = 0; fits && dims != null && i < dims.size(); i++) {
      fits = !(dims.get(i) instanceof OnnxDim.Fixed f) || f.size() == sample.sizes().get(i);
    }
    if (!fits) {
      throw LoupeException.of("the input '" + info.name() + "' does not fit")
          .expected(Texts.dims(dims == null ? List.of() : dims))
          .got(sample.sizes().toString());
    }
  }

  /// Makes what the host reads after a run an output of the program.
  private void keep(Held held, GraphBuilder builder, Scope scope) {
    if (names.containsKey(held)) {
      return;
    }
    if (held.late()) {
      Call call = ((Outcome.Output) held).outcome().call();
      call.inputs().stream().flatMap(Optional::stream).forEach(i -> keep(i, builder, scope));
    } else if (!held.fixed() || held.learned()) {
      Placed p = held.placed();
      boolean source = builder.isSource(p.value());
      String name = "output " + names.size();
      builder.output(name, source ? scope.apply(new Affine(1, 0), p.value()) : p.value());
      names.put(held, name);
    }
  }

  /// What a model reads beside the weights that it holds.
  public static List<OnnxValueInfo> inputs(OnnxModel model) {
    return Weights.inputs(model);
  }

  /// Computes the outputs.
  ///
  /// @param values of all inputs, with the sizes that the model was compiled for
  /// @return by name, in the order of the model
  /// @throws LoupeException if an input has other sizes, or another value where that was compiled
  ///     in
  public Map<String, OnnxTensor> run(Map<String, OnnxTensor> values) {
    inputs.forEach((name, input) -> input.set(name, values.get(name), program));
    if (program != null) {
      program.run();
    }
    Map<Held, Literal> late = new HashMap<>();
    Map<String, OnnxTensor> results = new LinkedHashMap<>();
    outputs.forEach((name, held) -> results.put(name, value(held, late).tensor(name)));
    return results;
  }

  /// What is computed, step by step, with the kernels that were chosen; empty where nothing is.
  public String describe() {
    return program == null ? "" : program.plan().describe();
  }

  private Literal value(Held held, Map<Held, Literal> late) {
    Literal known = late.get(held);
    if (known != null) {
      return known;
    }
    String name = names.get(held);
    Literal result;
    if (name != null && program != null) {
      result = read(held.placed(), program.output(name));
    } else if (held.late()) {
      Outcome.Output output = (Outcome.Output) held;
      Call call = output.outcome().call();
      List<Optional<Held>> fixed = new ArrayList<>();
      for (Optional<Held> i : call.inputs()) {
        fixed.add(i.map(h -> new Known(value(h, late))));
      }
      Call now = new Call(call.node(), call.opset(), fixed, call.scope(), 1);
      HostOperator operator =
          Operators.computed(call.node().operator())
              .orElseThrow(() -> call.refuse("it can't be computed behind the program"));
      result = operator.compute(now).get(output.index());
    } else {
      result = held.literal();
    }
    late.put(held, result);
    return result;
  }

  private static Literal read(Placed p, Tensor tensor) {
    double[] values = new double[tensor.length()];
    Arrays.setAll(values, tensor::get);
    Literal memory = new Literal(p.type(), tensor.shape().sizes(), values);
    int[] back = new int[p.rank()];
    for (int i = 0; i < back.length; i++) {
      back[i] = p.memory(i);
    }
    return memory.transposed(back);
  }

  /// A value that is known by now.
  private record Known(Literal literal) implements Held {
    @Override
    public boolean fixed() {
      return true;
    }

    @Override
    public Placed placed() {
      throw new IllegalStateException("the graph is written already");
    }

    @Override
    public int[] dims() {
      return literal.dims();
    }

    @Override
    public OnnxType type() {
      return literal.type();
    }
  }

  /// An input of the graph.
  private static final class GraphInput implements Held {
    private final GraphBuilder builder;
    private final OnnxTensor sample;
    private final boolean pictures;
    private @Nullable Placed placed;
    private @Nullable Literal literal;

    GraphInput(GraphBuilder builder, OnnxTensor sample, boolean pictures) {
      this.builder = builder;
      this.sample = sample;
      this.pictures = pictures;
    }

    @Override
    public boolean fixed() {
      return !sample.type().floating() || sample.length() == 0;
    }

    @Override
    public Literal literal() {
      Literal known = literal;
      if (known == null) {
        known = Literal.of(sample);
        literal = known;
      }
      return known;
    }

    @Override
    public Placed placed() {
      Placed known = placed;
      if (known != null) {
        return known;
      }
      if (fixed()) {
        known = Call.constant(Scope.inference(builder), literal());
      } else {
        int rank = sample.sizes().size();
        int[] order = pictures && rank > 2 ? Placed.channelsLast(rank) : Placed.identity(rank);
        int[] sizes = Arrays.stream(order).map(a -> sample.sizes().get(a)).toArray();
        known = new Placed(builder.input(sample.name(), Shape.of(sizes)), sample.type(), order);
      }
      placed = known;
      return known;
    }

    @Override
    public int[] dims() {
      return Literal.sizes(sample.sizes());
    }

    @Override
    public OnnxType type() {
      return sample.type();
    }

    void set(String name, @Nullable OnnxTensor value, @Nullable Program program) {
      if (value == null || !value.sizes().equals(sample.sizes())) {
        throw LoupeException.of("the input '" + name + "' does not fit the compiled model")
            .expected("sizes " + sample.sizes())
            .got(value == null ? "nothing" : value.sizes().toString());
      }
      if (literal != null && !literal.equals(Literal.of(value))) {
        throw LoupeException.of("the value of the input '" + name + "' was compiled in")
            .expected("the same value")
            .fix("compile the model anew for this one");
      }
      Placed p = placed;
      if (p != null && !fixed() && program != null) {
        Literal moved = Literal.of(value).transposed(p.order());
        Tensor tensor = program.input(sample.name());
        for (int i = 0; i < tensor.length(); i++) {
          tensor.set(i, (float) moved.values()[i]);
        }
      }
    }
  }
}
