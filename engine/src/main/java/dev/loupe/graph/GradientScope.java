package dev.loupe.graph;

import org.jspecify.annotations.Nullable;

/// What an op's gradient rule sees: the node, the gradient that arrives at its value, and the graph
/// to write into.
public final class GradientScope {
  private final GraphBuilder builder;
  private final Node node;
  private final Value upstream;
  private final boolean[] wanted;
  private final @Nullable Value[] passed;

  GradientScope(GraphBuilder builder, Node node, Value upstream, boolean[] wanted) {
    this.builder = builder;
    this.node = node;
    this.upstream = upstream;
    this.wanted = wanted;
    this.passed = new Value[wanted.length];
  }

  /// How many inputs the op has.
  public int inputs() {
    return wanted.length;
  }

  /// Input `i` of the op.
  public Value input(int i) {
    return builder.value(node.inputs().get(i));
  }

  /// The op's value.
  public Value output() {
    return builder.value(node.id());
  }

  /// The gradient of the loss for the op's value, of the same shape.
  public Value upstream() {
    return upstream;
  }

  /// Whether the gradient of input `i` is needed.
  public boolean wanted(int i) {
    return wanted[i];
  }

  /// Writes a node.
  public Value apply(Computation op, Value... inputs) {
    return builder.apply(op, inputs);
  }

  /// Writes a constant.
  public Value constant(float value) {
    return builder.constant(value);
  }

  /// Gives the gradient of input `i`.
  public void pass(int i, Value gradient) {
    if (!gradient.shape().equals(input(i).shape())) {
      throw new IllegalStateException(
          "%s: the gradient of input %d has shape %s, not %s"
              .formatted(node.op().name(), i, gradient.shape(), input(i).shape()));
    }
    passed[i] = gradient;
  }

  @Nullable Value passed(int i) {
    return passed[i];
  }
}
