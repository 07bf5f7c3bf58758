package dev.loupe.graph.op;

import dev.loupe.graph.Computation;
import dev.loupe.graph.GradientScope;
import dev.loupe.graph.Value;
import dev.loupe.kernel.ArithmeticKind;
import dev.loupe.kernel.ArithmeticReference;
import dev.loupe.kernel.ArithmeticVector;
import dev.loupe.kernel.BroadcastGeometry;
import dev.loupe.kernel.Catalog;
import dev.loupe.kernel.Catalog.Choice;
import dev.loupe.kernel.KernelPolicy;
import dev.loupe.tensor.Shape;
import java.util.List;

/// `a + b`, `a - b`, `a b` or `a / b`, value by value, with NumPy's broadcasting.
///
/// Inputs: a, b. Output: the joined shape.
///
/// @param kind which of the four
public record Arithmetic(ArithmeticKind kind) implements Computation {
  /// a + b
  public static final Arithmetic ADD = new Arithmetic(ArithmeticKind.ADD);

  /// a - b
  public static final Arithmetic SUBTRACT = new Arithmetic(ArithmeticKind.SUBTRACT);

  /// a b
  public static final Arithmetic MULTIPLY = new Arithmetic(ArithmeticKind.MULTIPLY);

  /// a / b
  public static final Arithmetic DIVIDE = new Arithmetic(ArithmeticKind.DIVIDE);

  @Override
  public String name() {
    String lower = kind.name().toLowerCase(java.util.Locale.ROOT);
    return Character.toUpperCase(lower.charAt(0)) + lower.substring(1);
  }

  @Override
  public Shape infer(List<Shape> inputs) {
    Computation.checkCount(this, inputs, 2);
    return BroadcastGeometry.join(inputs.get(0), inputs.get(1));
  }

  @Override
  public void gradient(GradientScope s) {
    Value g = s.upstream();
    Value a = s.input(0);
    Value b = s.input(1);
    if (s.wanted(0)) {
      Value ga =
          switch (kind) {
            case ADD, SUBTRACT -> g;
            case MULTIPLY -> s.apply(MULTIPLY, g, b);
            case DIVIDE -> s.apply(DIVIDE, g, b);
          };
      s.pass(0, SumTo.shape(s, ga, a.shape()));
    }
    if (s.wanted(1)) {
      Value gb =
          switch (kind) {
            case ADD -> g;
            case SUBTRACT -> s.apply(MULTIPLY, g, s.constant(-1));
            case MULTIPLY -> s.apply(MULTIPLY, g, a);
            case DIVIDE ->
                // d(a / b) / db = -(a / b) / b
                s.apply(
                    MULTIPLY, s.apply(DIVIDE, s.apply(MULTIPLY, g, s.output()), b), s.constant(-1));
          };
      s.pass(1, SumTo.shape(s, gb, b.shape()));
    }
  }

  @Override
  public Choice kernel(List<Shape> inputs, Shape output, KernelPolicy policy) {
    return Catalog.<BroadcastGeometry>reference(g -> new ArithmeticReference(kind, g))
        .vector("vector", g -> new ArithmeticVector(kind, g))
        .choose(BroadcastGeometry.of(inputs.get(0), inputs.get(1)), policy);
  }

  @Override
  public boolean inPlace(int input) {
    return true;
  }
}
