package dev.loupe.formats.onnx;

import dev.loupe.graph.Initialiser;
import dev.loupe.graph.Source.Layout;
import dev.loupe.graph.Source.Role;
import dev.loupe.graph.Value;
import dev.loupe.nn.Scope;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A value that the file holds: a parameter of the network, or a constant.
final class Initializer implements Held {
  private final Scope scope;
  private final String name;
  private final OnnxType type;
  private final List<Integer> sizes;
  private final Optional<OnnxTensor> tensor;
  private final boolean learned;
  private @Nullable Literal literal;
  private @Nullable Placed placed;

  private Initializer(
      Scope scope,
      String name,
      OnnxType type,
      List<Integer> sizes,
      Optional<OnnxTensor> tensor,
      boolean learned) {
    this.scope = scope;
    this.name = name;
    this.type = type;
    this.sizes = sizes;
    this.tensor = tensor;
    this.learned = learned;
  }

  /// A value that stays as it is.
  static Initializer constant(Scope scope, OnnxTensor t) {
    return new Initializer(scope, t.name(), t.type(), t.sizes(), Optional.of(t), false);
  }

  /// A parameter whose first value the file holds.
  static Initializer learned(Scope scope, OnnxTensor t) {
    return new Initializer(scope, t.name(), t.type(), t.sizes(), Optional.of(t), true);
  }

  /// A parameter whose values are elsewhere.
  static Initializer declared(Scope scope, String name, List<Integer> sizes) {
    return new Initializer(scope, name, OnnxType.FLOAT, sizes, Optional.empty(), true);
  }

  String name() {
    return name;
  }

  /// Whether the value itself was asked for, so that it has to be kept with the graph.
  boolean read() {
    return literal != null;
  }

  @Override
  public boolean fixed() {
    return true;
  }

  @Override
  public boolean learned() {
    return learned;
  }

  @Override
  public Literal literal() {
    Literal known = literal;
    if (known == null) {
      known =
          Literal.of(
              tensor.orElseThrow(
                  () -> new LoupeException("the values of '" + name + "' are not in the graph")));
      literal = known;
    }
    return known;
  }

  @Override
  public Placed placed() {
    return parameter(sizes.size() > 1 ? Role.WEIGHT : Role.BIAS, Layout.PLAIN);
  }

  @Override
  public Placed parameter(Role role, Layout layout) {
    Placed known = placed;
    if (known == null) {
      known = learned ? variable(role, layout) : Call.constant(scope, literal());
      placed = known;
    }
    return known;
  }

  /// A parameter with the initializer's name, laid out in memory as its first user needs it.
  private Placed variable(Role role, Layout layout) {
    Shape file = Shape.of(sizes);
    int rank = file.rank();
    if (layout == Layout.PLAIN || rank < 2) {
      return Placed.plain(scope.parameter(name, file, role, Layout.PLAIN, Initialiser.ZERO), type);
    }
    // As FileLayout has it: the first two axes come last, swapped.
    int[] order = new int[rank];
    int[] memory = new int[rank];
    for (int i = 0; i < rank; i++) {
      order[i] = i < rank - 2 ? i + 2 : rank - 1 - i;
      memory[i] = file.size(order[i]);
    }
    Value v = scope.parameter(name, Shape.of(memory), role, layout, Initialiser.ZERO);
    return new Placed(v, type, order);
  }

  @Override
  public int[] dims() {
    return Literal.sizes(sizes);
  }

  @Override
  public OnnxType type() {
    return type;
  }
}
