package dev.loupe.graph;

import dev.loupe.graph.op.Arithmetic;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reverse-mode differentiation, graph to graph: each op's rule sits with the op, this is
/// the driver.
///
/// Source: Baydin et al., Automatic Differentiation in Machine Learning: a Survey, JMLR 2018, 3.2.
public final class Gradients {
  private Gradients() {}

  /// Writes the gradients of a scalar for some values, parameters and inputs alike.
  ///
  /// @param builder the graph that holds the scalar; grows by the backward nodes
  /// @param loss a scalar
  /// @param wanted the values whose gradients are needed
  /// @return the gradient of each wanted value, in the given order, of the value's shape; a value
  ///     that the loss does not depend on has a constant of zeros
  public static Map<Value, Value> of(GraphBuilder builder, Value loss, List<Value> wanted) {
    if (loss.shape().elements() != 1) {
      throw LoupeException.of("gradients start at a single value")
          .expected("a scalar")
          .got(loss.shape().toString())
          .fix("reduce the value with a mean or a sum first");
    }
    int size = loss.id() + 1;
    boolean[] needed = new boolean[size];
    for (Value v : wanted) {
      if (v.id() < size) {
        needed[v.id()] = true;
      }
    }
    for (int id = 0; id < size; id++) {
      for (int input : builder.node(id).inputs()) {
        needed[id] |= needed[input];
      }
    }
    @Nullable Value[] gradients = new Value[size];
    String path = builder.path();
    gradients[loss.id()] = ones(builder, loss.shape());
    for (int id = size - 1; id >= 0; id--) {
      Value upstream = gradients[id];
      if (upstream != null && needed[id] && builder.node(id).op() instanceof Computation op) {
        backward(builder, builder.node(id), op, upstream, needed, gradients);
      }
    }
    builder.path(path);
    Map<Value, Value> result = new LinkedHashMap<>();
    for (Value v : wanted) {
      Value g = v.id() < size ? gradients[v.id()] : null;
      result.put(v, g != null ? g : builder.constant(dev.loupe.tensor.Tensor.zeros(v.shape())));
    }
    return result;
  }

  private static void backward(
      GraphBuilder builder,
      Node node,
      Computation op,
      Value upstream,
      boolean[] needed,
      @Nullable Value[] gradients) {
    boolean[] wanted = new boolean[node.inputs().size()];
    for (int i = 0; i < wanted.length; i++) {
      wanted[i] = needed[node.inputs().get(i)];
    }
    builder.path(node.path());
    GradientScope scope = new GradientScope(builder, node, upstream, wanted);
    op.gradient(scope);
    for (int i = 0; i < wanted.length; i++) {
      Value g = scope.passed(i);
      if (g != null) {
        int input = node.inputs().get(i);
        Value known = gradients[input];
        gradients[input] = known == null ? g : builder.apply(Arithmetic.ADD, known, g);
      }
    }
  }

  private static Value ones(GraphBuilder builder, Shape shape) {
    dev.loupe.tensor.Tensor one = dev.loupe.tensor.Tensor.zeros(shape);
    one.fill(1);
    return builder.constant(one);
  }
}
