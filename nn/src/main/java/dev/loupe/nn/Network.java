package dev.loupe.nn;

import dev.loupe.graph.Gradients;
import dev.loupe.graph.Graph;
import dev.loupe.graph.GraphBuilder;
import dev.loupe.graph.Initialiser;
import dev.loupe.graph.Source.Layout;
import dev.loupe.graph.Source.Role;
import dev.loupe.graph.Source.Variable;
import dev.loupe.graph.Value;
import dev.loupe.graph.op.Accumulate;
import dev.loupe.graph.op.ClipScale;
import dev.loupe.graph.op.ClipValue;
import dev.loupe.graph.op.GlobalNorm;
import dev.loupe.graph.op.OptimiserStep;
import dev.loupe.nn.Optimiser.Clip;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

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
  /// @param accumulation from how many batches the gradient of one optimiser step is the mean
  public record Training(
      Loss loss,
      Optimiser optimiser,
      List<String> frozen,
      List<RateFactor> rates,
      int accumulation) {
    /// Copies the lists.
    ///
    /// @throws LoupeException if a path has two factors, or the number of batches
    ///     is below 1
    public Training {
      frozen = List.copyOf(frozen);
      rates = List.copyOf(rates);
      RateFactor.checkUnique(rates);
      Accumulate.checkCount(accumulation);
    }

    /// With the same learning rate for all layers, and a step of the optimiser for each batch.
    public Training(Loss loss, Optimiser optimiser, List<String> frozen) {
      this(loss, optimiser, frozen, List.of(), 1);
    }

    /// The same with other factors on the learning rate.
    public Training withRates(List<RateFactor> next) {
      return new Training(loss, optimiser, frozen, next, accumulation);
    }

    /// The same with gradients accumulated over some batches: one step of the optimiser as if they
    /// were one batch, in the memory of a small one. See [Network#training].
    public Training withAccumulation(int batches) {
      return new Training(loss, optimiser, frozen, rates, batches);
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
  /// Where gradients are accumulated over k batches, this is the graph of one of them, and programs
  /// run it with step numbers that count batches from 0. Each run adds to variables that hold the
  /// mean so far; run k-1, 2k-1 and so on also clips that mean and takes the optimiser's step with
  /// it, at the learning rate of that run, and the next run begins anew. The parameters are then
  /// those of one step over all k batches together, up to rounding, but for what a layer or a loss
  /// does with a batch as a whole: batch normalisation takes its statistics from each of the k
  /// batches, and a cross entropy with class weights and indices divides by the weights of each.
  ///
  /// @throws LoupeException if the layers don't fit together, nothing is left to learn, or a factor
  ///     on the learning rate is for a layer that learns nothing
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
    if (trained.isEmpty()) {
      throw LoupeException.of("the network has nothing to learn")
          .expected("at least one layer with parameters that isn't frozen")
          .got("frozen: " + (how.frozen().isEmpty() ? "none" : String.join(", ", how.frozen())))
          .fix("freeze fewer layers");
    }
    List<Value> gradients = List.copyOf(Gradients.of(b, loss, values).values());
    b.path("optimiser");
    optimise(b, how, trained, gradients);
    return b.build();
  }

  private static void optimise(
      GraphBuilder b, Training how, List<Variable> trained, List<Value> gradients) {
    Optimiser optimiser = how.optimiser();
    Clip clip = optimiser.clip();
    boolean clipped = clip.kind() == Clip.Kind.NORM;
    List<Value> means = new ArrayList<>();
    for (int i = 0; i < trained.size(); i++) {
      means.add(accumulated(b, how.accumulation(), trained.get(i), gradients.get(i)));
    }
    List<Value> inputs = new ArrayList<>();
    inputs.add(b.input(LEARNING_RATE, Shape.of()));
    if (clipped) {
      Value norm = b.apply(new GlobalNorm(), means.toArray(Value[]::new));
      inputs.add(b.apply(new ClipScale(clip.limit()), norm));
    }
    List<Boolean> decay = new ArrayList<>();
    for (int i = 0; i < trained.size(); i++) {
      Variable v = trained.get(i);
      Value g = means.get(i);
      inputs.add(b.variable(v));
      inputs.add(clip.kind() == Clip.Kind.VALUE ? b.apply(new ClipValue(clip.limit()), g) : g);
      for (int slot = 0; slot < optimiser.rule().slots(); slot++) {
        inputs.add(memory(b, String.valueOf(slot), v));
      }
      decay.add(v.role() == Role.WEIGHT);
    }
    OptimiserStep step =
        new OptimiserStep(
            optimiser.rule(), decay, rates(how, trained), clipped, how.accumulation());
    b.effect(b.apply(step, inputs.toArray(Value[]::new)));
  }

  /// The mean of a parameter's gradients so far, or the gradient itself where each batch is a step.
  private static Value accumulated(GraphBuilder b, int batches, Variable v, Value gradient) {
    return batches == 1
        ? gradient
        : b.apply(new Accumulate(batches), memory(b, "accumulated", v), gradient);
  }

  /// What an optimiser remembers for a parameter.
  private static Value memory(GraphBuilder b, String what, Variable v) {
    String path = "optimiser." + what + "." + v.path();
    return b.variable(
        new Variable(path, v.shape(), Role.OPTIMISER, Layout.PLAIN, Initialiser.ZERO));
  }

  /// The factor of each parameter; none where all are 1.
  private static List<Float> rates(Training how, List<Variable> trained) {
    List<Float> all = trained.stream().map(v -> RateFactor.of(v.path(), how.rates())).toList();
    return all.stream().allMatch(f -> f == 1) ? List.of() : all;
  }
}
