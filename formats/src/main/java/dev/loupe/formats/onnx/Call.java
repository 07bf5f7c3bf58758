package dev.loupe.formats.onnx;

import dev.loupe.graph.Computation;
import dev.loupe.graph.Source.Layout;
import dev.loupe.graph.Source.Role;
import dev.loupe.graph.Value;
import dev.loupe.nn.Scope;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// One node with what is known of its inputs.
///
/// @param node the node
/// @param opset the version of ONNX's operators
/// @param inputs as many as the node names; empty where one is left out
/// @param scope where the graph is written
/// @param stretch how many samples take the place of each that the file was written for
record Call(OnnxNode node, long opset, List<Optional<Held>> inputs, Scope scope, int stretch) {
  boolean has(int i) {
    return i < inputs.size() && inputs.get(i).isPresent();
  }

  Held held(int i) {
    if (!has(i)) {
      throw refuse("the input " + i + " is missing");
    }
    return inputs.get(i).orElseThrow();
  }

  /// An input in the graph.
  Placed in(int i) {
    Placed p = held(i).placed();
    if (p.isNothing()) {
      throw refuse("the input " + i + " has no elements: " + Arrays.toString(p.dims()));
    }
    return p;
  }

  /// An input in the graph, as a parameter where it is an initializer.
  Placed parameter(int i, Role role, Layout layout) {
    return held(i).parameter(role, layout);
  }

  /// All inputs in the graph.
  List<Placed> all() {
    return java.util.stream.IntStream.range(0, inputs.size()).mapToObj(this::in).toList();
  }

  /// An input that must be known now.
  Literal literal(int i) {
    return held(i).literal();
  }

  /// An optional input that must be known now, if it is there.
  Optional<Literal> optional(int i) {
    return has(i) && literal(i).length() > 0 ? Optional.of(literal(i)) : Optional.empty();
  }

  long whole(String name, long usual) {
    return switch (node.attributes().get(name)) {
      case null -> usual;
      case OnnxAttribute.Whole w -> w.value();
      default -> throw attribute(name, "an integer");
    };
  }

  int number(String name, long usual) {
    return Math.toIntExact(Math.clamp(whole(name, usual), Integer.MIN_VALUE, Integer.MAX_VALUE));
  }

  boolean flag(String name, boolean usual) {
    return whole(name, usual ? 1 : 0) != 0;
  }

  float real(String name, float usual) {
    return switch (node.attributes().get(name)) {
      case null -> usual;
      case OnnxAttribute.Real r -> r.value();
      default -> throw attribute(name, "a number");
    };
  }

  String text(String name, String usual) {
    return switch (node.attributes().get(name)) {
      case null -> usual;
      case OnnxAttribute.Text t -> t.value();
      default -> throw attribute(name, "a text");
    };
  }

  /// A list of integers; empty where it is left out.
  Optional<int[]> wholes(String name) {
    return switch (node.attributes().get(name)) {
      case null -> Optional.empty();
      case OnnxAttribute.Wholes w ->
          Optional.of(
              w.values().stream()
                  .mapToInt(v -> Math.clamp(v, Integer.MIN_VALUE, Integer.MAX_VALUE))
                  .toArray());
      default -> throw attribute(name, "a list of integers");
    };
  }

  /// An attribute in older versions of an operator, an input in newer ones.
  Optional<int[]> wholes(String name, int input) {
    return wholes(name).or(() -> optional(input).map(Literal::ints));
  }

  /// An axis, counted from the end where it is negative.
  int axis(long axis, int rank) {
    long at = axis < 0 ? axis + rank : axis;
    if (at < 0 || at >= Math.max(1, rank)) {
      throw refuse("the axis %d is not one of %d".formatted(axis, rank));
    }
    return (int) at;
  }

  int[] axes(int[] axes, int rank) {
    return Arrays.stream(axes).map(a -> axis(a, rank)).toArray();
  }

  Value apply(Computation op, Value... values) {
    return scope.apply(op, values);
  }

  Value constant(float value) {
    return scope.constant(value);
  }

  /// A literal in the graph, as ONNX counts its axes.
  Placed constant(Literal literal) {
    return constant(scope, literal);
  }

  static Placed constant(Scope scope, Literal literal) {
    float[] floats = new float[literal.length()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) literal.values()[i];
    }
    List<Integer> sizes = Arrays.stream(literal.dims()).boxed().toList();
    if (floats.length == 0) {
      throw LoupeException.of("a value has no elements").got(sizes.toString());
    }
    Tensor tensor = Tensor.of(dev.loupe.tensor.Shape.of(sizes), floats);
    return Placed.plain(scope.constant(tensor), literal.type());
  }

  /// A refusal of this node, by operator and name.
  LoupeException refuse(String why) {
    return LoupeException.of("%s '%s': %s".formatted(node.operator(), node.label(), why));
  }

  private LoupeException attribute(String name, String kind) {
    return refuse("the attribute '" + name + "' is not " + kind);
  }

  @Override
  public String toString() {
    return node.operator()
        + inputs.stream()
            .map(i -> i.isEmpty() ? "-" : "x")
            .collect(Collectors.joining(" ", " ", ""));
  }
}
