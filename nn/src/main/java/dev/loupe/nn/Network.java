package dev.loupe.nn;

import dev.loupe.graph.Gradients;
import dev.loupe.graph.Graph;
import dev.loupe.graph.GraphBuilder;
import dev.loupe.graph.Initialiser;
import dev.loupe.graph.Source.Layout;
import dev.loupe.graph.Source.Role;
import dev.loupe.graph.Source.Variable;
import dev.loupe.graph.Value;
import dev.loupe.graph.op.ClipScale;
import dev.loupe.graph.op.ClipValue;
import dev.loupe.graph.op.GlobalNorm;
import dev.loupe.graph.op.OptimiserStep;
import dev.loupe.nn.Optimiser.Clip;
import dev.loupe.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A network: the shape of one input, and the layer that takes it.
///
/// @param input spatial..., channels, without the batch
/// @param layer the whole network
public record Network(Shape input, Layer layer) {
  /// The label of the input in every graph.
  public static final String INPUT = "input";

  /// The label of the targets in a training graph.
  public static final String TARGET = "target";

  /// The label of the learning rate in a training graph.
  public static final String LEARNING_RATE = "learning rate";

  /// The output of every graph: what the last layer gives.
  public static final String LOGITS = "logits";

  /// The output of a training graph: the loss.
  public static final String LOSS = "loss";

  /// How a network is trained.
  ///
  /// @param loss what is made small
  /// @param optimiser how
  /// @param frozen paths of layers that stay as they are
  /// @param rates factors on the learning rate of some layers; where none applies it is 1
  public record Training(
      Loss loss, Optimiser optimiser, List<String> frozen, List<RateFactor> rates) {
    /// Copies the lists.
    ///
    /// @throws dev.loupe.tensor.LoupeException if a path has two factors
    public Training {
      frozen = List.copyOf(frozen);
      rates = List.copyOf(rates);
      RateFactor.checkUnique(rates);
    }

    /// With the same learning rate for all layers.
    public Training(Loss loss, Optimiser optimiser, List<String> frozen) {
      this(loss, optimiser, frozen, List.of());
    }

    /// The same with other factors on the learning rate.
    public Training withRates(List<RateFactor> next) {
      return new Training(loss, optimiser, frozen, next);
    }
  }

  /// The graph that answers: input to logits.
  public Graph inference(int batch) {
    GraphBuilder b = new GraphBuilder();
    Value x = b.input(INPUT, input.prepend(batch));
    b.output(LOGITS, layer.apply(Scope.inference(b), x));
    return b.build();
  }

  /// The graph of the loss, without gradients, as for inference: to judge.
  public Graph evaluation(int batch, Loss loss) {
    GraphBuilder b = new GraphBuilder();
    Scope scope = Scope.inference(b);
    Value logits = layer.apply(scope, b.input(INPUT, input.prepend(batch)));
    b.output(LOGITS, logits);
    Value target = b.input(TARGET, loss.target(logits.shape()));
    b.output(LOSS, loss.apply(scope.inner(LOSS), logits, target));
    return b.build();
  }

  /// The graph of a training step: forward, loss, backward, optimiser.
  ///
  /// @throws dev.loupe.tensor.LoupeException if the layers don't fit together, or a factor on the
  ///     learning rate is for a layer that learns nothing
  public Graph training(int batch, Training how) {
    GraphBuilder b = new GraphBuilder();
    Scope scope = Scope.training(b, how.frozen());
    Value logits = layer.apply(scope, b.input(INPUT, input.prepend(batch)));
    b.output(LOGITS, logits);
    Value target = b.input(TARGET, how.loss().target(logits.shape()));
    Value loss = how.loss().apply(scope.inner(LOSS), logits, target);
    b.output(LOSS, loss);
    List<Variable> trained = new ArrayList<>();
    List<Value> values = new ArrayList<>();
    Graph forward = b.build();
    RateFactor.checkPaths(how.rates(), forward.variables(), forward.layers().keySet());
    for (Variable v : forward.variables()) {
      if (v.role().trainable() && !Scope.isUnder(v.path(), how.frozen())) {
        trained.add(v);
        values.add(b.variable(v));
      }
    }
    Map<Value, Value> gradients = Gradients.of(b, loss, values);
    b.path("optimiser");
    optimise(b, how, trained, gradients);
    return b.build();
  }

  private static void optimise(
      GraphBuilder b, Training how, List<Variable> trained, Map<Value, Value> gradients) {
    Optimiser optimiser = how.optimiser();
    Clip clip = optimiser.clip();
    List<Value> inputs = new ArrayList<>();
    inputs.add(b.input(LEARNING_RATE, Shape.of()));
    if (clip.kind() == Clip.Kind.NORM) {
      Value norm = b.apply(new GlobalNorm(), gradients.values().toArray(Value[]::new));
      inputs.add(b.apply(new ClipScale(clip.limit()), norm));
    }
    List<Boolean> decay = new ArrayList<>();
    int i = 0;
    for (Map.Entry<Value, Value> e : gradients.entrySet()) {
      Variable v = trained.get(i++);
      Value g = e.getValue();
      inputs.add(e.getKey());
      inputs.add(clip.kind() == Clip.Kind.VALUE ? b.apply(new ClipValue(clip.limit()), g) : g);
      for (int slot = 0; slot < optimiser.rule().slots(); slot++) {
        String path = "optimiser." + slot + "." + v.path();
        inputs.add(
            b.variable(
                new Variable(path, v.shape(), Role.OPTIMISER, Layout.PLAIN, Initialiser.ZERO)));
      }
      decay.add(v.role() == Role.WEIGHT);
    }
    boolean clipped = clip.kind() == Clip.Kind.NORM;
    OptimiserStep step = new OptimiserStep(optimiser.rule(), decay, rates(how, trained), clipped);
    b.effect(b.apply(step, inputs.toArray(Value[]::new)));
  }

  /// The factor of each parameter; none where all are 1.
  private static List<Float> rates(Training how, List<Variable> trained) {
    List<Float> all = trained.stream().map(v -> RateFactor.of(v.path(), how.rates())).toList();
    return all.stream().allMatch(f -> f == 1) ? List.of() : all;
  }
}
