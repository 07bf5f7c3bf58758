package dev.loupe.nn;

import dev.loupe.graph.Computation;
import dev.loupe.graph.GraphBuilder;
import dev.loupe.graph.Initialiser;
import dev.loupe.graph.Source;
import dev.loupe.graph.Source.Layout;
import dev.loupe.graph.Source.Role;
import dev.loupe.graph.Value;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.util.List;

/// Where a layer writes: the graph, the layer's path, and whether the network is being trained.
public final class Scope {
  private final GraphBuilder builder;
  private final String path;
  private final boolean training;
  private final List<String> frozen;

  private Scope(GraphBuilder builder, String path, boolean training, List<String> frozen) {
    this.builder = builder;
    this.path = path;
    this.training = training;
    this.frozen = frozen;
  }

  /// The scope of a whole network in use: running statistics, no dropout.
  public static Scope inference(GraphBuilder builder) {
    return new Scope(builder, "", false, List.of());
  }

  /// The scope of a whole network in training.
  ///
  /// @param frozen paths of layers that stay as they are: they are written as for inference
  public static Scope training(GraphBuilder builder, List<String> frozen) {
    return new Scope(builder, "", true, List.copyOf(frozen));
  }

  /// The layer's path, such as `layer1.0.conv1`; empty for the whole network.
  public String path() {
    return path;
  }

  /// Whether the layer is being trained: batch statistics, dropout.
  public boolean training() {
    return training && !isFrozen(path);
  }

  /// Writes a layer as a named part of this one.
  public Value call(String name, Layer layer, Value input) {
    Scope inner = inner(name);
    builder.path(inner.path);
    Value v = layer.apply(inner, input);
    builder.layer(inner.path, v);
    builder.path(path);
    return v;
  }

  /// Notes that a value is what a named part of this layer computes.
  public void layer(String name, Value value) {
    builder.layer(join(name), value);
  }

  /// The scope of a named part.
  Scope inner(String name) {
    return new Scope(builder, join(name), training, frozen);
  }

  /// Writes an op.
  public Value apply(Computation op, Value... inputs) {
    builder.path(path);
    return builder.apply(op, inputs);
  }

  /// A parameter of this layer.
  ///
  /// @param name its last name, such as `weight`
  public Value parameter(
      String name, Shape shape, Role role, Layout layout, Initialiser initialiser) {
    builder.path(path);
    return builder.variable(new Source.Variable(join(name), shape, role, layout, initialiser));
  }

  /// A fixed value.
  public Value constant(Tensor value) {
    builder.path(path);
    return builder.constant(value);
  }

  /// A fixed scalar.
  public Value constant(float value) {
    return constant(Tensor.scalar(value));
  }

  /// Keeps a node that overwrites variables.
  public void effect(Value value) {
    builder.effect(value);
  }

  /// A key for random masks that belongs to this layer alone.
  public long key() {
    return Seed.of(0).child(path).key();
  }

  /// An error with the layer's path in front.
  public LoupeException error(String what) {
    return LoupeException.of(what).at(path);
  }

  /// Whether a path lies under one of the frozen ones.
  private boolean isFrozen(String layer) {
    return isUnder(layer, frozen);
  }

  /// Whether a path is one of some prefixes, or a part of one.
  static boolean isUnder(String path, List<String> prefixes) {
    return prefixes.stream().anyMatch(f -> path.equals(f) || path.startsWith(f + "."));
  }

  private String join(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}
